package org.eckart.bayes.normalproduct;

import java.util.Arrays;
import org.eckart.core.InputException;

/**
 * How values are standardised, and the range that predictions keep to.
 *
 * @param centre taken off; 0 without offsets
 * @param scale divided by
 * @param lowest value predicted; the least seen, where values are a scale of a few steps
 * @param highest likewise
 */
record Standard(double centre, double scale, double lowest, double highest) {
  /** A scale of values has at most this many steps; half stars have 10. */
  private static final int MOST_STEPS = 32;

  /** Values as they are. */
  static Standard none() {
    return new Standard(0, 1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** By the root mean square, about the mean where there are offsets. */
  static Standard of(double[] value, boolean offsets) {
    double most = 0;
    for (double v : value) {
      most = Math.max(most, Math.abs(v));
    }
    double size = most > 0 ? most : 1; // sums are of values divided by it: no scale overflows
    double sum = 0;
    for (double v : value) {
      sum += v / size;
    }
    double mean = offsets ? sum / value.length : 0;
    double square = 0;
    for (double v : value) {
      double apart = v / size - mean;
      square += apart * apart;
    }
    double spread = Math.sqrt(square / value.length);
    double[] distinct = distinct(value);
    boolean steps =
        distinct.length > 1
            && distinct.length <= MOST_STEPS
            && value.length >= 20 * distinct.length;
    return new Standard(
        mean * size,
        spread > 1e-12 ? spread * size : size,
        steps ? distinct[0] : Double.NEGATIVE_INFINITY,
        steps ? distinct[distinct.length - 1] : Double.POSITIVE_INFINITY);
  }

  /** Levels of an ordinal output, by their number. */
  static Standard ofLevels(double[] levels) {
    int most = ProductProblem.MOST_LEVELS;
    if (levels.length < 2 || levels.length > most) {
      throw InputException.of(
          "levels",
          "",
          "Ordinal output needs 2 to %d different values, and there are %s; take gaussian",
          most,
          levels.length > most ? "more" : levels.length);
    }
    return new Standard(0, 1, levels[0], levels[levels.length - 1]);
  }

  /** The different values in order, or one more than an ordinal output may have. */
  static double[] distinct(double[] value) {
    int most = ProductProblem.MOST_LEVELS;
    double[] seen = new double[most + 1];
    int count = 0;
    for (int k = 0; k < value.length && count <= most; k++) {
      int at = Arrays.binarySearch(seen, 0, count, value[k]);
      if (at < 0) {
        at = -at - 1;
        System.arraycopy(seen, at, seen, at + 1, count - at);
        seen[at] = value[k];
        count++;
      }
    }
    return Arrays.copyOf(seen, count);
  }

  double standardised(double value) {
    return (value - centre) / scale;
  }

  /** The value in the data's units, within the range. */
  double restored(double standardised) {
    return Math.clamp(centre + scale * standardised, lowest, highest);
  }
}
