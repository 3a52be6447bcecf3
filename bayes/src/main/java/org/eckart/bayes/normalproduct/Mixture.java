package org.eckart.bayes.normalproduct;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.eckart.bayes.variate.NormalTable;

/** An even mixture of normals: what draws say of an observation once its noise is added. */
final class Mixture {
  private static final int MOST_STEPS = 60;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

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

  /**
   * The p-quantile, within 1e-6 standard deviations: Newton's steps from the quantile of one normal
   * of the same mean and variance, kept in a bracket; three or four where draws are near that.
   */
  double quantile(double p) {
    double middle = mean();
    double spread = Math.sqrt(variance());
    if (!(spread > 0)) {
      return middle;
    }
    // a one-sided Chebyshev bound holds every quantile
    double left = middle - spread * Math.sqrt((1 - p) / p) - 1e-9 * spread;
    double right = middle + spread * Math.sqrt(p / (1 - p)) + 1e-9 * spread;
    double x = middle + spread * NORMAL.inverseCumulativeProbability(p);
    double[] inverse = new double[sd.length];
    for (int t = 0; t < inverse.length; t++) {
      inverse[t] = 1 / Math.max(sd[t], 1e-9 * spread);
    }
    for (int step = 0; step < MOST_STEPS; step++) {
      double below = 0;
      double slope = 0;
      for (int t = 0; t < mean.length; t++) {
        double z = (x - mean[t]) * inverse[t];
        below += NormalTable.cdf(z);
        slope += NormalTable.density(z) * inverse[t];
      }
      below = below / mean.length - p;
      slope /= mean.length;
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
