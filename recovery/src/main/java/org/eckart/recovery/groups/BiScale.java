package org.eckart.recovery.groups;

import java.util.Arrays;

/**
 * Centres and scales rows and columns of what is observed: S_ij = (Y_ij − α_i − β_j)/(t_i s_j) with
 * means 0 and mean squares 1 in every row and column, or any of the four (Hastie et al. 2015,
 * section 7). Only α_i + β_j and t_i s_j are determined.
 *
 * <p>Gauss–Seidel; convergence is not guaranteed, and {@code criterion} tells. Rows and columns
 * with fewer than two entries keep the scale 1, and no scale falls below a thousandth of the median
 * one.
 *
 * @param rowLevels α
 * @param columnLevels β
 * @param rowScales t
 * @param columnScales s
 * @param sweeps done
 * @param criterion sum of squared changes in the last sweep, of scales in logarithms
 */
public record BiScale(
    double[] rowLevels,
    double[] columnLevels,
    double[] rowScales,
    double[] columnScales,
    int sweeps,
    double criterion) {
  public static final double SETTLED = 1e-9;
  public static final int MAX_SWEEPS = 20;

  private static final double SMALLEST = 1e-3; // of the median scale

  /**
   * @param scale whether rows and columns are scaled too, not only centred
   * @param settled criterion that ends it
   * @param maxSweeps at the latest
   */
  public static BiScale of(ObservedCells cells, boolean scale, double settled, int maxSweeps) {
    int n = cells.rows();
    int p = cells.columns();
    double[] a = new double[n];
    double[] b = new double[p];
    double[] t = ones(n);
    double[] s = ones(p);
    double criterion = Double.POSITIVE_INFINITY;
    int sweep = 0;
    while (sweep < maxSweeps && criterion >= settled) {
      sweep++;
      criterion = levels(cells.byColumn(), a, t, b);
      criterion += levels(cells.byRow(), b, s, a);
      if (scale) {
        criterion += scales(cells.byColumn(), a, t, b, s);
        criterion += scales(cells.byRow(), b, s, a, t);
      }
    }
    return new BiScale(a, b, t, s, sweep, criterion);
  }

  private static double[] ones(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** β_j ← Σ (Y − α_i)/t_i ÷ Σ 1/t_i; the summed squares of changes. */
  private static double levels(
      ObservedCells.Side side, double[] others, double[] scales, double[] levels) {
    double change = 0;
    for (int j = 0; j < levels.length; j++) {
      double sum = 0;
      double weight = 0;
      for (int e = side.start()[j]; e < side.start()[j + 1]; e++) {
        int i = side.other()[e];
        sum += (side.value()[e] - others[i]) / scales[i];
        weight += 1 / scales[i];
      }
      if (weight > 0) {
        double level = sum / weight;
        change += (level - levels[j]) * (level - levels[j]);
        levels[j] = level;
      }
    }
    return change;
  }

  /** s_j ← √mean ((Y − α_i − β_j)/t_i)². */
  private static double scales(
      ObservedCells.Side side,
      double[] others,
      double[] otherScales,
      double[] levels,
      double[] scales) {
    double[] next = ones(scales.length);
    for (int j = 0; j < scales.length; j++) {
      double sum = 0;
      for (int e = side.start()[j]; e < side.start()[j + 1]; e++) {
        int i = side.other()[e];
        double rest = (side.value()[e] - others[i] - levels[j]) / otherScales[i];
        sum += rest * rest;
      }
      if (side.count(j) >= 2) {
        next[j] = Math.sqrt(sum / side.count(j));
      }
    }
    double[] sorted = next.clone();
    Arrays.sort(sorted);
    double least = SMALLEST * Math.max(sorted[sorted.length / 2], Double.MIN_NORMAL);
    double change = 0;
    for (int j = 0; j < scales.length; j++) {
      double scale = Math.max(next[j], least);
      change += Math.pow(Math.log(scale / scales[j]), 2);
      scales[j] = scale;
    }
    return change;
  }

  /** S, row by row. */
  public double[] applied(ObservedCells cells) {
    ObservedCells.Side side = cells.byRow();
    double[] scaled = new double[cells.count()];
    for (int i = 0; i < cells.rows(); i++) {
      for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
        int j = side.other()[e];
        scaled[e] =
            (side.value()[e] - rowLevels[i] - columnLevels[j]) / (rowScales[i] * columnScales[j]);
      }
    }
    return scaled;
  }
}
