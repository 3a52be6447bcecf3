package org.eckart.recovery.tucker;

import org.eckart.linalg.Tensor;

/**
 * A tensor separated into a part of low multilinear rank, a sparse part and noise.
 *
 * @param model the low-rank part
 * @param threshold residuals above it count as corrupted
 * @param noise standard deviation of the other residuals, from their median; 0 where the model fits
 *     exactly
 * @param corrupted number of corrupted entries
 * @param known number of entries that were not missing
 * @param steps done
 * @param settled whether the stopping rule was met
 */
public record RobustTuckerEstimate(
    Tucker model,
    double threshold,
    double noise,
    long corrupted,
    long known,
    int steps,
    boolean settled) {
  /** Above this part of corrupted entries nothing says which part is the low-rank one. */
  private static final double MOST_CORRUPTED = 0.45;

  /** Whether so much counts as corrupted that the separation should not be believed. */
  public boolean isDoubtful() {
    return corrupted > MOST_CORRUPTED * known;
  }

  /** The sparse part of a tensor: y − x where that is above the threshold, and else 0; dense. */
  public Tensor outliers(Tensor y) {
    Tensor sparse = y.minus(model.tensor());
    double[] a = sparse.array();
    for (int i = 0; i < a.length; i++) {
      if (!(Math.abs(a[i]) > threshold)) {
        a[i] = 0; // NaN too: what is missing is not corrupted
      }
    }
    return sparse;
  }
}
