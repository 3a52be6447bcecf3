package org.eckart.app;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.data.table.Pairs;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * Predictions beside what was really there, for entries that the fit did not see.
 *
 * @param row of each entry in the model, −1 where it has none
 * @param column likewise
 * @param value really there; NaN where it is not known
 * @param fitted predicted
 * @param lower end of the interval; NaN without intervals
 * @param upper end of the interval; likewise
 */
record Judgement(
    int[] row, int[] column, double[] value, double[] fitted, double[] lower, double[] upper) {
  private static final int BLOCK = 4096;

  static Judgement of(Completed model, ObservedEntries entries, double level, Parallel parallel) {
    return of(
        model, entries.rowArray(), entries.columnArray(), entries.valueArray(), level, parallel);
  }

  /** Of pairs that may name rows and columns that the model does not know. */
  static Judgement of(Completed model, Pairs pairs, double level, Parallel parallel) {
    int[] row = new int[pairs.count()];
    int[] column = new int[pairs.count()];
    Arrays.setAll(row, pairs::modelRow);
    Arrays.setAll(column, pairs::modelColumn);
    double[] value = pairs.value();
    if (value == null) {
      value = new double[pairs.count()];
      Arrays.fill(value, Double.NaN);
    }
    return of(model, row, column, value, level, parallel);
  }

  private static Judgement of(
      Completed model, int[] row, int[] column, double[] value, double level, Parallel parallel) {
    int count = row.length;
    double[] fitted = new double[count];
    double[] lower = new double[count];
    double[] upper = new double[count];
    parallel.forEachBlock(
        (count + BLOCK - 1) / BLOCK,
        block -> {
          for (int k = block * BLOCK; k < Math.min(count, (block + 1) * BLOCK); k++) {
            Prediction prediction = model.predict(row[k], column[k], level);
            fitted[k] = prediction.value();
            lower[k] = prediction.lower();
            upper[k] = prediction.upper();
          }
        });
    return new Judgement(row, column, value, fitted, lower, upper);
  }

  int count() {
    return row.length;
  }

  /** How many of the entries have a value to be judged by. */
  int known() {
    int known = 0;
    for (double v : value) {
      known += Double.isNaN(v) ? 0 : 1;
    }
    return known;
  }

  /** Entries in a row or a column that the model does not know. */
  int unknown() {
    int unknown = 0;
    for (int k = 0; k < count(); k++) {
      unknown += row[k] < 0 || column[k] < 0 ? 1 : 0;
    }
    return unknown;
  }

  /** Root mean square error; NaN if nothing can be judged. */
  double rmse() {
    double sum = 0;
    for (int k = 0; k < count(); k++) {
      double e = value[k] - fitted[k];
      sum += Double.isNaN(e) ? 0 : e * e;
    }
    return Math.sqrt(sum / known());
  }

  /** Mean absolute error; NaN if nothing can be judged. */
  double mae() {
    double sum = 0;
    for (int k = 0; k < count(); k++) {
      double e = Math.abs(value[k] - fitted[k]);
      sum += Double.isNaN(e) ? 0 : e;
    }
    return sum / known();
  }

  /** Mean cost under the model's loss; NaN if it has none, or nothing can be judged. */
  double cost(Completed model) {
    double sum = 0;
    for (int k = 0; k < count(); k++) {
      sum += Double.isNaN(value[k]) ? 0 : model.cost(fitted[k], value[k]);
    }
    return sum / known();
  }

  /** Whether there are intervals. */
  boolean hasIntervals() {
    return count() > 0 && !Double.isNaN(lower[0]);
  }

  /** Share of the values that lie within their intervals; NaN without intervals. */
  double coverage() {
    if (!hasIntervals()) {
      return Double.NaN;
    }
    int inside = 0;
    for (int k = 0; k < count(); k++) {
      inside += lower[k] <= value[k] && value[k] <= upper[k] ? 1 : 0;
    }
    return (double) inside / known();
  }

  /** Mean width of the intervals. */
  double meanWidth() {
    double sum = 0;
    for (int k = 0; k < count(); k++) {
      sum += upper[k] - lower[k];
    }
    return sum / count();
  }

  /** Those with a value, in the same order. */
  Judgement judged() {
    int[] chosen = new int[known()];
    int size = 0;
    for (int k = 0; k < count(); k++) {
      if (!Double.isNaN(value[k])) {
        chosen[size++] = k;
      }
    }
    return size == count()
        ? this
        : new Judgement(
            Arrays.stream(chosen).map(k -> row[k]).toArray(),
            Arrays.stream(chosen).map(k -> column[k]).toArray(),
            Arrays.stream(chosen).mapToDouble(k -> value[k]).toArray(),
            Arrays.stream(chosen).mapToDouble(k -> fitted[k]).toArray(),
            Arrays.stream(chosen).mapToDouble(k -> lower[k]).toArray(),
            Arrays.stream(chosen).mapToDouble(k -> upper[k]).toArray());
  }

  /** Entries the model has in the row of each entry; 0 for a row it does not know. */
  int[] rowCounts(Completed model) {
    int[] counts = new int[count()];
    Arrays.setAll(counts, k -> row[k] < 0 ? 0 : model.rowCount(row[k]));
    return counts;
  }

  /** A pair of numbers under the keys that the envelope promises. */
  static Map<String, @Nullable Object> trainAndTest(double train, double test) {
    Map<String, @Nullable Object> both = new LinkedHashMap<>();
    both.put("train", train);
    both.put("test", test);
    return both;
  }
}
