package org.eckart.bayes.nuclear;

import org.eckart.bayes.variate.GammaVariate;
import org.eckart.linalg.RandomStream;

/**
 * r = 1/γ of density ∝ r^{k−1} e^{−R r²/2 − b r}: what the data and the prior X | γ ~ NND(λ/γ) say
 * of the noise. Log-concave for k ≥ 1, so it lies below its tangents: rejection from a hat of three
 * pieces, constant between two exponentials; some 1.2 trials a draw.
 */
final class NoiseDraw {
  private static final double APART = 1.2; // tangent points from the mode, in widths

  private NoiseDraw() {}

  /**
   * @param k above 1
   * @param square R ≥ 0
   * @param linear b ≥ 0
   */
  static double draw(double k, double square, double linear, RandomStream random) {
    if (square == 0) {
      return GammaVariate.gamma(k, linear, random);
    }
    double mode = (2 * (k - 1)) / (linear + Math.sqrt(linear * linear + 4 * square * (k - 1)));
    double width = 1 / Math.sqrt((k - 1) / (mode * mode) + square);
    double top = log(mode, k, square, linear);
    double left = Math.max(mode - APART * width, 1e-3 * mode);
    double right = mode + APART * width;
    double leftSlope = slope(left, k, square, linear);
    double rightSlope = slope(right, k, square, linear);
    double leftLog = log(left, k, square, linear) - top;
    double rightLog = log(right, k, square, linear) - top;
    double from = Math.max(0, left - leftLog / leftSlope); // where the tangents reach the top
    double to = right - rightLog / rightSlope;
    double leftMass = -Math.expm1(-leftSlope * from) / leftSlope;
    double middle = to - from;
    double rightMass = -1 / rightSlope;
    while (true) {
      double u = random.nextUniform() * (leftMass + middle + rightMass);
      double r;
      double hat;
      if (u < leftMass) {
        // e^{slope (r − from)} on (0, from)
        double e = Math.exp(-leftSlope * from);
        r = from + Math.log(e + random.nextUniform() * (1 - e)) / leftSlope;
        hat = leftSlope * (r - from);
      } else if (u < leftMass + middle) {
        r = from + random.nextUniform() * middle;
        hat = 0;
      } else {
        r = to + Math.log(1 - random.nextUniform()) / rightSlope;
        hat = rightSlope * (r - to);
      }
      if (r > 0 && Math.log(1 - random.nextUniform()) <= log(r, k, square, linear) - top - hat) {
        return r;
      }
    }
  }

  private static double log(double r, double k, double square, double linear) {
    return (k - 1) * Math.log(r) - r * (0.5 * square * r + linear);
  }

  private static double slope(double r, double k, double square, double linear) {
    return (k - 1) / r - square * r - linear;
  }
}
