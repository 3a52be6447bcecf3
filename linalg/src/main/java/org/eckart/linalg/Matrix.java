package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;

/**
 * A dense m × n matrix of doubles, stored row by row in one array.
 *
 * <p>Entries can be set while a matrix is being filled; the operations below never change their
 * operands. An m × n matrix holds at most 2³¹ − 1 entries.
 */
public final class Matrix implements LinearOperator {
  private final int rows;
  private final int columns;
  private final double[] array;

  private Matrix(int rows, int columns, double[] array) {
    this.rows = rows;
    this.columns = columns;
    this.array = array;
  }

  /** The m × n matrix of zeros. */
  public static Matrix zeros(int rows, int columns) {
    return new Matrix(rows, columns, new double[entries(rows, columns)]);
  }

  /** The n × n identity. */
  public static Matrix identity(int n) {
    Matrix identity = zeros(n, n);
    for (int i = 0; i < n; i++) {
      identity.set(i, i, 1);
    }
    return identity;
  }

  /** A matrix over this array, row by row; the array is shared, not copied. */
  public static Matrix wrap(int rows, int columns, double[] array) {
    check(
        array.length == entries(rows, columns),
        "A %d × %d matrix has %d entries, not %d",
        rows,
        columns,
        (long) rows * columns,
        array.length);
    return new Matrix(rows, columns, array);
  }

  /** A matrix of these rows, copied. */
  public static Matrix of(double[][] rows) {
    check(rows.length > 0 && rows[0].length > 0, "A matrix needs at least one row and one column");
    Matrix matrix = zeros(rows.length, rows[0].length);
    for (int i = 0; i < rows.length; i++) {
      check(
          rows[i].length == matrix.columns,
          "Row %d has %d entries, the first row %d",
          i,
          rows[i].length,
          matrix.columns);
      System.arraycopy(rows[i], 0, matrix.array, i * matrix.columns, matrix.columns);
    }
    return matrix;
  }

  /** The square matrix with {@code values} on its diagonal. */
  public static Matrix diagonal(Vector values) {
    Matrix diagonal = zeros(values.size(), values.size());
    for (int i = 0; i < values.size(); i++) {
      diagonal.set(i, i, values.get(i));
    }
    return diagonal;
  }

  /** The number of entries of an m × n matrix, refused when no array can hold it. */
  static int entries(int rows, int columns) {
    check(rows >= 0 && columns >= 0, "A matrix cannot be %d × %d", rows, columns);
    long entries = (long) rows * columns;
    check(
        entries <= Integer.MAX_VALUE - 8,
        "A dense %d × %d matrix has %d entries; one array holds at most 2147483639: keep it sparse"
            + " or as factors",
        rows,
        columns,
        entries);
    return (int) entries;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  public double get(int row, int column) {
    return array[row * columns + column];
  }

  public void set(int row, int column, double value) {
    array[row * columns + column] = value;
  }

  /** The entries row by row: the storage itself, for kernels. */
  public double[] array() {
    return array;
  }

  public Matrix copy() {
    return new Matrix(rows, columns, array.clone());
  }

  /** Aᵀ as a matrix of its own. */
  public Matrix transpose() {
    Matrix t = zeros(columns, rows);
    int block = 32; // both sides of a 32 × 32 tile stay in L1
    for (int i0 = 0; i0 < rows; i0 += block) {
      int i1 = Math.min(rows, i0 + block);
      for (int j0 = 0; j0 < columns; j0 += block) {
        int j1 = Math.min(columns, j0 + block);
        for (int i = i0; i < i1; i++) {
          for (int j = j0; j < j1; j++) {
            t.array[j * rows + i] = array[i * columns + j];
          }
        }
      }
    }
    return t;
  }

  /**
   * The same matrix, its block products shared out among a team, with bits that do not depend on
   * the team; the entries are shared, not copied. The team must stay open while it is in use.
   */
  public LinearOperator withThreads(Parallel team) {
    return new SharedMatrix(this, team);
  }

  /** A B, for B of n × k: m × k. */
  @Override
  public Matrix times(Matrix b) {
    check(
        columns == b.rows,
        "A %d × %d matrix cannot multiply a %d × %d one",
        rows,
        columns,
        b.rows,
        b.columns);
    return product(false, b, false, rows, b.columns, columns);
  }

  /** Aᵀ B, for B of m × k: n × k. */
  @Override
  public Matrix transposeTimes(Matrix b) {
    check(
        rows == b.rows,
        "The transpose of a %d × %d matrix cannot multiply a %d × %d one",
        rows,
        columns,
        b.rows,
        b.columns);
    return product(true, b, false, columns, b.columns, rows);
  }

  /** A Bᵀ, for B of k × n: m × k. */
  public Matrix timesTranspose(Matrix b) {
    check(
        columns == b.columns,
        "A %d × %d matrix cannot multiply the transpose of a %d × %d one",
        rows,
        columns,
        b.rows,
        b.columns);
    return product(false, b, true, rows, b.rows, columns);
  }

  /** AᵀA, n × n, exactly symmetric. */
  public Matrix gram() {
    Matrix c = zeros(columns, columns);
    if (array.length > 0) {
      Blas.chosen().gram(columns, rows, array, c.array);
    }
    return c;
  }

  /** op(A) op(B), m × n, with op(A) of m × k; transposes are read in place, never written out. */
  private Matrix product(boolean transpose, Matrix b, boolean transposeB, int m, int n, int k) {
    Matrix c = zeros(m, n);
    if ((long) m * n * k > 0) {
      Blas.chosen().gemm(transpose, transposeB, m, n, k, array, b.array, c.array);
    }
    return c;
  }

  @Override
  public void multiply(double[] x, double[] y) {
    checkLengths(x, columns, y, rows);
    Blas.chosen().gemv(false, rows, columns, array, x, y);
  }

  @Override
  public void transposeMultiply(double[] y, double[] x) {
    checkLengths(y, rows, x, columns);
    Blas.chosen().gemv(true, rows, columns, array, y, x);
  }

  /** Native code must not read or write beyond an array. */
  private void checkLengths(double[] from, int fromSize, double[] to, int toSize) {
    check(
        from.length >= fromSize && to.length >= toSize,
        "A %d × %d matrix takes %d numbers to %d, not %d to %d",
        rows,
        columns,
        fromSize,
        toSize,
        from.length,
        to.length);
  }

  public Matrix plus(Matrix b) {
    return combined(1, b);
  }

  public Matrix minus(Matrix b) {
    return combined(-1, b);
  }

  private Matrix combined(double factor, Matrix b) {
    check(
        rows == b.rows && columns == b.columns,
        "Matrices of %d × %d and %d × %d cannot be added",
        rows,
        columns,
        b.rows,
        b.columns);
    Matrix c = zeros(rows, columns);
    for (int i = 0; i < array.length; i++) {
      c.array[i] = array[i] + factor * b.array[i];
    }
    return c;
  }

  /** A multiplied by a number. */
  public Matrix scaled(double factor) {
    Matrix c = zeros(rows, columns);
    for (int i = 0; i < array.length; i++) {
      c.array[i] = factor * array[i];
    }
    return c;
  }

  /** A diag(d): column j multiplied by d[j]. */
  public Matrix columnsScaled(Vector d) {
    check(d.size() == columns, "%d factors cannot scale %d columns", d.size(), columns);
    Matrix c = zeros(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        c.array[i * columns + j] = array[i * columns + j] * d.get(j);
      }
    }
    return c;
  }

