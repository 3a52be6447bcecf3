package org.eckart.app;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.recovery.completion.Prediction;
import org.eckart.recovery.completion.Recommendation;

/**
 * Which columns each row has entries in, and with that what is left to recommend.
 *
 * @param start where each row begins in {@code column}; m + 1
 * @param column columns observed in each row, ascending
 */
record SeenColumns(int[] start, int[] column) {
  static SeenColumns of(ObservedEntries entries) {
    int[] start = new int[entries.rows() + 1];
    int[] counts = entries.rowCounts();
    for (int i = 0; i < entries.rows(); i++) {
      start[i + 1] = start[i] + counts[i];
    }
    int[] at = start.clone();
    int[] column = new int[entries.count()];
    for (int k = 0; k < entries.count(); k++) {
      column[at[entries.row(k)]++] = entries.column(k);
    }
    for (int i = 0; i < entries.rows(); i++) {
      Arrays.sort(column, start[i], start[i + 1]);
    }
    return new SeenColumns(start, column);
  }

  /** What was stored, if it is whole for so many rows. */
  static SeenColumns checked(int[] start, int[] column, int rows) {
    check(
        start.length == rows + 1 && start[0] == 0 && start[rows] == column.length,
        "the list of observed entries is not whole");
    for (int i = 0; i < rows; i++) {
      check(start[i] <= start[i + 1], "the list of observed entries is not in order");
    }
    return new SeenColumns(start, column);
  }

  int count(int row) {
    return start[row + 1] - start[row];
  }

  /** The best columns among those that the row has no entry in, best first; ties by position. */
  List<Recommendation> best(int row, int top, Labels columns, IntToDoubleFunction predicted) {
    return BestColumns.of(
        columns,
        top,
        j -> Arrays.binarySearch(column, start[row], start[row + 1], j) >= 0,
        predicted,
        j -> new Prediction(predicted.applyAsDouble(j), Double.NaN, Double.NaN));
  }
}
