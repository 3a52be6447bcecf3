package org.eckart.recovery.sensing;

import java.util.Arrays;

/**
 * The places (i, j) that sparse measurements touch, as compressed rows, and which measurements
 * touch each: place p has the weights {@code weight[e]} of the measurements {@code measurement[e]},
 * from {@code starts[p]} on.
 */
record Places(int[] rowStarts, int[] column, int[] starts, int[] measurement, double[] weight) {
  /** Places of the entries of measurements 0, 1, … in compressed form. */
  static Places of(
      int rows, int columns, int[] measurementStarts, int[] row, int[] column, double[] weight) {
    int entries = row.length;
    int[] measurementOf = new int[entries];
    for (int k = 0; k + 1 < measurementStarts.length; k++) {
      Arrays.fill(measurementOf, measurementStarts[k], measurementStarts[k + 1], k);
    }
    int[] order =
        byKey(byKey(null, column, columns), row, rows); // stable: measurements stay sorted
    int[] rowStarts = new int[rows + 1];
    int[] placeColumn = new int[entries];
    int[] starts = new int[entries + 1];
    int[] measurement = new int[entries];
    double[] sorted = new double[entries];
    int places = 0;
    for (int at = 0; at < entries; at++) {
      int e = order[at];
      boolean first = at == 0 || row[order[at - 1]] != row[e] || column[order[at - 1]] != column[e];
      if (first) {
        starts[places] = at;
        placeColumn[places++] = column[e];
        rowStarts[row[e] + 1]++;
      }
      measurement[at] = measurementOf[e];
      sorted[at] = weight[e];
    }
    starts[places] = entries;
    for (int i = 0; i < rows; i++) {
      rowStarts[i + 1] += rowStarts[i];
    }
    return new Places(
        rowStarts,
        Arrays.copyOf(placeColumn, places),
        Arrays.copyOf(starts, places + 1),
        measurement,
        sorted);
  }

  /** A stable counting sort of {@code order}, or of 0, 1, … if it is null, by key. */
  private static int[] byKey(int @org.jspecify.annotations.Nullable [] order, int[] key, int keys) {
    int[] next = new int[keys + 1];
    for (int k : key) {
      next[k + 1]++;
    }
    for (int k = 0; k < keys; k++) {
      next[k + 1] += next[k];
    }
    int[] sorted = new int[key.length];
    for (int at = 0; at < key.length; at++) {
      int e = order == null ? at : order[at];
      sorted[next[key[e]]++] = e;
    }
    return sorted;
  }

  int count() {
    return column.length;
  }

  /** The entry of 𝒜*(z) at a place. */
  double sum(int place, double[] z) {
    double sum = 0;
    for (int e = starts[place]; e < starts[place + 1]; e++) {
      sum += z[measurement[e]] * weight[e];
    }
    return sum;
  }
}
