package org.eckart.recovery.groups.choice;

import java.util.Arrays;

/**
 * Half widths of intervals: quantiles of |error| on held-out entries, for rows without, of few and
 * of many entries apart. An interval at level q holds a new entry with probability q, if it is held
 * out alike (split conformal, Lei et al. 2018).
 *
 * @param boundary rows of fewer entries are few
 * @param empty |errors| in rows without any entry, ascending; thinned to at most {@value #MOST}. As
 *     those of few where no such rows were held out
 * @param few likewise
 * @param many likewise
 */
record Conformal(int boundary, double[] empty, double[] few, double[] many) {
  static final int MOST = 1000;
  private static final int FEWEST = 40;

  static final Conformal NONE = new Conformal(0, new double[0], new double[0], new double[0]);

  /**
   * @param counts of each held-out entry, the entries of its row that the model was fitted to
   */
  static Conformal of(double[] residuals, int[] counts) {
    if (residuals.length == 0) {
      return NONE;
    }
    double[] empty = select(residuals, counts, 0, 1);
    boolean apart = empty.length >= FEWEST;
    int least = apart ? 1 : 0;
    int[] sorted = Arrays.stream(counts).filter(c -> c >= least).sorted().toArray();
    if (sorted.length == 0) {
      return new Conformal(0, empty, empty, empty);
    }
    int boundary = sorted.length >= 2 * FEWEST ? sorted[sorted.length / 2] : 0;
    double[] few = select(residuals, counts, least, boundary);
    double[] many = select(residuals, counts, Math.max(least, boundary), Integer.MAX_VALUE);
    if (few.length < FEWEST) {
      many = select(residuals, counts, least, Integer.MAX_VALUE);
      few = many;
    }
    return new Conformal(boundary, apart ? empty : few, few, many);
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
    double[] errors = count == 0 ? empty : count < boundary ? few : many;
    if (errors.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(level * (errors.length + 1));
    return errors[Math.clamp(rank - 1, 0, errors.length - 1)];
  }
}
