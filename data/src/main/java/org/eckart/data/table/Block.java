package org.eckart.data.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A stretch of entries, in the order of the source: parallel arrays that grow. */
final class Block {
  int count;
  int[] row;
  int[] column;
  double[] value;
  double @Nullable [] time;

  Block(int capacity, boolean times) {
    row = new int[capacity];
    column = new int[capacity];
    value = new double[capacity];
    time = times ? new double[capacity] : null;
  }

  /** Makes room for one more entry. */
  void ensureRoom() {
    if (count == row.length) {
      int capacity = row.length + (row.length >> 1) + 16;
      row = Arrays.copyOf(row, capacity);
      column = Arrays.copyOf(column, capacity);
      value = Arrays.copyOf(value, capacity);
      if (time != null) {
        time = Arrays.copyOf(time, capacity);
      }
    }
  }
}
