package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sparse m × n matrix of doubles: compressed rows, columns in rising order within a row.
 *
 * <p>Row i holds entries {@code starts[i]} to {@code starts[i + 1] − 1} of {@link #indices()} and
 * {@link #values()}. Stored zeros stay stored. At most 2³¹ − 9 entries.
 *
 * <p>A product costs one pass over the entries, for a block of vectors little more than for one.
 * The first product with Aᵀ makes and keeps {@link #transpose()}, so that both directions read in
 * order and can be shared out: memory is 12 bytes an entry, and 24 from then on. {@link
 * #withThreads} lets a team share the products; the bits do not depend on its size, since each sum
 * runs over one row in column order.
 */
public final class SparseMatrix implements LinearOperator {
  /** Multiply-adds below which a block of work is not worth handing to another thread. */
  private static final int BLOCK_WORK = 1 << 17;

  private final int rows;
  private final int columns;
  private final int[] starts;
  private final int[] indices;
  private final double[] values;
  private final @Nullable Parallel parallel;
  private volatile @Nullable SparseMatrix transpose;

  private SparseMatrix(
      int rows,
      int columns,
      int[] starts,
      int[] indices,
      double[] values,
      @Nullable Parallel parallel) {
    this.rows = rows;
    this.columns = columns;
    this.starts = starts;
    this.indices = indices;
    this.values = values;
    this.parallel = parallel;
  }

  /**
   * The matrix with {@code value[e]} at ({@code row[e]}, {@code column[e]}), in any order. Values
   * given for the same place are added, in the order in which they come. Arrays are copied.
   *
   * <p>Two counting sorts: O(entries + m + n) time, 24 bytes an entry at the peak beside the input.
   */
  public static SparseMatrix ofCoordinates(
      int rows, int columns, int[] row, int[] column, double[] value) {
    checkShape(rows, columns);
    int entries = value.length;
    check(
        row.length == entries && column.length == entries,
        "%d values came with %d row and %d column indices; there must be one of each",
        entries,
        row.length,
        column.length);
    checkEntries(entries);
    int[] columnStarts = new int[columns + 1];
    int[] rowStarts = new int[rows + 1];
    for (int e = 0; e < entries; e++) {
      check(
          row[e] >= 0 && row[e] < rows && column[e] >= 0 && column[e] < columns,
          "Entry %d is at (%d, %d), outside a %d × %d matrix; indices begin at 0",
          e,
          row[e],
          column[e],
          rows,
          columns);
      rowStarts[row[e] + 1]++;
      columnStarts[column[e] + 1]++;
    }
    accumulate(rowStarts);
    accumulate(columnStarts);
    int[] byColumn = new int[entries]; // entries in the order of columns, ties as they came
    for (int e = 0; e < entries; e++) {
      byColumn[columnStarts[column[e]]++] = e;
    }
    int[] indices = new int[entries];
    double[] values = new double[entries];
    int[] next = rowStarts.clone();
    for (int e : byColumn) {
      int to = next[row[e]]++;
      indices[to] = column[e];
      values[to] = value[e];
    }
    return summed(rows, columns, rowStarts, indices, values);
  }

  /**
   * A matrix over these compressed rows; the arrays are shared, not copied.
   *
   * @param starts m + 1 numbers, from 0 to the number of entries, never falling
   * @param indices the column of each entry, rising within a row
   */
  public static SparseMatrix wrap(
      int rows, int columns, int[] starts, int[] indices, double[] values) {
    checkShape(rows, columns);
    check(
        starts.length == rows + 1L && indices.length == values.length,
        "%d row starts, %d column indices and %d values do not describe %d compressed rows",
        starts.length,
        indices.length,
        values.length,
        rows);
    check(
        starts[0] == 0 && starts[rows] == values.length,
        "Row starts run from %d to %d; they must run from 0 to the number of values, %d",
        starts[0],
        starts[rows],
        values.length);
    for (int i = 0; i < rows; i++) {
      check(
          starts[i] <= starts[i + 1] && starts[i + 1] <= values.length,
          "Row %d begins at entry %d and ends at %d of %d; row starts must never fall",
          i,
          starts[i],
          starts[i + 1],
          values.length);
      int last = -1;
      for (int e = starts[i]; e < starts[i + 1]; e++) {
        check(
            indices[e] > last && indices[e] < columns,
            "Row %d has column %d after column %d; columns must rise and stay below %d",
            i,
            indices[e],
            last,
            columns);
        last = indices[e];
      }
    }
    return new SparseMatrix(rows, columns, starts, indices, values, null);
  }

  /** The entries of a dense matrix that are not zero. */
  public static SparseMatrix of(Matrix dense) {
    double[] a = dense.array();
    int entries = 0;
    for (double x : a) {
      entries += x != 0 ? 1 : 0;
    }
    int[] starts = new int[dense.rows() + 1];
    int[] indices = new int[entries];
    double[] values = new double[entries];
    int e = 0;
    for (int i = 0; i < dense.rows(); i++) {
      for (int j = 0; j < dense.columns(); j++) {
        double x = a[i * dense.columns() + j];
        if (x != 0) {
          indices[e] = j;
          values[e++] = x;
        }
      }
      starts[i + 1] = e;
    }
    checkShape(dense.rows(), dense.columns());
    return new SparseMatrix(dense.rows(), dense.columns(), starts, indices, values, null);
  }

  /**
   * Refuses a number of entries that one array cannot hold; call it before making coordinate
   * arrays.
   */
  public static void checkEntries(long entries) {
    check(
        entries >= 0 && entries <= Integer.MAX_VALUE - 8,
        "A sparse matrix of %d entries was asked for; one holds at most 2147483639: cut it into row"
            + " blocks",
        entries);
  }

  private static void checkShape(int rows, int columns) {
    check(
        rows >= 1
            && columns >= 1
            && rows < Integer.MAX_VALUE - 8
            && columns < Integer.MAX_VALUE - 8,
        "A sparse matrix cannot be %d × %d; it has 1 to 2147483638 rows and columns",
        rows,
        columns);
  }

  /** Turns counts at i + 1 into starts at i. */
  private static void accumulate(int[] starts) {
    for (int i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
  }

  /** Adds up neighbours of the same row and column, in place. */
  private static SparseMatrix summed(
      int rows, int columns, int[] starts, int[] indices, double[] values) {
    int to = 0;
    int from = 0;
    for (int i = 0; i < rows; i++) {
      int rowStart = to;
      for (int end = starts[i + 1]; from < end; from++) {
        if (to > rowStart && indices[to - 1] == indices[from]) {
          values[to - 1] += values[from];
        } else {
          indices[to] = indices[from];
          values[to++] = values[from];
        }
      }
      starts[i + 1] = to;
    }
    boolean shorter = to < values.length;
    return new SparseMatrix(
        rows,
        columns,
        starts,
        shorter ? Arrays.copyOf(indices, to) : indices,
        shorter ? Arrays.copyOf(values, to) : values,
        null);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  /** The number of stored entries. */
  public int entries() {
    return values.length;
  }

  /** Where each row begins, and the number of entries as the last of m + 1: the storage itself. */
  public int[] starts() {
    return starts;
  }

  /** The column of each entry, row by row: the storage itself, for kernels. */
  public int[] indices() {
    return indices;
  }

  /** The value of each entry, row by row: the storage itself, for kernels. */
  public double[] values() {
    return values;
  }

  /** The entry at (row, column), 0 where none is stored; a binary search in the row. */
  public double get(int row, int column) {
    check(
        row >= 0 && row < rows && column >= 0 && column < columns,
        "(%d, %d) is outside a %d × %d matrix; indices begin at 0",
        row,
        column,
        rows,
        columns);
    int e = Arrays.binarySearch(indices, starts[row], starts[row + 1], column);
    return e >= 0 ? values[e] : 0;
  }

  /**
   * The same matrix, its products shared out among a team; the entries are shared, not copied. The
   * team must stay open while the matrix is in use.
   */
  public SparseMatrix withThreads(Parallel team) {
    SparseMatrix same = new SparseMatrix(rows, columns, starts, indices, values, team);
    SparseMatrix t = transpose;
    if (t != null) {
      same.transpose = new SparseMatrix(columns, rows, t.starts, t.indices, t.values, team);
      same.transpose.transpose = same;
    }
    return same;
  }

  /** Aᵀ in compressed rows (A by compressed columns), made at the first call and kept. */
  public SparseMatrix transpose() {
    SparseMatrix made = transpose;
    if (made == null) {
      synchronized (this) {
        made = transpose;
        if (made == null) {
          made = makeTranspose();
          made.transpose = this;
          transpose = made;
        }
      }
    }
    return made;
  }

  private SparseMatrix makeTranspose() {
    int[] next = new int[columns + 1];
    for (int j : indices) {
      next[j + 1]++;
    }
    accumulate(next);
    int[] tStarts = next.clone();
    int[] tIndices = new int[indices.length];
    double[] tValues = new double[values.length];
    for (int i = 0; i < rows; i++) {
      for (int e = starts[i]; e < starts[i + 1]; e++) {
        int to = next[indices[e]]++;
        tIndices[to] = i;
        tValues[to] = values[e];
      }
    }
    return new SparseMatrix(columns, rows, tStarts, tIndices, tValues, parallel);
  }

  @Override
  public LinearOperator transposed() {
    return transpose();
  }

  @Override
  public void multiply(double[] x, double[] y) {
    shareRows(1, (from, to) -> SparseProducts.multiply(starts, indices, values, from, to, x, 1, y));
  }

  @Override
  public void transposeMultiply(double[] y, double[] x) {
    transpose().multiply(y, x);
  }

  @Override
  public Matrix times(Matrix x) {
    check(
        x.rows() == columns,
        "A %d × %d sparse matrix cannot multiply a matrix of %d rows; it must have %d",
        rows,
        columns,
        x.rows(),
        columns);
    Matrix y = Matrix.zeros(rows, x.columns());
    int width = x.columns();
    shareRows(
        width,
        (from, to) ->
            SparseProducts.multiply(
                starts, indices, values, from, to, x.array(), width, y.array()));
    return y;
  }

  @Override
  public Matrix transposeTimes(Matrix y) {
    check(
        y.rows() == rows,
        "The transpose of a %d × %d sparse matrix cannot multiply a matrix of %d rows; it must have"
            + " %d",
        rows,
        columns,
        y.rows(),
        rows);
    return transpose().times(y);
  }

  private interface RowRange {
    void apply(int from, int to);
  }

  /** Cuts the rows into ranges of about equal work, whatever the thread count. */
  private void shareRows(int width, RowRange body) {
    long work = (long) Math.max(1, width) * (values.length + (long) rows);
    int blocks = (int) Math.clamp(work / BLOCK_WORK, 1, Math.min(rows, 256));
    if (parallel == null || blocks == 1) {
      body.apply(0, rows);
      return;
    }
    parallel.forEachBlock(blocks, block -> body.apply(cut(block, blocks), cut(block + 1, blocks)));
  }

  /** The first row of a block, so that entries + rows are spread evenly. */
  private int cut(int block, int blocks) {
    long wanted = ((long) values.length + rows) * block / blocks;
    int low = 0;
    int high = rows;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if ((long) starts[middle] + middle < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** A multiplied by a number. */
  public SparseMatrix scaled(double factor) {
    double[] scaled = new double[values.length];
    for (int e = 0; e < scaled.length; e++) {
      scaled[e] = factor * values[e];
    }
    return new SparseMatrix(rows, columns, starts, indices, scaled, parallel);
  }

  /** The same matrix with its zeros written out, 8 m n bytes. */
  public Matrix toDense() {
    Matrix dense = Matrix.zeros(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int e = starts[i]; e < starts[i + 1]; e++) {
        dense.set(i, indices[e], values[e]);
      }
    }
    return dense;
  }

  /** The largest |aᵢⱼ|; 0 for a matrix without entries, NaN if there is one. */
  public double largestMagnitude() {
    return Matrix.wrap(1, values.length, values).largestMagnitude();
  }

  /** √Σ aᵢⱼ², without overflow or underflow at any scale. */
  public double frobeniusNorm() {
    return Matrix.wrap(1, values.length, values).frobeniusNorm();
  }

  @Override
  public String toString() {
    return "SparseMatrix[" + rows + " × " + columns + ", " + values.length + " entries]";
  }
}
