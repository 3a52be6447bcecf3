package org.eckart.app.report;

import static org.eckart.linalg.Check.check;

import java.util.List;

/**
 * A table to read.
 *
 * @param names of its columns
 * @param rows numbers and texts; each row as long as {@code names}
 */
public record Grid(
    String title, String caption, Width width, List<String> names, List<List<Object>> rows)
    implements Figure {
  public Grid {
    for (List<Object> row : rows) {
      check(row.size() == names.size(), "A row of %d has %d names", row.size(), names.size());
    }
  }
}
