package org.eckart.core.holdout;

import org.eckart.core.InputException;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.RandomStream;

/** Holds out a given number of entries of each row, every choice of them equally likely. */
final class Quotas {
  private Quotas() {}

  /**
   * @param counts entries of each row
   * @param need how many of them are held out; used up here
   */
  static Split split(ObservedEntries entries, int[] counts, int[] need, RandomStream random) {
    int[] row = entries.rowArray();
    int[] left = counts.clone();
    boolean[] held = new boolean[row.length];
    boolean any = false;
    for (int k = 0; k < row.length; k++) {
      int i = row[k];
      int rest = left[i]--;
      // selection sampling (Knuth, volume 2, algorithm S), one sampler a row
      if (need[i] > 0 && (need[i] == rest || random.nextInt(rest) < need[i])) {
        held[k] = true;
        need[i]--;
        any = true;
      }
    }
    if (!any) {
      throw InputException.of(
          "cannot-hold-out",
          "",
          "None of the %d entries could be held out, since every row must keep one; hold out"
              + " uniformly instead",
          row.length);
    }
    return Split.of(entries, held);
  }
}
