package org.eckart.recovery.groups;

import org.eckart.linalg.Parallel;

/**
 * Levels μ + aᵢ + bⱼ + Σ_{g∋i} (e_g + d_gj), taken out before the low-rank fit: a row without any
 * entry is exactly 0 in X, so what its labels say of it can only be said here.
 *
 * <p>Ridge regression by backfitting: a level is the sum of what is left over its count plus so
 * many values of 0, {@value #ROW} for a row or column, {@value #GROUP} for a group and {@value
 * #GROUP_COLUMN} for a group in a column.
 *
 * @param mean μ
 * @param rows aᵢ
 * @param columns bⱼ
 * @param groups e_g of each group
 * @param groupColumns d_gj, G × p row by row
 */
public record GroupOffsets(
    double mean, double[] rows, double[] columns, double[] groups, double[] groupColumns) {
  public static final double ROW = 5;
  public static final double GROUP = 10;
  public static final double GROUP_COLUMN = 25;

  private static final int SWEEPS = 10;

  /** No levels at all, for values that are centred already. */
  public static GroupOffsets none(int rows, int columns, int groups) {
    return new GroupOffsets(
        0, new double[rows], new double[columns], new double[groups], new double[groups * columns]);
  }

  /**
   * @param cells values as they are
   * @param labels whose levels are fitted; may be empty
   */
  public static GroupOffsets of(ObservedCells cells, Groups labels) {
    int n = cells.rows();
    int p = cells.columns();
    int g = labels.all().size();
    ObservedCells.Side side = cells.byRow();
    Parallel parallel = cells.parallel();
    double[] left = side.value().clone();
    double[] a = new double[n];
    double[] b = new double[p];
    double[] e = new double[g];
    double[] d = new double[Math.multiplyExact(g, p)];
    double mean = 0;
    int[][] members = labels.all().stream().map(Groups.Group::members).toArray(int[][]::new);
    int[] columnCount = new int[p];
    for (int j = 0; j < p; j++) {
      columnCount[j] = cells.byColumn().count(j);
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double sum = 0;
      for (double value : left) {
        sum += value;
      }
      double step = sum / left.length;
      mean += step;
      double[] change = new double[p];
      for (int k = 0; k < left.length; k++) {
        left[k] -= step;
        change[side.other()[k]] += left[k];
      }
      for (int j = 0; j < p; j++) {
        change[j] = (change[j] - ROW * b[j]) / (ROW + columnCount[j]);
        b[j] += change[j];
      }
      side.forEachRange(
          parallel,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              double rest = 0;
              for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
                left[k] -= change[side.other()[k]];
                rest += left[k];
              }
              double own = (rest - ROW * a[i]) / (ROW + side.count(i));
              a[i] += own;
              for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
                left[k] -= own;
              }
            }
          });
      for (int h = 0; h < g; h++) {
        groupLevels(side, members[h], left, e, d, h, p);
      }
    }
    return new GroupOffsets(mean, a, b, e, d);
  }

  /** One group after another, since groups overlap. */
  private static void groupLevels(
      ObservedCells.Side side, int[] members, double[] left, double[] e, double[] d, int h, int p) {
    double[] sums = new double[p];
    int[] counts = new int[p];
    double sum = 0;
    int count = 0;
    for (int i : members) {
      for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
        sums[side.other()[k]] += left[k];
        counts[side.other()[k]]++;
        sum += left[k];
        count++;
      }
    }
    double level = (sum - GROUP * e[h]) / (GROUP + count);
    e[h] += level;
    for (int j = 0; j < p; j++) {
      sums[j] =
          (sums[j] - counts[j] * level - GROUP_COLUMN * d[h * p + j]) / (GROUP_COLUMN + counts[j]);
      d[h * p + j] += sums[j];
    }
    for (int i : members) {
      for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
        left[k] -= level + sums[side.other()[k]];
      }
    }
  }

  /**
   * The level of a cell; −1 stands for a row or column that is not known.
   *
   * @param groupsOfRow the groups among those fitted that the row is in
   */
  public double at(int row, int column, int[] groupsOfRow) {
    double sum = mean + (row < 0 ? 0 : rows[row]) + (column < 0 ? 0 : columns[column]);
    for (int g : groupsOfRow) {
      sum += groups[g] + (column < 0 ? 0 : groupColumns[g * columns.length + column]);
    }
    return sum;
  }

  /** Values minus levels, row by row. */
  public double[] subtracted(ObservedCells cells, int[][] groupsOfRows) {
    ObservedCells.Side side = cells.byRow();
    double[] rest = new double[cells.count()];
    side.forEachRange(
        cells.parallel(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            for (int k = side.start()[i]; k < side.start()[i + 1]; k++) {
              rest[k] = side.value()[k] - at(i, side.other()[k], groupsOfRows[i]);
            }
          }
        });
    return rest;
  }
}
