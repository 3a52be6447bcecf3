package org.eckart.bayes.variate;

import org.eckart.linalg.RandomStream;

/**
 * The variance of normals whose standard deviation has a half-Cauchy prior, by the mixture of
 * inverse gammas (Makalic &amp; Schmidt, IEEE Signal Processing Letters 23, 2016).
 */
public final class HalfCauchy {
  private HalfCauchy() {}

  /**
   * The next draw of the variance, under a prior of scale 1.
   *
   * @param variance the last one
   * @param count of normals
   * @param squares the sum of their squares
   */
  public static double variance(
      double variance, double count, double squares, RandomStream random) {
    return variance(variance, 1, count, squares, random);
  }

  /**
   * The next draw of the variance.
   *
   * @param common square of the prior's scale
   */
  public static double variance(
      double variance, double common, double count, double squares, RandomStream random) {
    double auxiliary = GammaVariate.inverse(1, 1 / common + 1 / variance, random);
    return GammaVariate.inverse((count + 1) / 2, squares / 2 + 1 / auxiliary, random);
  }

  /** Log density of the variance under a prior of scale 1, but for a constant. */
  public static double logDensity(double variance) {
    return logDensity(variance, 1);
  }

  /** Log density of the variance, but for a constant, where √common is the prior's scale. */
  public static double logDensity(double variance, double common) {
    return 0.5 * (Math.log(common) - Math.log(variance)) - Math.log(common + variance);
  }
}
