package org.eckart.recovery.tucker;

import java.util.List;

/**
 * One multilinear rank that was tried on held-out entries.
 *
 * @param ranks tried
 * @param levels whether offsets were taken out
 * @param structured whether the penalty of a core entry followed the energy of its directions
 * @param heldOutRmse in the units of the values
 * @param trainRmse likewise, over the entries fitted
 * @param steps taken
 */
public record TuckerTrial(
    List<Integer> ranks,
    boolean levels,
    boolean structured,
    double heldOutRmse,
    double trainRmse,
    int steps) {
  public TuckerTrial {
    ranks = List.copyOf(ranks);
  }

  int[] rankArray() {
    return ranks.stream().mapToInt(Integer::intValue).toArray();
  }
}
