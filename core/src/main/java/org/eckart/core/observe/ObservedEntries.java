package org.eckart.core.observe;

import static org.eckart.linalg.Check.check;

import org.jspecify.annotations.Nullable;

/**
 * Some entries of an unknown m × n matrix: what completion starts from. Entry k says that the value
 * at row {@code row[k]} and column {@code column[k]} was seen to be {@code value[k]}.
 *
 * <p>Three parallel arrays, 16 bytes an entry, never changed after construction. Pairs are
 * distinct: whoever reads the data settles duplicates first.
 */
public final class ObservedEntries {
  private final Labels rowLabels;
  private final Labels columnLabels;
  private final int[] row;
  private final int[] column;
  private final double[] value;
  private final double @Nullable [] time;

  private ObservedEntries(
      Labels rowLabels,
      Labels columnLabels,
      int[] row,
      int[] column,
      double[] value,
      double @Nullable [] time) {
    this.rowLabels = rowLabels;
    this.columnLabels = columnLabels;
    this.row = row;
    this.column = column;
    this.value = value;
    this.time = time;
  }

  /**
   * Entries with labelled rows and columns; the arrays are shared, not copied.
   *
   * @param row of each entry, 0 to m − 1
   * @param column of each entry, 0 to n − 1
   * @param value of each entry, finite
   * @throws IllegalArgumentException if lengths differ, a position has no label or a value is not
   *     finite
   */
  public static ObservedEntries of(
      Labels rowLabels, Labels columnLabels, int[] row, int[] column, double[] value) {
    return of(rowLabels, columnLabels, row, column, value, null);
  }

  /** As above, with the time of each entry (any unit that grows), for hold-outs by time. */
  public static ObservedEntries of(
      Labels rowLabels,
      Labels columnLabels,
      int[] row,
      int[] column,
      double[] value,
      double @Nullable [] time) {
    check(
        row.length == column.length && row.length == value.length,
        "%d rows, %d columns and %d values do not make entries",
        row.length,
        column.length,
        value.length);
    check(
        time == null || time.length == value.length,
        "%d values cannot have %d times",
        value.length,
        time == null ? 0 : time.length);
    for (int k = 0; k < row.length; k++) {
      if (row[k] < 0 || row[k] >= rowLabels.size()) {
        check(false, "Entry %d is in row %d of %d", k, row[k], rowLabels.size());
      }
      if (column[k] < 0 || column[k] >= columnLabels.size()) {
        check(false, "Entry %d is in column %d of %d", k, column[k], columnLabels.size());
      }
      if (!Double.isFinite(value[k])) {
        check(
            false,
            "The entry at row '%s', column '%s' is %s; values must be finite numbers",
            rowLabels.get(row[k]),
            columnLabels.get(column[k]),
            value[k]);
      }
    }
    return new ObservedEntries(rowLabels, columnLabels, row, column, value, time);
  }

  /** m. */
  public int rows() {
    return rowLabels.size();
  }

  /** n. */
  public int columns() {
    return columnLabels.size();
  }

  /** |Ω|, the number of observed entries. */
  public int count() {
    return value.length;
  }

  public Labels rowLabels() {
    return rowLabels;
  }

  public Labels columnLabels() {
    return columnLabels;
  }

  /** Row of entry k. */
  public int row(int k) {
    return row[k];
  }

  /** Column of entry k. */
  public int column(int k) {
    return column[k];
  }

  /** Value of entry k. */
  public double value(int k) {
    return value[k];
  }

  /** The rows of all entries: the storage itself, for kernels; not to be changed. */
  public int[] rowArray() {
    return row;
  }

  /** The columns of all entries: the storage itself, for kernels; not to be changed. */
  public int[] columnArray() {
    return column;
  }

  /** The values of all entries: the storage itself, for kernels; not to be changed. */
  public double[] valueArray() {
    return value;
  }

  public boolean hasTime() {
    return time != null;
  }

  /** Time of entry k; only where {@link #hasTime()}. */
  public double time(int k) {
    if (time == null) {
      throw new IllegalStateException("These entries carry no time");
    }
    return time[k];
  }

  /** The entries at these positions, in this order, over the same rows and columns. */
  public ObservedEntries select(int[] chosen) {
    int[] r = new int[chosen.length];
    int[] c = new int[chosen.length];
    double[] v = new double[chosen.length];
    double[] t = time == null ? null : new double[chosen.length];
    for (int k = 0; k < chosen.length; k++) {
      r[k] = row[chosen[k]];
      c[k] = column[chosen[k]];
      v[k] = value[chosen[k]];
      if (t != null && time != null) {
        t[k] = time[chosen[k]];
      }
    }
    return new ObservedEntries(rowLabels, columnLabels, r, c, v, t);
  }

  /** The transposed matrix's entries. */
  public ObservedEntries transposed() {
    return new ObservedEntries(columnLabels, rowLabels, column, row, value, time);
  }

  /** The mean of the observed values; 0 if there are none. */
  public double mean() {
    double sum = 0;
    for (double v : value) {
      sum += v;
    }
    return value.length == 0 ? 0 : sum / value.length;
  }

  /** The number of entries in each row. */
  public int[] rowCounts() {
    int[] counts = new int[rows()];
    for (int i : row) {
      counts[i]++;
    }
    return counts;
  }

  /** The number of entries in each column. */
  public int[] columnCounts() {
    return transposed().rowCounts();
  }

  @Override
  public String toString() {
    return "ObservedEntries[" + count() + " of " + rows() + " × " + columns() + "]";
  }
}
