package org.eckart.bench;

/**
 * The overlap integral Q(t) = ∫ cosh(√x t) dν_u by the convolution equation Q = a + λ² k * Q, with
 * a(t) = ∫ cosh(√x t) dμ and k(t) = ∫ √x sinh(√x t) dμ over the Marchenko–Pastur law: the form in
 * which the learning curve of gradient descent was first stated.
 */
final class Volterra {
  private static final int NODES = 400;

  private Volterra() {}

  /**
   * Q at a time, by the trapezoidal rule in steps of h; the error falls as h².
   *
   * @param ratio c ≤ 1
   * @param strength λ
   */
  static double overlap(double ratio, double strength, double until, double h) {
    int steps = (int) Math.round(until / h);
    double[] a = new double[steps + 1];
    double[] kernel = new double[steps + 1];
    for (int j = 0; j < NODES; j++) {
      double angle = Math.PI * (j + 0.5) / NODES;
      double x = 1 + ratio + 2 * Math.sqrt(ratio) * Math.cos(angle);
      double weight = 2 * Math.pow(Math.sin(angle), 2) / (NODES * x);
      double root = Math.sqrt(x);
      for (int k = 0; k <= steps; k++) {
        a[k] += weight * Math.cosh(root * k * h);
        kernel[k] += weight * root * Math.sinh(root * k * h);
      }
    }
    double[] q = new double[steps + 1];
    double square = strength * strength;
    for (int k = 0; k <= steps; k++) {
      double sum = k == 0 ? 0 : kernel[k] * a[0] / 2; // kernel[0] = 0: the step is explicit
      for (int i = 1; i < k; i++) {
        sum += kernel[k - i] * q[i];
      }
      q[k] = a[k] + square * h * sum;
    }
    return q[steps];
  }
}
