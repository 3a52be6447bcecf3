package org.eckart.linalg;

/**
 * Sparse rows times a block of vectors. Entries at even and at odd places of a row are summed
 * apart, each in column order with one rounding for the product and one for the sum, and then
 * added: two chains of additions hide half of their latency, and all ways of computing a product
 * agree bit for bit.
 */
final class SparseProducts {
  private static final boolean SIMD = Kernels.simdBits() >= 256;

  private SparseProducts() {}

  /**
   * Y[from..to) ← A[from..to) X.
   *
   * @param x n × width, row by row
   * @param y m × width, row by row; rows outside the range are left alone
   */
  static void multiply(
      int[] starts,
      int[] indices,
      double[] values,
      int from,
      int to,
      double[] x,
      int width,
      double[] y) {
    int done = 0;
    if (SIMD) {
      for (; done + 8 <= width; done += 8) {
        SimdSparseProducts.eight(starts, indices, values, from, to, x, width, done, y);
      }
    }
    for (; done + 4 <= width; done += 4) {
      four(starts, indices, values, from, to, x, width, done, y);
    }
    for (; done < width; done++) {
      one(starts, indices, values, from, to, x, width, done, y);
    }
  }

  /** Column {@code at}. */
  static void one(
      int[] starts,
      int[] indices,
      double[] values,
      int from,
      int to,
      double[] x,
      int width,
      int at,
      double[] y) {
    for (int i = from; i < to; i++) {
      double even = 0;
      double odd = 0;
      int end = starts[i + 1];
      int e = starts[i];
      for (; e < end - 1; e += 2) {
        even += values[e] * x[indices[e] * width + at];
        odd += values[e + 1] * x[indices[e + 1] * width + at];
      }
      if (e < end) {
        even += values[e] * x[indices[e] * width + at];
      }
      y[i * width + at] = even + odd;
    }
  }

  /** Columns {@code at} to {@code at + 3}, their sums in registers. */
  static void four(
      int[] starts,
      int[] indices,
      double[] values,
      int from,
      int to,
      double[] x,
      int width,
      int at,
      double[] y) {
    for (int i = from; i < to; i++) {
      double even0 = 0;
      double even1 = 0;
      double even2 = 0;
      double even3 = 0;
      double odd0 = 0;
      double odd1 = 0;
      double odd2 = 0;
      double odd3 = 0;
      int end = starts[i + 1];
      int e = starts[i];
      for (; e < end - 1; e += 2) {
        double a = values[e];
        int j = indices[e] * width + at;
        even0 += a * x[j];
        even1 += a * x[j + 1];
        even2 += a * x[j + 2];
        even3 += a * x[j + 3];
        double b = values[e + 1];
        int k = indices[e + 1] * width + at;
        odd0 += b * x[k];
        odd1 += b * x[k + 1];
        odd2 += b * x[k + 2];
        odd3 += b * x[k + 3];
      }
      if (e < end) {
        double a = values[e];
        int j = indices[e] * width + at;
        even0 += a * x[j];
        even1 += a * x[j + 1];
        even2 += a * x[j + 2];
        even3 += a * x[j + 3];
      }
      int j = i * width + at;
      y[j] = even0 + odd0;
      y[j + 1] = even1 + odd1;
      y[j + 2] = even2 + odd2;
      y[j + 3] = even3 + odd3;
    }
  }
}
