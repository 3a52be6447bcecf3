package org.eckart.recovery.scaled;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * X = L Rᵀ of rank at most r, never written out. (L Q, R Q⁻ᵀ) stands for the same X for every
 * invertible Q; scaled steps do not tell such pairs apart.
 *
 * @param left L, m × r
 * @param right R, n × r
 */
public record FactorPair(Matrix left, Matrix right) {
  public FactorPair {
    check(
        left.columns() == right.columns(),
        "A left factor of %d columns does not go with a right one of %d",
        left.columns(),
        right.columns());
  }

  /** The balanced factors U Σ^½ and V Σ^½, with which the published methods start. */
  public static FactorPair balanced(Svd triplets) {
    double[] roots = triplets.s().toArray();
    for (int k = 0; k < roots.length; k++) {
      roots[k] = Math.sqrt(roots[k]);
    }
    Vector half = Vector.wrap(roots);
    return new FactorPair(triplets.u().columnsScaled(half), triplets.v().columnsScaled(half));
  }

  /** r, the number of columns of both factors. */
  public int rank() {
    return left.columns();
  }

  public int rows() {
    return left.rows();
  }

  public int columns() {
    return right.rows();
  }

  /** L Rᵀ, m × n, dense: 8 m n bytes. */
  public Matrix product() {
    return left.timesTranspose(right);
  }

  /**
   * ‖L Rᵀ‖_F from the r × r Gram matrices; O((m + n) r²). Relative accuracy about 1e-8 where terms
   * cancel; {@link #svd()} is exact.
   */
  public double norm() {
    Matrix a = left.gram();
    Matrix b = right.gram();
    return Math.sqrt(Math.max(0, Kernels.dot(a.array(), 0, b.array(), 0, a.array().length)));
  }

  /**
   * The r singular triplets of L Rᵀ, by QR of both factors; O((m + n) r² + r³). Signs as QR and SVD
   * leave them.
   */
  public Svd svd() {
    if (rank() == 0) {
      return new Svd(left, Vector.of(), right);
    }
    Qr l = Qr.of(left);
    Qr r = Qr.of(right);
    Svd middle = Svd.of(l.r().timesTranspose(r.r()));
    return new Svd(l.q().times(middle.u()), middle.s(), r.q().times(middle.v()));
  }

  /**
   * ‖L Rᵀ − L′R′ᵀ‖_F without cancellation and without an m × n matrix: both differences are carried
   * by one QR of each side; O((m + n)(r + r′)²).
   */
  public double distance(FactorPair other) {
    check(
        rows() == other.rows() && columns() == other.columns(),
        "A %d × %d product cannot be compared with a %d × %d one",
        rows(),
        columns(),
        other.rows(),
        other.columns());
    Qr l = Qr.of(left.beside(other.left));
    Qr r = Qr.of(right.beside(other.right.scaled(-1)));
    return l.r().timesTranspose(r.r()).frobeniusNorm();
  }
}
