package org.eckart.recovery.groups;

import java.util.Arrays;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.SparseMatrix;

/**
 * The observed values of a table by row and by column, and the threads to work on them with: 28
 * bytes a cell.
 */
public final class ObservedCells {
  private final Side byRow;
  private final Side byColumn;
  private final int[] inRowOrder;
  private final Parallel parallel;

  private ObservedCells(Side byRow, Side byColumn, int[] inRowOrder, Parallel parallel) {
    this.byRow = byRow;
    this.byColumn = byColumn;
    this.inRowOrder = inRowOrder;
    this.parallel = parallel;
  }

  /**
   * Cells row by row, or column by column.
   *
   * @param start where each row begins, and the number of cells at the end
   * @param other column of each cell, rising within a row
   * @param value of each cell
   * @param block bounds of blocks of rows with about equal work, cut by size
   */
  public record Side(int[] start, int[] other, double[] value, int[] block) {
    private static final int BLOCK = 4096; // cells, with 16 more for each row's own work

    static Side of(int[] start, int[] other, double[] value) {
      return new Side(start, other, value, blocks(start, null));
    }

    public int rows() {
      return start.length - 1;
    }

    public int count(int row) {
      return start[row + 1] - start[row];
    }

    /** Bounds of blocks of about equal work when rows are taken in this order. */
    public static int[] blocks(int[] start, int @org.jspecify.annotations.Nullable [] order) {
      int rows = start.length - 1;
      int[] bound = new int[rows + 1];
      int blocks = 0;
      long work = 0;
      for (int k = 0; k < rows; k++) {
        int i = order == null ? k : order[k];
        work += start[i + 1] - start[i] + 16;
        if (work >= BLOCK || k == rows - 1) {
          bound[++blocks] = k + 1;
          work = 0;
        }
      }
      return Arrays.copyOf(bound, blocks + 1);
    }

    /** Runs the body for ranges of rows that cover all. */
    public void forEachRange(Parallel parallel, Range body) {
      parallel.forEachBlock(block.length - 1, b -> body.run(block[b], block[b + 1]));
    }

    /** The sum of the body over ranges that cover all; the same for any number of threads. */
    public double sum(Parallel parallel, RangeSum body) {
      return parallel.sum(block.length - 1, b -> body.of(block[b], block[b + 1]));
    }
  }

  /** Rows {@code from} up to but not including {@code to}. */
  public interface Range {
    void run(int from, int to);
  }

  /** A sum over rows {@code from} up to but not including {@code to}. */
  public interface RangeSum {
    double of(int from, int to);
  }

  /** The cells of these entries, values as they are. */
  public static ObservedCells of(ObservedEntries entries, Parallel parallel) {
    int m = entries.rows();
    int n = entries.columns();
    int count = entries.count();
    int[] columnStart = starts(entries.columnArray(), n);
    int[] byColumnOrder = new int[count];
    int[] next = columnStart.clone();
    for (int k = 0; k < count; k++) {
      byColumnOrder[next[entries.column(k)]++] = k;
    }
    int[] rowStart = starts(entries.rowArray(), m);
    next = rowStart.clone();
    int[] column = new int[count];
    double[] value = new double[count];
    for (int k : byColumnOrder) {
      int to = next[entries.row(k)]++;
      column[to] = entries.column(k);
      value[to] = entries.value(k);
    }
    return of(rowStart, column, value, columnStart, parallel);
  }

  private static ObservedCells of(
      int[] rowStart, int[] column, double[] value, int[] columnStart, Parallel parallel) {
    int count = value.length;
    int[] row = new int[count];
    int[] inRowOrder = new int[count];
    int[] next = columnStart.clone();
    for (int i = 0; i < rowStart.length - 1; i++) {
      for (int e = rowStart[i]; e < rowStart[i + 1]; e++) {
        int to = next[column[e]]++;
        row[to] = i;
        inRowOrder[to] = e;
      }
    }
    ObservedCells cells =
        new ObservedCells(
            Side.of(rowStart, column, value),
            Side.of(columnStart, row, new double[count]),
            inRowOrder,
            parallel);
    cells.gather(value, cells.byColumn.value);
    return cells;
  }

  private static int[] starts(int[] of, int size) {
    int[] start = new int[size + 1];
    for (int i : of) {
      start[i + 1]++;
    }
    for (int i = 0; i < size; i++) {
      start[i + 1] += start[i];
    }
    return start;
  }

  private void gather(double[] rowwise, double[] columnwise) {
    byColumn.forEachRange(
        parallel,
        (from, to) -> {
          for (int e = byColumn.start[from]; e < byColumn.start[to]; e++) {
            columnwise[e] = rowwise[inRowOrder[e]];
          }
        });
  }

  /** The same places with other values, given row by row; the array is shared. */
  public ObservedCells withValues(double[] rowwise) {
    double[] columnwise = new double[rowwise.length];
    gather(rowwise, columnwise);
    return new ObservedCells(
        new Side(byRow.start, byRow.other, rowwise, byRow.block),
        new Side(byColumn.start, byColumn.other, columnwise, byColumn.block),
        inRowOrder,
        parallel);
  }

  public int rows() {
    return byRow.rows();
  }

  public int columns() {
    return byColumn.rows();
  }

  /** |Ω|. */
  public int count() {
    return byRow.value.length;
  }

  public Side byRow() {
    return byRow;
  }

  public Side byColumn() {
    return byColumn;
  }

  public Parallel parallel() {
    return parallel;
  }

  /** A sparse matrix of these places with other values, given row by row. */
  public SparseMatrix sparse(double[] rowwise) {
    return SparseMatrix.wrap(rows(), columns(), byRow.start, byRow.other, rowwise)
        .withThreads(parallel);
  }

  /** √(mean square) of the values; 1 where all are 0. */
  public double rootMeanSquare() {
    double largest = 0;
    for (double v : byRow.value) {
      largest = Math.max(largest, Math.abs(v));
    }
    if (largest == 0) {
      return 1;
    }
    double sum = 0;
    for (double v : byRow.value) {
      sum += (v / largest) * (v / largest);
    }
    return largest * Math.sqrt(sum / count());
  }
}
