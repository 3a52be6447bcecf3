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

  public int rank() {
    return s.size();
  }

  /** The first {@code rank} triplets. */
  public Svd truncated(int rank) {
    check(rank <= s.size(), "There are %d singular triplets, not %d", s.size(), rank);
    return new Svd(u.columns(0, rank), s.first(rank), v.columns(0, rank));
  }

  /** U diag(s) Vᵀ, m × n, dense. */
  public Matrix product() {
    return u.columnsScaled(s).timesTranspose(v);
  }
}
