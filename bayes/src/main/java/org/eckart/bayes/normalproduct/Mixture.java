package org.eckart.bayes.normalproduct;

import org.eckart.bayes.variate.NormalTable;

/** An even mixture of normals: what draws say of an observation once its noise is added. */
final class Mixture {
  private static final int MOST_STEPS = 60;

  private final double[] mean;
  private final double[] sd;

  /**
   * @param mean of each draw
   * @param sd of each draw, 0 or more
   */
  Mixture(double[] mean, double[] sd) {
    this.mean = mean;
    this.sd = sd;
  }

  double mean() {
    double sum = 0;
    for (double m : mean) {
      sum += m;
    }
    return sum / mean.length;
  }

  double variance() {
    double middle = mean();
    double sum = 0;
    for (int t = 0; t < mean.length; t++) {
      sum += (mean[t] - middle) * (mean[t] - middle) + sd[t] * sd[t];
    }
    return sum / mean.length;
  }

  /** The p-quantile, within 1e-6 standard deviations: Newton's steps, kept in a bracket. */
  double quantile(double p) {
    double middle = mean();
    double spread = Math.sqrt(variance());
    if (!(spread > 0)) {
      return middle;
    }
    // a one-sided Chebyshev bound holds every quantile
    double left = middle - spread * Math.sqrt((1 - p) / p) - 1e-9 * spread;
    double right = middle + spread * Math.sqrt(p / (1 - p)) + 1e-9 * spread;
    double x = middle;
    for (int step = 0; step < MOST_STEPS; step++) {
      double below = -p;
      double slope = 0;
      for (int t = 0; t < mean.length; t++) {
        double width = Math.max(sd[t], 1e-9 * spread);
        double z = (x - mean[t]) / width;
        below += NormalTable.cdf(z) / mean.length;
        slope += NormalTable.density(z) / (width * mean.length);
      }
      if (below < 0) {
        left = x;
      } else {
        right = x;
      }
      double to = x - below / slope;
      if (!(to > left && to < right)) {
        to = (left + right) / 2;
      }
      if (Math.abs(to - x) < 1e-6 * spread) {
        return to;
      }
      x = to;
    }
    return x;
  }
}
