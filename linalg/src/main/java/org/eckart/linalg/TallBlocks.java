package org.eckart.linalg;

/**
 * Products of tall, narrow matrices on a range of their rows. Q has K used columns in rows of
 * {@code stride}; Z has w columns in rows of w.
 */
final class TallBlocks {
  /**
   * Widths up to this are multiplied eight columns at a time where there is SIMD, wider by BLAS.
   */
  private static final int NARROW = 16;

  private static final boolean SIMD = Kernels.simdBits() >= 256;

  private TallBlocks() {}

  private static boolean isNarrow(int w) {
    return SIMD && w <= NARROW && w % 8 == 0;
  }

  /** C ← C + Qᵀ Z over rows {@code from} to {@code to − 1}; C is K × w. */
  static void addTransposeProduct(
      double[] q, int stride, int k, double[] z, int w, int from, int to, double[] c) {
    if (isNarrow(w)) {
      for (int at = 0; at < w; at += 8) {
        SimdTallBlocks.addTransposeProduct(
            q, from * stride, stride, to - from, k, z, from * w, c, w, at);
      }
      return;
    }
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
    int first = from * stride + column;
    if (isNarrow(w)) {
      for (int at = 0; at < w; at += 8) {
        SimdTallBlocks.addProduct(factor, q, first, stride, to - from, k, c, z, from * w, w, at);
      }
      return;
    }
    Blas.chosen()
        .addProduct(false, to - from, w, k, factor, q, first, stride, c, 0, w, z, from * w, w);
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
