package org.eckart.linalg;

/**
 * Products of tall, narrow matrices on a range of their rows. Q has K used columns in rows of
 * {@code stride}; Z has w columns in rows of w.
 */
final class TallBlocks {
  private TallBlocks() {}

  /** C ← C + Qᵀ Z over rows {@code from} to {@code to − 1}; C is K × w. */
  static void addTransposeProduct(
      double[] q, int stride, int k, double[] z, int w, int from, int to, double[] c) {
    Blas.chosen()
        .addProduct(true, k, w, to - from, 1, q, from * stride, stride, z, from * w, w, c, 0, w);
  }

  /**
   * Z ← Z + factor Q C over rows {@code from} to {@code to − 1}; C is K × w, Q begins at column
   * {@code column}.
   */
  static void addProduct(
      double factor,
      double[] q,
      int column,
      int stride,
      int k,
      double[] c,
      double[] z,
      int w,
      int from,
      int to) {
    Blas.chosen()
        .addProduct(
            false,
            to - from,
            w,
            k,
            factor,
            q,
            from * stride + column,
            stride,
            c,
            0,
            w,
            z,
            from * w,
            w);
  }

  /** Adds to {@code sums} the squares of each column of Z over these rows. */
  static void addSquares(double[] z, int w, int from, int to, double[] sums, int at) {
    for (int i = from; i < to; i++) {
      for (int j = 0; j < w; j++) {
        double x = z[i * w + j];
        sums[at + j] += x * x;
      }
    }
  }
}
