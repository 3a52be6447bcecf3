package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

/**
 * A rectangular part of a row-major array, to which products of other parts are added in place. For
 * methods that go over a large matrix tile by tile, so that a tile is read once and stays in the
 * cache while several products are made of it.
 *
 * @param array shared, not copied
 * @param from where entry (0, 0) of the part lies
 * @param stride from one row of the part to the next
 * @param rows of the part
 * @param columns of the part
 */
public record MatrixBlock(double[] array, int from, int stride, int rows, int columns) {
  public MatrixBlock {
    check(
        rows >= 0
            && columns >= 0
            && from >= 0
            && (rows <= 1 || stride >= columns)
            && (rows == 0 || columns == 0 || from + (rows - 1L) * stride + columns <= array.length),
        "A part of %d × %d with rows %d apart does not lie within %d numbers from place %d on",
        rows,
        columns,
        stride,
        array.length,
        from);
  }

  /** Rows {@code first} up to but not including {@code last} of a matrix. */
  public static MatrixBlock ofRows(Matrix matrix, int first, int last) {
    int n = matrix.columns();
    return new MatrixBlock(matrix.array(), first * n, n, last - first, n);
  }

  /** This ← this + factor A B, for A of rows × k and B of k × columns. */
  public void add(double factor, MatrixBlock a, MatrixBlock b) {
    check(
        a.rows == rows && b.columns == columns && a.columns == b.rows,
        "A %d × %d part times a %d × %d one cannot be added to one of %d × %d",
        a.rows,
        a.columns,
        b.rows,
        b.columns,
        rows,
        columns);
    addProduct(false, a.columns, factor, a, b);
  }

  /** This ← this + factor Aᵀ B, for A of k × rows and B of k × columns. */
  public void addTransposed(double factor, MatrixBlock a, MatrixBlock b) {
    check(
        a.columns == rows && b.columns == columns && a.rows == b.rows,
        "The transpose of a %d × %d part times a %d × %d one cannot be added to one of %d × %d",
        a.rows,
        a.columns,
        b.rows,
        b.columns,
        rows,
        columns);
    addProduct(true, a.rows, factor, a, b);
  }

  private void addProduct(boolean transpose, int k, double factor, MatrixBlock a, MatrixBlock b) {
    if (rows == 0 || columns == 0 || k == 0) {
      return;
    }
    Blas.chosen()
        .addProduct(
            transpose, rows, columns, k, factor, a.array, a.from, a.stride, b.array, b.from,
            b.stride, array, from, stride);
  }
}
