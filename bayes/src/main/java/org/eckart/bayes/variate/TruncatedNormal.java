package org.eckart.bayes.variate;

import org.eckart.linalg.RandomStream;

/**
 * Standard normals between two bounds, by rejection: from the normal, from the uniform or from a
 * shifted exponential, whichever is accepted oftenest (Robert, Statistics and Computing 5, 1995).
 */
public final class TruncatedNormal {
  /** From this length on, an interval about 0 is hit by normals at least as often as accepted. */
  private static final double LONG = 2.5;

  private TruncatedNormal() {}

  /** A standard normal given that it lies in (lower, upper); either may be infinite. */
  public static double standard(double lower, double upper, RandomStream random) {
    if (upper <= 0 && lower < 0) {
      return -standard(-upper, -lower, random);
    }
    if (lower <= 0) {
      return upper - lower > LONG
          ? fromNormal(lower, upper, random)
          : fromUniform(lower, upper, 0, random);
    }
    double root = Math.sqrt(lower * lower + 4);
    double tilt = (lower + root) / 2;
    // Robert's bound below which the uniform is the better envelope
    double narrow = Math.exp((lower * lower - lower * root) / 4 + 0.5) / tilt;
    return upper - lower < narrow
        ? fromUniform(lower, upper, lower, random)
        : fromExponential(lower, upper, tilt, random);
  }

  private static double fromNormal(double lower, double upper, RandomStream random) {
    while (true) {
      double x = random.nextGaussian();
      if (x > lower && x < upper) {
        return x;
      }
    }
  }

  /**
   * @param mode where the density is greatest in the interval
   */
  private static double fromUniform(double lower, double upper, double mode, RandomStream random) {
    while (true) {
      double x = lower + (upper - lower) * random.nextUniform();
      double u = 1 - random.nextUniform();
      if (2 * Math.log(u) <= (mode - x) * (mode + x)) {
        return x;
      }
    }
  }

  private static double fromExponential(
      double lower, double upper, double tilt, RandomStream random) {
    while (true) {
      double x = lower - Math.log(1 - random.nextUniform()) / tilt;
      double apart = x - tilt;
      double u = 1 - random.nextUniform();
      if (x < upper && 2 * Math.log(u) <= -apart * apart) {
        return x;
      }
    }
  }
}
