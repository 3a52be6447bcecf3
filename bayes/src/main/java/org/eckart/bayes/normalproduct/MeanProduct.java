package org.eckart.bayes.normalproduct;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/** The singular values of the mean of A Bᵀ over draws, without forming it. */
final class MeanProduct {
  /** Rows of the wide factors that are held at once would exceed this; fewer draws are taken. */
  private static final int MOST_COLUMNS = 256;

  private static final int PASSES = 4;

  /** Rows made wide at once: two MiB of 1024 numbers each. */
  private static final int ROWS = 256;

  private MeanProduct() {}

  /**
   * The d leading triplets by subspace iteration from the last draw, whose column space is nearly
   * the answer: each pass multiplies by (1/K) Σ A_t B_tᵀ and its transpose.
   */
  static Svd of(DrawnSide rows, DrawnSide columns, int d, double scale) {
    int m = rows.rows();
    int n = columns.rows();
    int k = Math.min(d, Math.min(m, n));
    if (k == 0) {
      return new Svd(Matrix.zeros(m, 0), Vector.of(), Matrix.zeros(n, 0));
    }
    int step = Math.max(1, rows.draws() * d / (4 * MOST_COLUMNS)); // some hundred draws suffice
    Matrix start = Matrix.zeros(n, k);
    for (int j = 0; j < n; j++) {
      for (int c = 0; c < k; c++) {
        start.set(j, c, columns.theta()[columns.from(j, columns.draws() - 1) + c]);
      }
    }
    Matrix v = Qr.orthonormal(start);
    Matrix u = Matrix.zeros(m, k);
    for (int pass = 0; pass < PASSES; pass++) {
      u = Qr.orthonormal(product(rows, columns, v, d, step));
      v = pass < PASSES - 1 ? Qr.orthonormal(product(columns, rows, u, d, step)) : v;
    }
    Svd small = Svd.of(product(columns, rows, u, d, step)); // Xᵀu = P s Qᵀ, so X ≈ (u Q) s Pᵀ
    double[] values = small.s().toArray();
    for (int r = 0; r < values.length; r++) {
      values[r] *= scale;
    }
    return new Svd(u.times(small.v()), Vector.wrap(values), small.u());
  }

  /** Mean over draws of L_t (R_tᵀ v): all draws of some rows side by side make one wide matrix. */
  private static Matrix product(DrawnSide left, DrawnSide right, Matrix v, int d, int step) {
    int used = Math.ceilDiv(left.draws(), step);
    Matrix inner = Matrix.zeros(used * d, v.columns()); // R_tᵀ v, draw below draw
    for (int from = 0; from < right.rows(); from += ROWS) {
      int to = Math.min(right.rows(), from + ROWS);
      inner = inner.plus(wide(right, from, to, d, step).transposeTimes(v.rows(from, to)));
    }
    Matrix sum = Matrix.zeros(left.rows(), v.columns());
    for (int from = 0; from < left.rows(); from += ROWS) {
      int to = Math.min(left.rows(), from + ROWS);
      double[] some = wide(left, from, to, d, step).times(inner).array();
      System.arraycopy(some, 0, sum.array(), from * v.columns(), some.length);
    }
    return sum.scaled(1.0 / used);
  }

  /** Rows from … to − 1, of each every so many-th draw's d numbers. */
  private static Matrix wide(DrawnSide side, int from, int to, int d, int step) {
    Matrix wide = Matrix.zeros(to - from, Math.ceilDiv(side.draws(), step) * d);
    double[] values = wide.array();
    int at = 0;
    for (int i = from; i < to; i++) {
      for (int t = 0; t < side.draws(); t += step) {
        int place = side.from(i, t);
        for (int r = 0; r < d; r++) {
          values[at++] = side.theta()[place + r];
        }
      }
    }
    return wide;
  }
}
