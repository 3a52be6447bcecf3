package org.eckart.recovery.denoising;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/** Singular triplets put together from parts. */
final class Triplets {
  private Triplets() {}

  /** With the first largest entry of each left vector positive; the factors are changed. */
  static Svd signed(Matrix u, Vector s, Matrix v) {
    for (int k = 0; k < s.size(); k++) {
      double largest = 0;
      for (int i = 0; i < u.rows(); i++) {
        if (Math.abs(u.get(i, k)) > Math.abs(largest)) {
          largest = u.get(i, k);
        }
      }
      if (largest < 0) {
        turn(u, k);
        turn(v, k);
      }
    }
    return new Svd(u, s, v);
  }

  private static void turn(Matrix factor, int column) {
    for (int i = 0; i < factor.rows(); i++) {
      factor.set(i, column, -factor.get(i, column));
    }
  }

  /** The SVD of L Rᵀ for L of m × r and R of n × r, without forming the product. */
  static Svd ofProduct(Matrix left, Matrix right) {
    if (left.columns() == 0) {
      return new Svd(left, Vector.of(), right);
    }
    Qr l = Qr.of(left);
    Qr r = Qr.of(right);
    Svd small = Svd.of(l.r().timesTranspose(r.r()));
    int rank = Math.min(small.rank(), left.columns());
    return signed(
        l.q().times(small.u().columns(0, rank)),
        small.s().first(rank),
        r.q().times(small.v().columns(0, rank)));
  }

  static Svd none(int rows, int columns) {
    return new Svd(Matrix.zeros(rows, 0), Vector.of(), Matrix.zeros(columns, 0));
  }
}
