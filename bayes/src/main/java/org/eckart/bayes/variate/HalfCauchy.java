package org.eckart.bayes.variate;

import org.eckart.linalg.RandomStream;

/**
 * The variance of normals whose standard deviation has a half-Cauchy prior of scale 1, by the
 * mixture of inverse gammas (Makalic &amp; Schmidt, IEEE Signal Processing Letters 23, 2016).
 */
public final class HalfCauchy {
  private HalfCauchy() {}

  /**
   * The next draw of the variance.
   *
   * @param variance the last one
   * @param count of normals
   * @param squares the sum of their squares
   */
  public static double variance(
      double variance, double count, double squares, RandomStream random) {
    double auxiliary = GammaVariate.inverse(1, 1 + 1 / variance, random);
    return GammaVariate.inverse((count + 1) / 2, squares / 2 + 1 / auxiliary, random);
  }

  /** Log density of the variance, but for a constant. */
  public static double logDensity(double variance) {
    return -0.5 * Math.log(variance) - Math.log1p(variance);
  }
}
