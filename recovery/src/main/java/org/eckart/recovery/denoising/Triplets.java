package org.eckart.recovery.denoising;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/** Singular triplets put together from parts. */
final class Triplets {
  private Triplets() {}

  /** With the first largest entry of each left vector positive. */
  static Svd signed(Matrix u, Vector s, Matrix v) {
    return new Svd(u, s, v).signed();
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
