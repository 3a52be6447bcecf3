package org.eckart.recovery.groups.factor;

import static org.eckart.linalg.Check.check;

import org.eckart.recovery.groups.GroupPenalty;
import org.eckart.recovery.groups.ObservedCells;

/**
 * Cells and groups of rows with their thresholds, from which offsets have been taken out; and the
 * same divided by the size of the values, so that no scale over- or underflows.
 */
public final class GroupAlsProblem {
  private final ObservedCells cells;
  private final GroupPenalty penalty;
  private final ObservedCells standardCells;
  private final GroupPenalty standardPenalty;
  private final double scale;

  private GroupAlsProblem(
      ObservedCells cells,
      GroupPenalty penalty,
      ObservedCells standardCells,
      GroupPenalty standardPenalty,
      double scale) {
    this.cells = cells;
    this.penalty = penalty;
    this.standardCells = standardCells;
    this.standardPenalty = standardPenalty;
    this.scale = scale;
  }

  /**
   * @param cells P_Ω(Y)
   * @param penalty groups of its rows
   * @throws IllegalArgumentException if the two do not go together, nothing is observed, or
   *     thresholds and values are of wholly different size
   */
  public static GroupAlsProblem of(ObservedCells cells, GroupPenalty penalty) {
    check(
        cells.rows() == penalty.rows(),
        "The table has %d rows, but groups are given for %d",
        cells.rows(),
        penalty.rows());
    check(cells.count() > 0, "There is no observed entry, so nothing can be completed");
    double scale = cells.rootMeanSquare();
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (int g = 0; g < penalty.size(); g++) {
      smallest = Math.min(smallest, penalty.threshold(g));
      largest = Math.max(largest, penalty.threshold(g));
    }
    check(
        smallest / scale > 1e-290 && largest / scale < 1e290,
        "Thresholds from %s to %s are too far from values of the size %s; scale them with the"
            + " values",
        smallest,
        largest,
        scale);
    if (scale == 1) {
      return new GroupAlsProblem(cells, penalty, cells, penalty, 1);
    }
    double[] values = cells.byRow().value().clone();
    for (int e = 0; e < values.length; e++) {
      values[e] /= scale;
    }
    return new GroupAlsProblem(
        cells, penalty, cells.withValues(values), penalty.scaled(1 / scale), scale);
  }

  public ObservedCells cells() {
    return cells;
  }

  public GroupPenalty penalty() {
    return penalty;
  }

  ObservedCells standardCells() {
    return standardCells;
  }

  GroupPenalty standardPenalty() {
    return standardPenalty;
  }

  /** By which values and thresholds are divided. */
  double scale() {
    return scale;
  }
}