  /** Columns {@code from} up to but not including {@code to}, copied. */
  public Matrix columns(int from, int to) {
    check(
        0 <= from && from <= to && to <= columns,
        "A matrix of %d columns has no columns %d to %d",
        columns,
        from,
        to);
    Matrix c = zeros(rows, to - from);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(array, i * columns + from, c.array, i * c.columns, c.columns);
    }
    return c;
  }

  /** Rows {@code from} up to but not including {@code to}, copied. */
  public Matrix rows(int from, int to) {
    check(
        0 <= from && from <= to && to <= rows,
        "A matrix of %d rows has no rows %d to %d",
        rows,
        from,
        to);
    return new Matrix(to - from, columns, Arrays.copyOfRange(array, from * columns, to * columns));
  }

  /** [A, B]: the columns of B to the right of those of A. */
  public Matrix beside(Matrix b) {
    check(rows == b.rows, "A matrix of %d rows cannot stand beside one of %d", rows, b.rows);
    Matrix both = zeros(rows, Math.addExact(columns, b.columns));
    for (int i = 0; i < rows; i++) {
      System.arraycopy(array, i * columns, both.array, i * both.columns, columns);
      System.arraycopy(b.array, i * b.columns, both.array, i * both.columns + columns, b.columns);
    }
    return both;
  }

  /** Row i, copied. */
  public Vector row(int i) {
    return Vector.wrap(Arrays.copyOfRange(array, i * columns, (i + 1) * columns));
  }

  /** Column j, copied. */
  public Vector column(int j) {
    double[] column = new double[rows];
    for (int i = 0; i < rows; i++) {
      column[i] = array[i * columns + j];
    }
    return Vector.wrap(column);
  }

  /** The largest |aᵢⱼ|; 0 for a matrix without entries, NaN if there is one. */
  public double largestMagnitude() {
    double largest = 0;
    for (double a : array) {
      largest = Math.max(largest, Math.abs(a));
    }
    return largest;
  }

  /** √Σ aᵢⱼ², without overflow or underflow at any scale. */
  public double frobeniusNorm() {
    double scale = largestMagnitude();
    if (scale == 0 || Double.isNaN(scale) || Double.isInfinite(scale)) {
      return scale;
    }
    double sum = 0;
    for (double a : array) {
      sum += (a / scale) * (a / scale);
    }
    return scale * Math.sqrt(sum);
  }

  @Override
  public String toString() {
    if ((long) rows * columns > 100) {
      return "Matrix[" + rows + " × " + columns + "]";
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      text.append(i == 0 ? "[" : ",\n ").append(Arrays.toString(row(i).toArray()));
    }
    return text.append("]").toString();
  }
}
