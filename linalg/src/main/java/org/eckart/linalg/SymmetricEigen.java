package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

/**
 * A = W diag(λ) Wᵀ for a symmetric A of n × n, by divide and conquer (LAPACK's dsyevd); about 9 n³
 * operations and 3 n² doubles of memory. Each λᵢ is within a few ulps of max |λ| of an exact one.
 *
 * @param values λ, n numbers that never increase
 * @param vectors W, n × n with orthonormal columns; the entry of largest magnitude in each is
 *     positive
 */
public record SymmetricEigen(Vector values, Matrix vectors) {
  public SymmetricEigen {
    check(
        values.size() == vectors.columns(),
        "%d eigenvalues do not go with %d eigenvectors",
        values.size(),
        vectors.columns());
  }

  /**
   * All eigenvalues and vectors of A, of which the lower triangle is taken for both.
   *
   * @throws IllegalArgumentException if A is not square or not finite
   * @throws ArithmeticException if LAPACK does not converge, which no known matrix brings about
   */
  public static SymmetricEigen of(Matrix a) {
    return of(a, Blas.chosen());
  }

  static SymmetricEigen of(Matrix a, Blas blas) {
    int n = a.rows();
    check(n == a.columns(), "Eigenvalues need a square matrix, not one of %d × %d", n, a.columns());
    Matrix symmetric = a.copy();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        symmetric.set(j, i, symmetric.get(i, j));
      }
    }
    Scaling scaling = Scaling.of(symmetric, "SymmetricEigen");
    if (n == 0) {
      return new SymmetricEigen(Vector.of(), symmetric);
    }
    SymmetricEigen found = blas.symmetricEigen(scaling.applied(symmetric));
    Svd.turnColumns(found.vectors, Matrix.zeros(0, n));
    return new SymmetricEigen(scaling.undone(found.values), found.vectors);
  }

  /** W diag(λ) Wᵀ: A again, but for rounding. */
  public Matrix product() {
    return vectors.columnsScaled(values).timesTranspose(vectors);
  }
}
