package org.eckart.recovery.groups.choice;

import org.eckart.core.observe.ObservedEntries;

/**
 * Whether one model is better than another on the same held-out entries.
 *
 * @param gain part of its mean squared error by which the second is below the first
 * @param standardError of the gain; entries of one row, or of one column, are not taken as
 *     independent: the larger of the two clustered errors
 */
public record Evidence(double gain, double standardError) {
  static final Evidence NONE = new Evidence(Double.NaN, Double.NaN);

  static Evidence of(ObservedEntries heldOut, double[] first, double[] second) {
    double scale = GroupCompletion.rms(first);
    if (scale == 0) {
      return new Evidence(0, 0);
    }
    double[] difference = new double[first.length];
    double sum = 0;
    for (int k = 0; k < difference.length; k++) {
      double one = first[k] / scale;
      double other = second[k] / scale;
      difference[k] = (one - other) * (one + other);
      sum += difference[k];
    }
    double mean = sum / difference.length;
    double error =
        Math.max(
            clustered(difference, mean, heldOut.rowArray(), heldOut.rows()),
            clustered(difference, mean, heldOut.columnArray(), heldOut.columns()));
    return new Evidence(mean, error);
  }

  private static double clustered(double[] difference, double mean, int[] of, int clusters) {
    double[] sums = new double[clusters];
    for (int k = 0; k < difference.length; k++) {
      sums[of[k]] += difference[k] - mean;
    }
    double squares = 0;
    for (double one : sums) {
      squares += one * one;
    }
    return Math.sqrt(squares) / difference.length;
  }

  /** Standard errors by which the second model is better; negative if it is worse. */
  public double score() {
    return standardError > 0 ? gain / standardError : gain > 0 ? Double.POSITIVE_INFINITY : 0;
  }
}
