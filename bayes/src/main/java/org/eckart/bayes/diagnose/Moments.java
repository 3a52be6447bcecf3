package org.eckart.bayes.diagnose;

/** Means and variances of chains; sums are about a first value, so that an offset costs nothing. */
final class Moments {
  private Moments() {}

  static double mean(double[] values) {
    double origin = values[0];
    double sum = 0;
    for (double x : values) {
      sum += x - origin;
    }
    return origin + sum / values.length;
  }

  /** With T − 1 in the denominator. */
  static double variance(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double x : values) {
      sum += (x - mean) * (x - mean);
    }
    return sum / (values.length - 1);
  }
}
