package org.eckart.recovery.groups.choice;

import java.util.Arrays;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.groups.GroupOffsets;
import org.eckart.recovery.groups.Groups;

/**
 * A completed matrix of rows with labels: levels plus L Rᵀ, with intervals from held-out entries.
 *
 * <p>Rows are positions in {@link #rowLabels()}, columns in {@link #columnLabels()}; −1 stands for
 * one that is not known. A row without entries is predicted from its labels.
 */
public final class GroupModel {
  private final Labels rowLabels;
  private final Labels columnLabels;
  private final Groups groups;
  private final int[][] groupsOfRows;
  private final GroupOffsets offsets;
  private final LowRankPart part;
  private final Conformal conformal;
  private final double scale;
  private final double lowest;
  private final double highest;
  private final int[] seenStart;
  private final int[] seenColumn;
  private final int[] columnCounts;

  GroupModel(
      Labels rowLabels,
      Labels columnLabels,
      Groups groups,
      GroupOffsets offsets,
      LowRankPart part,
      Conformal conformal,
      double scale,
      double[] ends,
      int[] seenStart,
      int[] seenColumn,
      int[] columnCounts) {
    this.rowLabels = rowLabels;
    this.columnLabels = columnLabels;
    this.groups = groups;
    this.groupsOfRows = groups.ofRows();
    this.offsets = offsets;
    this.part = part;
    this.conformal = conformal;
    this.scale = scale;
    this.lowest = ends[0];
    this.highest = ends[1];
    this.seenStart = seenStart;
    this.seenColumn = seenColumn;
    this.columnCounts = columnCounts;
  }

  static GroupModel of(
      GroupProblem problem,
      GroupOffsets offsets,
      LowRankPart part,
      Conformal conformal,
      double scale) {
    ObservedEntries entries = problem.entries();
    int[][] seen = seen(entries);
    return new GroupModel(
        entries.rowLabels(),
        entries.columnLabels(),
        problem.groups(),
        offsets,
        part,
        conformal,
        scale,
        ends(entries),
        seen[0],
        seen[1],
        entries.columnCounts());
  }

  static int[][] seen(ObservedEntries entries) {
    int[] start = new int[entries.rows() + 1];
    int[] counts = entries.rowCounts();
    for (int i = 0; i < counts.length; i++) {
      start[i + 1] = start[i] + counts[i];
    }
    int[] at = start.clone();
    int[] column = new int[entries.count()];
    for (int k = 0; k < column.length; k++) {
      column[at[entries.row(k)]++] = entries.column(k);
    }
    for (int i = 0; i < counts.length; i++) {
      Arrays.sort(column, start[i], start[i + 1]);
    }
    return new int[][] {start, column};
  }

  /** The ends of a scale of few steps, such as stars; of other values there are none. */
  private static double[] ends(ObservedEntries entries) {
    java.util.TreeSet<Double> steps = new java.util.TreeSet<>();
    for (double value : entries.valueArray()) {
      steps.add(value);
      if (steps.size() > 20) {
        return new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
      }
    }
    return new double[] {steps.first(), steps.last()};
  }

  public int rows() {
    return rowLabels.size();
  }

  public int columns() {
    return columnLabels.size();
  }

  /** The number of directions in L Rᵀ. */
  public int rank() {
    return part.width();
  }

  public Labels rowLabels() {
    return rowLabels;
  }

  public Labels columnLabels() {
    return columnLabels;
  }

  /** The labels that were used. */
  public Groups groups() {
    return groups;
  }

  public int rowCount(int row) {
    return seenStart[row + 1] - seenStart[row];
  }

  public int columnCount(int column) {
    return columnCounts[column];
  }

  /** Whether an entry was observed. */
  public boolean isSeen(int row, int column) {
    return Arrays.binarySearch(seenColumn, seenStart[row], seenStart[row + 1], column) >= 0;
  }

  /** L, n × w. */
  public Matrix leftFactor() {
    return part.left();
  }

  /** R, p × w. */
  public Matrix rightFactor() {
    return part.right();
  }

  public double predict(int row, int column) {
    double sum = offsets.at(row, column, row < 0 ? new int[0] : groupsOfRows[row]);
    if (row >= 0 && column >= 0) {
      sum += part.at(row, column);
    }
    return Math.clamp(sum, lowest, highest);
  }

  public boolean hasIntervals() {
    return conformal.exists();
  }

  /** Half of the interval that holds the value with probability {@code level}; NaN without. */
  public double halfWidth(int row, double level) {
    return conformal.halfWidth(row < 0 ? 0 : rowCount(row), level);
  }

  /**
   * Rows that the fit did not see, from their entries, their labels, or both.
   *
   * @param entries over any columns; those the model does not know are passed over
   * @param labels of these rows; families and labels that the model does not know are passed over
   */
  public GroupModel foldIn(ObservedEntries entries, Groups labels) {
    return new GroupFoldIn(this).rows(entries, labels);
  }

  /**
   * Columns that the fit did not see, from their entries; rows that the model does not know are
   * passed over. The folded model has these columns only.
   */
  public GroupModel foldInColumns(ObservedEntries entries) {
    return new GroupFoldIn(this).columns(entries);
  }

  /** For the folder that keeps it. */
  public org.eckart.core.store.NamedArrays save() {
    return GroupModelArrays.save(this);
  }

  /**
   * The model that {@link #save} kept.
   *
   * @throws org.eckart.core.InputException if arrays are missing or contradict each other
   */
  public static GroupModel load(
      org.eckart.core.store.NamedArrays from, Labels rowLabels, Labels columnLabels) {
    return GroupModelArrays.load(from, rowLabels, columnLabels);
  }

  GroupOffsets offsets() {
    return offsets;
  }

  LowRankPart part() {
    return part;
  }

  Conformal conformal() {
    return conformal;
  }

  double scale() {
    return scale;
  }

  double[] ends() {
    return new double[] {lowest, highest};
  }

  int[] seenStart() {
    return seenStart;
  }

  int[] seenColumn() {
    return seenColumn;
  }

  int[] columnCounts() {
    return columnCounts;
  }
}
