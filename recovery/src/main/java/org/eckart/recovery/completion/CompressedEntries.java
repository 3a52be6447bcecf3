package org.eckart.recovery.completion;

import org.eckart.core.observe.ObservedEntries;
import org.eckart.recovery.entries.EntrySide;
import org.jspecify.annotations.Nullable;

/**
 * The observed entries grouped by row (or, for the transposed matrix, by column), values in float:
 * entry p of {@code start[i] ≤ p < start[i + 1]} is in row i and column {@code other[p]}.
 *
 * <p>Positions are by popularity: row 0 has the most entries. The rows that a half-sweep reads most
 * often then lie together and stay in cache, and the longest pieces of work are handed out first.
 *
 * @param start offsets, one more than there are rows
 * @param other position of each entry on the other side
 * @param value of each entry, standardised
 * @param block boundaries of blocks of rows with about equal work; cut by size, not by thread
 */
record CompressedEntries(int[] start, int[] other, float[] value, int[] block) {
  int rows() {
    return start.length - 1;
  }

  int blocks() {
    return block.length - 1;
  }

  int count(int row) {
    return start[row + 1] - start[row];
  }

  /**
   * Groups entries by row in time linear in their number.
   *
   * @param rowPlace popularity position of each row
   * @param columnPlace popularity position of each column
   * @param center subtracted from each value
   * @param scale by which the difference is divided
   * @param leftOut marks entries that are passed over; null if all count
   */
  static CompressedEntries of(
      ObservedEntries entries,
      int[] rowPlace,
      int[] columnPlace,
      double center,
      double scale,
      boolean @Nullable [] leftOut) {
    int[] row = entries.rowArray();
    int[] column = entries.columnArray();
    double[] value = entries.valueArray();
    int rows = entries.rows();
    int[] start = new int[rows + 1];
    for (int k = 0; k < row.length; k++) {
      if (leftOut == null || !leftOut[k]) {
        start[rowPlace[row[k]] + 1]++;
      }
    }
    for (int i = 0; i < rows; i++) {
      start[i + 1] += start[i];
    }
    int[] at = start.clone();
    int[] other = new int[start[rows]];
    float[] standardised = new float[start[rows]];
    for (int k = 0; k < row.length; k++) {
      if (leftOut != null && leftOut[k]) {
        continue;
      }
      int p = at[rowPlace[row[k]]]++;
      other[p] = columnPlace[column[k]];
      standardised[p] = (float) ((value[k] - center) / scale);
    }
    return new CompressedEntries(start, other, standardised, EntrySide.blocks(start));
  }

  /** The position of each row when rows are ordered by falling count, ties by index. */
  static int[] placesByCount(int[] counts) {
    int largest = 0;
    for (int c : counts) {
      largest = Math.max(largest, c);
    }
    int[] from = new int[largest + 2]; // counting sort: from[c] is where rows of count c begin
    for (int c : counts) {
      from[largest - c + 1]++;
    }
    for (int c = 0; c <= largest; c++) {
      from[c + 1] += from[c];
    }
    int[] place = new int[counts.length];
    for (int i = 0; i < counts.length; i++) {
      place[i] = from[largest - counts[i]]++;
    }
    return place;
  }
}
