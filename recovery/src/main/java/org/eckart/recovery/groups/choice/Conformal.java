package org.eckart.recovery.groups.choice;

import java.util.Arrays;

/**
 * Half widths of intervals: quantiles of |error| on held-out entries, for rows of few and of many
 * entries apart. An interval at level q holds a new entry with probability q, if it is held out
 * alike (split conformal, Lei et al. 2018).
 *
 * @param boundary rows of fewer entries are few
 * @param few |errors| there, ascending; thinned to at most {@value #MOST}
 * @param many likewise
 */
record Conformal(int boundary, double[] few, double[] many) {
  static final int MOST = 1000;
  private static final int FEWEST = 40;

  static final Conformal NONE = new Conformal(0, new double[0], new double[0]);

  /**
   * @param counts observed entries in the row of each held-out one
   */
  static Conformal of(double[] residuals, int[] counts) {
    if (residuals.length == 0) {
      return NONE;
    }
    int[] sorted = counts.clone();
    Arrays.sort(sorted);
    int boundary = residuals.length >= 2 * FEWEST ? sorted[sorted.length / 2] : 0;
    double[] few = select(residuals, counts, 0, boundary);
    double[] many = select(residuals, counts, boundary, Integer.MAX_VALUE);
    if (few.length < FEWEST) {
      many = select(residuals, counts, 0, Integer.MAX_VALUE);
      few = many;
    }
    return new Conformal(boundary, few, many);
  }

  private static double[] select(double[] residuals, int[] counts, int from, int to) {
    int size = 0;
    double[] chosen = new double[residuals.length];
    for (int k = 0; k < residuals.length; k++) {
      if (counts[k] >= from && counts[k] < to) {
        chosen[size++] = Math.abs(residuals[k]);
      }
    }
    chosen = Arrays.copyOf(chosen, size);
    Arrays.sort(chosen);
    if (size <= MOST) {
      return chosen;
    }
    double[] thinned = new double[MOST];
    for (int k = 0; k < MOST; k++) { // the upper end of each thousandth, so that none is too narrow
      thinned[k] = chosen[(int) ((k + 1L) * size / MOST) - 1];
    }
    return thinned;
  }

  boolean exists() {
    return many.length > 0;
  }

  /** NaN if nothing was held out. */
  double halfWidth(int count, double level) {
    double[] errors = count < boundary ? few : many;
    if (errors.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(level * (errors.length + 1));
    return errors[Math.clamp(rank - 1, 0, errors.length - 1)];
  }
}
