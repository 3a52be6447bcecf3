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
    int count = 0;
    for (boolean one : held) {
      if (one) {
        count++;
      }
    }
    int[] in = new int[held.length - count];
    int[] out = new int[count];
    int nextIn = 0;
    int nextOut = 0;
    for (int k = 0; k < held.length; k++) {
      if (held[k]) {
        out[nextOut++] = k;
      } else {
        in[nextIn++] = k;
      }
    }
    return new Split(entries.select(in), entries.select(out));
  }
}
