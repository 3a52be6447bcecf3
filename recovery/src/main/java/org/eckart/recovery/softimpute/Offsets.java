package org.eckart.recovery.softimpute;

import org.eckart.linalg.Parallel;

/**
 * Levels μ + aᵢ + bⱼ: the least squares fit to observed values under κ(Σ aᵢ² + Σ bⱼ²), by turns.
 *
 * <p>A row's level is the sum of what is left in it over its count + κ: κ = {@value #PSEUDO_COUNT}
 * observations of 0 are added to each row and column, so that one that was seen once does not
 * swallow its value. A row or column without observations has level 0.
 */
record Offsets(double mean, double[] rows, double[] columns) {
  static final double PSEUDO_COUNT = 5;

  /** By turns, so often at most; 20 leave less than 1e-6 of the spread on ratings. */
  private static final int SWEEPS = 20;

  private static final double SETTLED = 1e-10; // of the values, whose spread is about 1

  static Offsets none(int rows, int columns) {
    return new Offsets(0, new double[rows], new double[columns]);
  }

  static Offsets of(Side byRow, Side byColumn, Parallel parallel) {
    int count = byRow.value().length;
    double sum =
        byRow.sum(
            parallel,
            (from, to) -> {
              double part = 0;
              for (int e = byRow.start()[from]; e < byRow.start()[to]; e++) {
                part += byRow.value()[e];
              }
              return part;
            });
    double mean = sum / count;
    double[] a = new double[byRow.rows()];
    double[] b = new double[byColumn.rows()];
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double change = levels(byRow, mean, b, a, parallel);
      change = Math.max(change, levels(byColumn, mean, a, b, parallel));
      if (change <= SETTLED) {
        break;
      }
    }
    return new Offsets(mean, a, b);
  }

  /** Sets the levels of one side, given the other's; the largest change. */
  private static double levels(
      Side side, double mean, double[] others, double[] levels, Parallel parallel) {
    double[] change = new double[side.rows()];
    side.forEachRange(
        parallel,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            double sum = 0;
            for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
              sum += side.value()[e] - mean - others[side.other()[e]];
            }
            double level = sum / (PSEUDO_COUNT + side.count(i));
            change[i] = Math.abs(level - levels[i]);
            levels[i] = level;
          }
        });
    double largest = 0;
    for (double one : change) {
      largest = Math.max(largest, one);
    }
    return largest;
  }

  double at(int row, int column) {
    return mean + rows[row] + columns[column];
  }
}
