package org.eckart.data.model;

import static org.eckart.linalg.Check.check;

import java.util.List;
import org.eckart.core.observe.Labels;
import org.eckart.core.store.NamedArrays;

/**
 * A model as it is stored.
 *
 * @param kind what the arrays mean, a short stable word such as {@code completion}
 * @param arrays factors, offsets, penalties, …
 * @param rowArrays names of arrays whose first length is the number of rows; checked when written
 *     and when read
 * @param columnArrays likewise for columns
 * @param rows labels of the rows
 * @param columns labels of the columns
 * @param provenance how the model was made, a JSON object
 */
public record StoredModel(
    String kind,
    NamedArrays arrays,
    List<String> rowArrays,
    List<String> columnArrays,
    Labels rows,
    Labels columns,
    String provenance) {
  public StoredModel {
    rowArrays = List.copyOf(rowArrays);
    columnArrays = List.copyOf(columnArrays);
    check(!kind.isBlank(), "kind is blank; a model must say what it is, such as completion");
    checkLengths(arrays, rowArrays, rows.size(), "rows");
    checkLengths(arrays, columnArrays, columns.size(), "columns");
  }

  private static void checkLengths(
      NamedArrays arrays, List<String> names, int length, String what) {
    for (String name : names) {
      int first = arrays.get(name).shape()[0];
      check(
          first == length,
          "Array '%s' is for %d %s, but there are labels for %d",
          name,
          first,
          what,
          length);
    }
  }
}
