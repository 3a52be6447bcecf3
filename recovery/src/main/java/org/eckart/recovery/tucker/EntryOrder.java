package org.eckart.recovery.tucker;

import org.eckart.core.observe.ObservedTensor;

/** Sorting a tensor's entries by their indices, in time linear in their number. */
final class EntryOrder {
  private EntryOrder() {}

  /**
   * The positions of the entries, sorted by the index in mode {@code order[0]}, where that is equal
   * by {@code order[1]}, and so on; one stable counting sort a mode, the last first.
   */
  static int[] sorted(ObservedTensor entries, int[] order) {
    int count = entries.count();
    int[] at = new int[count];
    for (int e = 0; e < count; e++) {
      at[e] = e;
    }
    int[] next = new int[count];
    for (int d = order.length - 1; d >= 0; d--) {
      int[] index = entries.indexArray(order[d]);
      int[] start = new int[entries.size(order[d]) + 1];
      for (int i : index) {
        start[i + 1]++;
      }
      for (int i = 1; i < start.length; i++) {
        start[i] += start[i - 1];
      }
      for (int e : at) {
        next[start[index[e]]++] = e;
      }
      int[] swap = at;
      at = next;
      next = swap;
    }
    return at;
  }
}
