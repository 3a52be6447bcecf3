package org.eckart.core.holdout;

import org.eckart.core.observe.ObservedEntries;

/**
 * Entries in two parts, over the same rows and columns and each in its old order.
 *
 * @param observed to fit on
 * @param heldOut to judge on
 */
public record Split(ObservedEntries observed, ObservedEntries heldOut) {
  /** The parts that a mark for each entry makes. */
  static Split of(ObservedEntries entries, boolean[] held) {
    return new Split(entries.select(places(held, false)), entries.select(places(held, true)));
  }

  /** The places with this mark, in their order. */
  static int[] places(boolean[] marks, boolean mark) {
    int count = 0;
    for (boolean one : marks) {
      if (one == mark) {
        count++;
      }
    }
    int[] places = new int[count];
    int next = 0;
    for (int k = 0; k < marks.length; k++) {
      if (marks[k] == mark) {
        places[next++] = k;
      }
    }
    return places;
  }
}
