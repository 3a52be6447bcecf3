package org.eckart.bayes.nuclear;

import org.eckart.linalg.RandomStream;

/**
 * Hamiltonian Monte Carlo on singular values under NND(1), in y: s_n = e^{y_n}, s_i = s_{i+1} +
 * e^{y_i}. Differences of values are sums of gaps, so that close values lose no digits.
 */
final class GapWalk {
  private final int excess;
  private final double[] y;

  /**
   * @param excess m − n
   * @param y n logs of gaps, changed as the walk goes
   */
  GapWalk(int excess, double[] y) {
    this.excess = excess;
    this.y = y;
  }

  double[] gaps() {
    return y.clone();
  }

  /** s₁ &gt; … &gt; s_n &gt; 0. */
  double[] values() {
    return values(y);
  }

  private static double[] values(double[] y) {
    double[] s = new double[y.length];
    double sum = 0;
    for (int k = y.length - 1; k >= 0; k--) {
      sum += Math.exp(y[k]);
      s[k] = sum;
    }
    return s;
  }

  /** The radius replaced: s · norm / Σ s. */
  double[] withNorm(double norm) {
    double[] s = values();
    double sum = 0;
    for (double one : s) {
      sum += one;
    }
    double factor = norm / sum;
    double log = Math.log(factor);
    for (int k = 0; k < s.length; k++) {
      s[k] *= factor;
      y[k] += log;
    }
    return s;
  }

  /** For n ≤ 2 the direction is known: (s₁ − s₂)/(s₁ + s₂) = √b, b ~ Beta(1, m − 1). */
  void drawIndependently(int m, RandomStream random) {
    if (y.length == 1) {
      y[0] = 0;
      return;
    }
    double u = 1 - random.nextUniform(); // above 0, so that the values differ
    double t = m == 2 ? Math.sqrt(u) : Math.sqrt(-Math.expm1(Math.log1p(-u) / (m - 1)));
    t = Math.min(t, 1 - 0x1p-53);
    y[1] = Math.log((1 - t) / 2);
    y[0] = Math.log(t);
  }

  /** One trajectory of 5 to 14 leapfrog steps; gives the acceptance probability. */
  double move(double stepSize, RandomStream random) {
    int n = y.length;
    double step = stepSize * (0.8 + 0.4 * random.nextUniform());
    int steps = 5 + random.nextInt(10);
    double[] momentum = random.gaussian(1, n).array();
    double before = log(y);
    for (double p : momentum) {
      before -= 0.5 * p * p;
    }
    double[] at = y.clone();
    double[] gradient = gradient(at);
    for (int t = 0; t < steps; t++) {
      for (int k = 0; k < n; k++) {
        momentum[k] += 0.5 * step * gradient[k];
        at[k] += step * momentum[k];
      }
      gradient = gradient(at);
      for (int k = 0; k < n; k++) {
        momentum[k] += 0.5 * step * gradient[k];
      }
    }
    double after = log(at);
    for (double p : momentum) {
      after -= 0.5 * p * p;
    }
    double acceptance = Math.exp(Math.min(0, after - before));
    double u = random.nextUniform();
    if (!(acceptance > 0)) { // not a number: the trajectory left the range of doubles
      return 0;
    }
    if (u < acceptance) {
      System.arraycopy(at, 0, y, 0, n);
    }
    return acceptance;
  }

  private double log(double[] at) {
    double[] s = values(at);
    double log = 0;
    for (int i = 0; i < s.length; i++) {
      log += excess * Math.log(s[i]) - s[i] + at[i];
      double apart = 0;
      for (int j = i - 1; j >= 0; j--) {
        apart += Math.exp(at[j]); // s_j − s_i
        log += Math.log(apart) + Math.log(s[i] + s[j]);
      }
    }
    return log;
  }

  private double[] gradient(double[] at) {
    int n = at.length;
    double[] s = values(at);
    double[] gap = new double[n];
    double[] g = new double[n];
    for (int k = 0; k < n; k++) {
      gap[k] = Math.exp(at[k]);
      g[k] = excess / s[k] - 1;
    }
    for (int i = 0; i < n; i++) {
      double apart = 0;
      for (int j = i - 1; j >= 0; j--) {
        apart += gap[j];
        double together = 1 / (s[i] + s[j]);
        g[j] += 1 / apart + together;
        g[i] += together - 1 / apart;
      }
    }
    double sum = 0;
    double[] gradient = new double[n];
    for (int k = 0; k < n; k++) {
      sum += g[k];
      gradient[k] = gap[k] * sum + 1;
    }
    return gradient;
  }
}
