package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

/**
 * Singular triplets of a matrix: A ≈ U diag(s) Vᵀ.
 *
 * @param u m × k, orthonormal columns; the entry of largest magnitude in each column is positive
 * @param s the k singular values, never increasing
 * @param v n × k, orthonormal columns
 */
public record Svd(Matrix u, Vector s, Matrix v) {
  public Svd {
    check(
        u.columns() == s.size() && v.columns() == s.size(),
        "%d left and %d right singular vectors do not go with %d singular values",
        u.columns(),
        v.columns(),
        s.size());
  }

  /**
   * The thin SVD of A with min(m, n) triplets, exact but for rounding: LAPACK's divide and conquer,
   * QR sweeps where that does not converge. About 6 m n min(m, n) operations and more; for a few
   * leading triplets of a large matrix {@link TruncatedSvd} is faster.
   *
   * @throws IllegalArgumentException if an entry of A is NaN or infinite
   * @throws ArithmeticException if LAPACK does not converge, which no known matrix brings about
   */
  public static Svd of(Matrix a) {
    return of(a, Blas.chosen());
  }

  static Svd of(Matrix a, Blas blas) {
    Scaling scaling = Scaling.of(a, "an SVD");
    if (a.rows() == 0 || a.columns() == 0) {
      return new Svd(Matrix.zeros(a.rows(), 0), Vector.of(), Matrix.zeros(a.columns(), 0));
    }
    Svd svd = blas.svd(scaling.applied(a));
    turnColumns(svd.u, svd.v);
    return new Svd(svd.u, scaling.undone(svd.s), svd.v);
  }

  /**
   * Turns column pairs in place so that the entry of largest magnitude in each column of U, the
   * first of several, is positive.
   */
  static void turnColumns(Matrix u, Matrix v) {
    int k = u.columns();
    double[] largest = new double[k];
    for (int i = 0; i < u.rows(); i++) {
      for (int j = 0; j < k; j++) {
        double entry = u.array()[i * k + j];
        if (Math.abs(entry) > Math.abs(largest[j])) {
          largest[j] = entry;
        }
      }
    }
    for (double[] array : new double[][] {u.array(), v.array()}) {
      for (int from = 0; from < array.length; from += k) {
        for (int j = 0; j < k; j++) {
          if (largest[j] < 0) {
            array[from + j] = -array[from + j];
          }
        }
      }
    }
  }

  public int rank() {
    return s.size();
  }

  /** The first {@code rank} triplets. */
  public Svd truncated(int rank) {
    check(rank <= s.size(), "There are %d singular triplets, not %d", s.size(), rank);
    return new Svd(u.columns(0, rank), s.first(rank), v.columns(0, rank));
  }

  /** The same triplets, each with the entry of largest magnitude of its left vector positive. */
  public Svd signed() {
    Svd turned = new Svd(u.copy(), s, v.copy());
    turnColumns(turned.u, turned.v);
    return turned;
  }

  /** U diag(factor · s) Vᵀ. */
  public Svd scaled(double factor) {
    double[] scaled = s.toArray();
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] *= factor;
    }
    return new Svd(u, Vector.wrap(scaled), v);
  }

  /** U diag(s) Vᵀ, m × n, dense. */
  public Matrix product() {
    return u.columnsScaled(s).timesTranspose(v);
  }
}
