package org.eckart.bayes.normalproduct;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Observed entries row by row, or column by column for the other side; 12 bytes an entry.
 *
 * @param start where each row begins, and the number of entries at the end
 * @param other column of each entry, rising within a row
 * @param value of each entry, standardised; of an ordinal entry its level
 * @param precision of each entry over σ⁻²; null if all are 1
 * @param block bounds of ranges of rows with about equal work, cut by size
 */
record EntryRows(
    int[] start, int[] other, double[] value, double @Nullable [] precision, int[] block) {
  /** Entries in a range, with some more for each row's own work. */
  private static final int BLOCK = 8192;

  private static final int ROW = 24;

  /**
   * Entries sorted by row, and within a row as they come.
   *
   * @param from positions of the entries in the order in which they are to come
   */
  static EntryRows of(
      int rows,
      int[] from,
      int[] row,
      int[] column,
      double[] value,
      double @Nullable [] precision) {
    int[] start = new int[rows + 1];
    int[] order = sorted(rows, from, row, start);
    int[] other = new int[order.length];
    double[] own = new double[order.length];
    double[] weight = precision == null ? null : new double[order.length];
    for (int k = 0; k < order.length; k++) {
      other[k] = column[order[k]];
      own[k] = value[order[k]];
      if (weight != null && precision != null) {
        weight[k] = precision[order[k]];
      }
    }
    return new EntryRows(start, other, own, weight, blocks(start));
  }

  /** A stable counting sort by key; fills {@code start}. */
  static int[] sorted(int keys, int[] from, int[] key, int[] start) {
    for (int k : from) {
      start[key[k] + 1]++;
    }
    for (int i = 0; i < keys; i++) {
      start[i + 1] += start[i];
    }
    int[] next = Arrays.copyOf(start, keys);
    int[] order = new int[from.length];
    for (int k : from) {
      order[next[key[k]]++] = k;
    }
    return order;
  }

  private static int[] blocks(int[] start) {
    int rows = start.length - 1;
    int[] bound = new int[rows + 1];
    int blocks = 0;
    long work = 0;
    for (int i = 0; i < rows; i++) {
      work += start[i + 1] - start[i] + ROW;
      if (work >= BLOCK || i == rows - 1) {
        bound[++blocks] = i + 1;
        work = 0;
      }
    }
    return Arrays.copyOf(bound, blocks + 1);
  }

  int rows() {
    return start.length - 1;
  }

  int entries() {
    return other.length;
  }

  int count(int row) {
    return start[row + 1] - start[row];
  }

  int blocks() {
    return block.length - 1;
  }
}
