package org.eckart.app;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
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
    check(top >= 1, "top is %d; it must be at least 1", top);
    Comparator<Recommendation> worstFirst =
        Comparator.comparingDouble((Recommendation r) -> r.prediction().value())
            .thenComparing(Comparator.comparingInt(Recommendation::column).reversed());
    PriorityQueue<Recommendation> best = new PriorityQueue<>(worstFirst);
    int seen = start[row];
    for (int j = 0; j < columns.size(); j++) {
      if (seen < start[row + 1] && column[seen] == j) {
        seen++;
        continue;
      }
      double value = predicted.applyAsDouble(j);
      Recommendation weakest = best.peek();
      if (best.size() < top || (weakest != null && value > weakest.prediction().value())) {
        best.add(
            new Recommendation(j, columns.get(j), new Prediction(value, Double.NaN, Double.NaN)));
        if (best.size() > top) {
          best.poll();
        }
      }
    }
    return best.stream().sorted(worstFirst.reversed()).toList();
  }
}
