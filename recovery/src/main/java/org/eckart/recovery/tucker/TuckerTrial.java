package org.eckart.recovery.tucker;

import java.util.List;
import org.eckart.linalg.Vector;

/**
 * One multilinear rank that was tried on held-out entries.
 *
 * @param ranks tried
 * @param levels whether offsets were taken out
 * @param structured whether the penalty of a core entry followed the energy of its directions
 * @param heldOutRmse in the units of the values
 * @param trainRmse likewise, over the entries fitted
 * @param noise standard deviation of what the model leaves, numbers fitted taken into account
 * @param errors 201 quantiles, from 0 to 1, of the held-out errors, so placed that a new error
 *     stays below with that chance; infinite where so few errors cannot say
 * @param steps taken
 */
public record TuckerTrial(
    List<Integer> ranks,
    boolean levels,
    boolean structured,
    double heldOutRmse,
    double trainRmse,
    double noise,
    Vector errors,
    int steps) {
  public TuckerTrial {
    ranks = List.copyOf(ranks);
  }

  int[] rankArray() {
    return ranks.stream().mapToInt(Integer::intValue).toArray();
  }
}
