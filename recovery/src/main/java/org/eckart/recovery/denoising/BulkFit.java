package org.eckart.recovery.denoising;

/**
 * Whether what is left beside the components looks like white noise.
 *
 * <p>With all singular values the statistic is the largest distance between the distribution of the
 * P − k values beside k components and the Marchenko–Pastur law of P − k by Q − k noise, its level
 * by their median. The limit is 4/(P − k) + 0.015. Of 100 draws of white noise, with and without 11
 * components, the largest was 0.046 at P = 100 and 0.012 at P = 400; neighbours correlated with 0.3
 * gave 0.062 to 0.098 and 0.065 to 0.072, with 0.6 above 0.10. With leading values only it is the
 * deviation of tr (E Eᵀ)² in those dimensions from that of white noise, estimated with random
 * vectors; the limit is 2 % and five standard errors.
 *
 * @param statistic {@code distance} or {@code moment}
 * @param value of the statistic
 * @param limit beyond which the law does not fit
 * @param kurtosis excess kurtosis of the entries left, m₄/m₂² − 3: 0 for normal noise
 * @param localisation the largest share of a component that a single entry of the matrix has; near
 *     1 an outlier was taken for a component
 */
public record BulkFit(
    String statistic, double value, double limit, double kurtosis, double localisation) {
  /** Laplace noise has 3, a t law of 5 degrees of freedom 6; both are within the theory. */
  static final double KURTOSIS_LIMIT = 15;

  static final double LOCALISATION_LIMIT = 0.25;

  /** Whether the bulk of singular values follows the law of white noise. */
  public boolean isWhite() {
    return value <= limit;
  }

  /** Whether single entries are so large that the theory does not hold. */
  public boolean isHeavyTailed() {
    return kurtosis > KURTOSIS_LIMIT || localisation > LOCALISATION_LIMIT;
  }
}
