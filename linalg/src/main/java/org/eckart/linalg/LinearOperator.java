package org.eckart.linalg;

/**
 * An m × n matrix known by its products. Implement {@link #multiply} and {@link #transposeMultiply}
 * for one vector; override the block products where several vectors at once are cheaper.
 *
 * <p>Implementations are immutable while in use and may be called from several threads.
 */
public interface LinearOperator {
  /** m, at least 1. */
  int rows();

  /** n, at least 1. */
  int columns();

  /**
   * y ← A x.
   *
   * @param x n numbers
   * @param y m numbers, overwritten; must not be {@code x}
   */
  void multiply(double[] x, double[] y);

  /**
   * x ← Aᵀ y.
   *
   * @param y m numbers
   * @param x n numbers, overwritten; must not be {@code y}
   */
  void transposeMultiply(double[] y, double[] x);

  /**
   * A x for a block of vectors.
   *
   * @param x n × k
   * @return m × k
   */
  default Matrix times(Matrix x) {
    Check.check(
        x.rows() == columns(),
        "A %d × %d operator cannot multiply a matrix of %d rows; it must have %d",
        rows(),
        columns(),
        x.rows(),
        columns());
    Matrix xt = x.transpose(); // so that a vector lies in one piece
    Matrix yt = Matrix.zeros(x.columns(), rows());
    double[] from = new double[columns()];
    double[] to = new double[rows()];
    for (int k = 0; k < x.columns(); k++) {
      System.arraycopy(xt.array(), k * columns(), from, 0, columns());
      multiply(from, to);
      System.arraycopy(to, 0, yt.array(), k * rows(), rows());
    }
    return yt.transpose();
  }

  /**
   * Aᵀ y for a block of vectors.
   *
   * @param y m × k
   * @return n × k
   */
  default Matrix transposeTimes(Matrix y) {
    return transposed().times(y);
  }

  /** Aᵀ as an operator over the same data. */
  default LinearOperator transposed() {
    LinearOperator of = this;
    return new LinearOperator() {
      @Override
      public int rows() {
        return of.columns();
      }

      @Override
      public int columns() {
        return of.rows();
      }

      @Override
      public void multiply(double[] x, double[] y) {
        of.transposeMultiply(x, y);
      }

      @Override
      public void transposeMultiply(double[] y, double[] x) {
        of.multiply(y, x);
      }

      @Override
      public LinearOperator transposed() {
        return of;
      }
    };
  }
}
