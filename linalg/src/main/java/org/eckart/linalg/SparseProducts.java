package org.eckart.linalg;

import java.util.Arrays;

/**
 * Sparse rows times a block of vectors. Every sum runs over one row in column order with one
 * rounding for the product and one for the sum, so all ways of computing it agree bit for bit.
 */
final class SparseProducts {
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
    if (width == 1) {
      single(starts, indices, values, from, to, x, y);
      return;
    }
    int done = 0;
    for (; done + 8 <= width; done += 8) {
      eight(starts, indices, values, from, to, x, width, done, y);
    }
    for (; done + 4 <= width; done += 4) {
      four(starts, indices, values, from, to, x, width, done, y);
    }
    if (done < width) {
      rest(starts, indices, values, from, to, x, width, done, y);
    }
  }

  private static void single(
      int[] starts, int[] indices, double[] values, int from, int to, double[] x, double[] y) {
    for (int i = from; i < to; i++) {
      double sum = 0;
      for (int e = starts[i]; e < starts[i + 1]; e++) {
        sum += values[e] * x[indices[e]];
      }
      y[i] = sum;
    }
  }

  /** Columns {@code at} to {@code at + 7}, their sums in registers. */
  private static void eight(
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
      double y0 = 0;
      double y1 = 0;
      double y2 = 0;
      double y3 = 0;
      double y4 = 0;
      double y5 = 0;
      double y6 = 0;
      double y7 = 0;
      int end = starts[i + 1];
      for (int e = starts[i]; e < end; e++) {
        double a = values[e];
        int j = indices[e] * width + at;
        y0 += a * x[j];
        y1 += a * x[j + 1];
        y2 += a * x[j + 2];
        y3 += a * x[j + 3];
        y4 += a * x[j + 4];
        y5 += a * x[j + 5];
        y6 += a * x[j + 6];
        y7 += a * x[j + 7];
      }
      int j = i * width + at;
      y[j] = y0;
      y[j + 1] = y1;
      y[j + 2] = y2;
      y[j + 3] = y3;
      y[j + 4] = y4;
      y[j + 5] = y5;
      y[j + 6] = y6;
      y[j + 7] = y7;
    }
  }

  /** Columns {@code at} to {@code at + 3}. */
  private static void four(
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
      double y0 = 0;
      double y1 = 0;
      double y2 = 0;
      double y3 = 0;
      int end = starts[i + 1];
      for (int e = starts[i]; e < end; e++) {
        double a = values[e];
        int j = indices[e] * width + at;
        y0 += a * x[j];
        y1 += a * x[j + 1];
        y2 += a * x[j + 2];
        y3 += a * x[j + 3];
      }
      int j = i * width + at;
      y[j] = y0;
      y[j + 1] = y1;
      y[j + 2] = y2;
      y[j + 3] = y3;
    }
  }

  /** Columns {@code at} to the last, fewer than four. */
  private static void rest(
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
      int row = i * width;
      Arrays.fill(y, row + at, row + width, 0);
      for (int e = starts[i]; e < starts[i + 1]; e++) {
        int j = indices[e] * width;
        for (int c = at; c < width; c++) {
          y[row + c] += values[e] * x[j + c];
        }
      }
    }
  }
}
