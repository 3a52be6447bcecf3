package org.eckart.app.report;

import static org.eckart.linalg.Check.check;

import java.util.List;

/**
 * A table of numbers as coloured cells with names along both sides; for up to some 60 × 60. Larger
 * matrices are {@link Picture}s.
 *
 * @param rows names, top to bottom
 * @param columns names, left to right
 * @param values one array a row; NaN leaves a cell open
 * @param unit what the numbers are, for the scale beside the map
 */
public record HeatMap(
    String title,
    String caption,
    Width width,
    List<String> rows,
    List<String> columns,
    double[][] values,
    String unit)
    implements Figure {
  public HeatMap {
    check(values.length == rows.size(), "%d rows have %d names", values.length, rows.size());
    for (double[] row : values) {
      check(row.length == columns.size(), "%d columns have %d names", row.length, columns.size());
    }
  }
}
