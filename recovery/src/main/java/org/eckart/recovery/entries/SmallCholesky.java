package org.eckart.recovery.entries;

import org.eckart.linalg.Kernels;

/** Cholesky of matrices of the rank's size, within flat arrays, without a call of LAPACK each. */
public final class SmallCholesky {
  private SmallCholesky() {}

  /**
   * A = L Lᵀ in place of the lower triangle of A (r × r). A pivot lost to rounding is raised to
   * that rounding, so that a direction without weight stays where it is.
   */
  public static void factor(double[] a, int r) {
    double largest = 0;
    for (int k = 0; k < r; k++) {
      largest = Math.max(largest, a[k * r + k]);
    }
    double floor = Math.max(1e-15 * largest, Double.MIN_NORMAL);
    for (int k = 0; k < r; k++) {
      for (int j = 0; j <= k; j++) {
        double sum = a[k * r + j] - Kernels.dot(a, k * r, a, j * r, j);
        a[k * r + j] = j == k ? Math.sqrt(Math.max(sum, floor)) : sum / a[j * r + j];
      }
    }
  }

  /** x ← L⁻ᵀ L⁻¹ x for r numbers. */
  public static void solve(double[] l, int r, double[] x) {
    for (int k = 0; k < r; k++) {
      double sum = x[k];
      for (int c = 0; c < k; c++) {
        sum -= l[k * r + c] * x[c];
      }
      x[k] = sum / l[k * r + k];
    }
    for (int k = r - 1; k >= 0; k--) {
      double value = x[k] / l[k * r + k];
      x[k] = value;
      for (int c = 0; c < k; c++) {
        x[c] -= l[k * r + c] * value;
      }
    }
  }
}
