package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.Optional;

/**
 * A = L Lᵀ for a symmetric positive definite A of n × n; n³/3 operations, and 2 n² for each
 * right-hand side. Only the lower triangle of A is read.
 *
 * @param factor L, lower triangular with a positive diagonal
 */
public record Cholesky(Matrix factor) {
  /**
   * The factorisation of A, which is not changed.
   *
   * @throws IllegalArgumentException if A is not square, not finite or not positive definite
   */
  public static Cholesky of(Matrix a) {
    return of(a, Blas.chosen());
  }

  static Cholesky of(Matrix a, Blas blas) {
    int n = a.rows();
    Matrix factor = lowerTriangle(a);
    int minor = n == 0 ? 0 : blas.cholesky(n, factor.array());
    check(
        minor == 0,
        "The %d × %d matrix is not positive definite: its leading %d × %d part is not; add a"
            + " multiple of the identity, or take SymmetricEigen",
        n,
        n,
        minor,
        minor);
    return new Cholesky(factor);
  }

  /**
   * The factorisation of A, or nothing where A is not positive definite to working precision.
   *
   * @throws IllegalArgumentException if A is not square or not finite
   */
  public static Optional<Cholesky> ifDefinite(Matrix a) {
    Matrix factor = lowerTriangle(a);
    int n = a.rows();
    return n == 0 || Blas.chosen().cholesky(n, factor.array()) == 0
        ? Optional.of(new Cholesky(factor))
        : Optional.empty();
  }

  private static Matrix lowerTriangle(Matrix a) {
    int n = a.rows();
    check(
        n == a.columns(),
        "A Cholesky factorisation needs a square matrix, not one of %d × %d",
        n,
        a.columns());
    Matrix lower = a.copy();
    for (int i = 0; i < n; i++) {
      Arrays.fill(lower.array(), i * n + i + 1, (i + 1) * n, 0);
    }
    Scaling.of(lower, "a Cholesky factorisation"); // refuses what is not finite
    return lower;
  }

  /** A⁻¹ B for B of n × k, as an n × k matrix. */
  public Matrix solve(Matrix b) {
    return solve(b, Blas.chosen());
  }

  Matrix solve(Matrix b, Blas blas) {
    check(
        b.rows() == factor.rows(),
        "%d equations cannot have right-hand sides of %d rows",
        factor.rows(),
        b.rows());
    Matrix x = b.copy();
    if (x.rows() > 0 && x.columns() > 0) {
      blas.choleskySolve(x.rows(), x.columns(), factor.array(), x.array());
    }
    return x;
  }

  /** A⁻¹ b. */
  public Vector solve(Vector b) {
    return Vector.wrap(solve(Matrix.wrap(b.size(), 1, b.toArray())).array());
  }

  /** log det A = 2 Σ log lᵢᵢ, which neither overflows nor underflows. */
  public double logDeterminant() {
    double sum = 0;
    for (int i = 0; i < factor.rows(); i++) {
      sum += Math.log(factor.get(i, i));
    }
    return 2 * sum;
  }
}
