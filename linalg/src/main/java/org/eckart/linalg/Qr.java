package org.eckart.linalg;

/**
 * A = Q R for A of m × n, with k = min(m, n).
 *
 * <p>By Householder reflections (LAPACK's blocked ones where OpenBLAS is loaded); about 4 m n k
 * operations with Q. The diagonal of R is not negative, which fixes all signs when A has rank k.
 *
 * @param q m × k, orthonormal columns, also where A has less than full rank
 * @param r k × n, upper triangular, no negative number on its diagonal
 */
public record Qr(Matrix q, Matrix r) {
  public Qr {
    Check.check(
        q.columns() == r.rows(),
        "Q of %d columns does not go with R of %d rows",
        q.columns(),
        r.rows());
  }

  /**
   * The factorisation of A, which is not changed.
   *
   * @throws IllegalArgumentException if an entry of A is NaN or infinite
   */
  public static Qr of(Matrix a) {
    return of(a, Blas.chosen());
  }

  /** An orthonormal basis of min(m, n) columns whose span holds the columns of A: Q of A = Q R. */
  public static Matrix orthonormal(Matrix a) {
    return of(a).q();
  }

  static Qr of(Matrix a, Blas blas) {
    Scaling scaling = Scaling.of(a, "a QR factorisation");
    if (a.rows() == 0 || a.columns() == 0) {
      return new Qr(Matrix.zeros(a.rows(), 0), Matrix.zeros(0, a.columns()));
    }
    Qr qr = blas.qr(scaling.applied(a));
    turn(qr);
    return new Qr(qr.q, scaling.undone(qr.r));
  }

  /** Q R = (Q D) (D R) for a diagonal D of signs, chosen so that D R has no negative diagonal. */
  private static void turn(Qr qr) {
    int k = qr.r.rows();
    int n = qr.r.columns();
    double[] q = qr.q.array();
    double[] r = qr.r.array();
    boolean[] negative = new boolean[k];
    for (int i = 0; i < k; i++) {
      if (r[i * n + i] < 0) {
        negative[i] = true;
        for (int j = i; j < n; j++) {
          r[i * n + j] = -r[i * n + j];
        }
      }
    }
    for (int i = 0; i < qr.q.rows(); i++) {
      for (int j = 0; j < k; j++) {
        if (negative[j]) {
          q[i * k + j] = -q[i * k + j];
        }
      }
    }
  }

  /** The product Q R: A again, but for rounding. */
  public Matrix product() {
    return q.times(r);
  }
}
