package org.eckart.bayes.normalproduct;

import java.util.Arrays;
import org.eckart.bayes.variate.GammaVariate;
import org.eckart.linalg.RandomStream;

/**
 * What is held of the noise beforehand: τ is Gamma, as after so many entries with this mean square.
 *
 * @param entries that the prior counts as, above 0
 * @param variance their mean square, in standardised units
 * @param least added to the squared residuals of each row that has a level of its own, or the level
 *     of a row without any residual would be without bounds
 * @param rounding the same for each of its entries: whole stars often fit a row to the last digit,
 *     which says nothing of noise below their own steps
 */
record NoisePrior(double entries, double variance, double least, double rounding) {
  /** Data with more different values are taken as not rounded. */
  private static final int MOST_VALUES = 1000;

  /** Rounding to steps of δ has the variance δ²/12; half the standard deviation is allowed for. */
  private static final double PART = 1.0 / 48;

  /**
   * One entry, with a residual of 1e-5 of the data's spread: says nothing, but keeps τ finite.
   *
   * @param values standardised
   */
  static NoisePrior of(double[] values) {
    double step = step(values);
    return new NoisePrior(1, 1e-10, 1e-10, PART * step * step);
  }

  /** The least difference of two values; 0 if they are many, or all the same. */
  private static double step(double[] values) {
    double[] different = new double[MOST_VALUES];
    int count = 0;
    for (double value : values) {
      int place = Arrays.binarySearch(different, 0, count, value);
      if (place < 0) {
        if (count == MOST_VALUES) {
          return 0;
        }
        int at = -place - 1;
        System.arraycopy(different, at, different, at + 1, count++ - at);
        different[at] = value;
      }
    }
    double step = Double.POSITIVE_INFINITY;
    for (int k = 1; k < count; k++) {
      step = Math.min(step, different[k] - different[k - 1]);
    }
    return count > 1 ? step : 0;
  }

  /** Draws τ given squared residuals, weighted, of so many entries. */
  double precision(double count, double squares, RandomStream random) {
    return GammaVariate.gamma((count + entries) / 2, (squares + entries * variance) / 2, random);
  }

  /** Log density of log τ, but for a constant. */
  double logDensity(double logTau) {
    return entries / 2 * (logTau - variance * Math.exp(logTau));
  }
}
