package org.eckart.recovery.groups;

/**
 * Levels μ + aᵢ + bⱼ + Σ_{g∋i} (e_g + d_gj), taken out before the low-rank fit: a row without any
 * entry is exactly 0 in X, so what its labels say of it can only be said here.
 *
 * <p>Ridge regression by backfitting: a level is the sum of what is left over its count plus κ.
 * Each kind of level, and of each family, has its κ, the variance within over the variance of the
 * levels, by analysis of variance (the moments of Henderson's methods: 1 for rows and columns, 3
 * within columns and over rows for groups, {@link Spread}): where rows do not differ in level, κ is
 * large and their levels vanish.
 *
 * @param mean μ
 * @param rows aᵢ
 * @param columns bⱼ
 * @param groups e_g of each group
 * @param groupColumns d_gj, G × p row by row
 * @param rowShrinkage κ of the rows
 * @param columnShrinkage κ of the columns
 */
public record GroupOffsets(
    double mean,
    double[] rows,
    double[] columns,
    double[] groups,
    double[] groupColumns,
    double rowShrinkage,
    double columnShrinkage) {
  /** κ where one entry a level leaves the variances undetermined. */
  static final double UNDETERMINED = 5;

  static final double LARGEST = 1e9;
  private static final int SWEEPS = 10;

  /** No levels at all, for values that are centred already. */
  public static GroupOffsets none(int rows, int columns, int groups) {
    return new GroupOffsets(
        0,
        new double[rows],
        new double[columns],
        new double[groups],
        new double[groups * columns],
        LARGEST,
        LARGEST);
  }

  /**
   * @param cells values as they are
   * @param labels whose levels are fitted; may be empty
   */
  public static GroupOffsets of(ObservedCells cells, Groups labels) {
    return new LevelFit(cells, labels).fitted(SWEEPS);
  }

  /**
   * κ from sums: of a level's entries, given their counts, and of all squares.
   *
   * @param between Σ n r̄² over levels
   * @param levels with an entry
   */
  static double shrinkage(double squares, double between, long entries, int levels) {
    if (entries <= levels) {
      return UNDETERMINED;
    }
    double within = Math.max(0, squares - between) / (entries - levels);
    double variance = (between - levels * within) / entries;
    return within == 0 ? 0 : variance <= within / LARGEST ? LARGEST : within / variance;
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
