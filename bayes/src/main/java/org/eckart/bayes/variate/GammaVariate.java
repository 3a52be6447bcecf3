package org.eckart.bayes.variate;

import org.eckart.linalg.RandomStream;

/** Gamma, inverse gamma and beta variates. */
public final class GammaVariate {
  private GammaVariate() {}

  /**
   * Gamma of this shape and rate 1: Marsaglia &amp; Tsang's squeeze on a cubed normal (ACM TOMS 26,
   * 2000), with their power of a uniform for shapes below 1.
   */
  public static double standard(double shape, RandomStream random) {
    if (shape < 1) {
      double u = 1 - random.nextUniform(); // above 0
      return standard(shape + 1, random) * Math.pow(u, 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double t = 1 + c * x;
      if (t <= 0) {
        continue;
      }
      double v = t * t * t;
      double u = 1 - random.nextUniform();
      if (u < 1 - 0.0331 * x * x * x * x || Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) {
        return d * v;
      }
    }
  }

  /** Gamma of density ∝ x^{shape−1} e^{−rate·x}. */
  public static double gamma(double shape, double rate, RandomStream random) {
    return standard(shape, random) / rate;
  }

  /** Inverse gamma of density ∝ x^{−shape−1} e^{−scale/x}. */
  public static double inverse(double shape, double scale, RandomStream random) {
    return scale / standard(shape, random);
  }

  /** Beta(a, b). */
  public static double beta(double a, double b, RandomStream random) {
    double x = standard(a, random);
    double y = standard(b, random);
    return x / (x + y);
  }
}
