package org.eckart.linalg;

/** Householder QR in Java, columns kept as rows of the transpose so that each lies in one piece. */
final class JavaQr {
  private JavaQr() {}

  static Qr qr(Matrix a) {
    int m = a.rows();
    int n = a.columns();
    int k = Math.min(m, n);
    double[] columns = a.transpose().array(); // n × m; column j of A from j m on
    double[] tau = new double[k];
    Matrix r = Matrix.zeros(k, n);
    for (int j = 0; j < k; j++) {
      int from = j * m + j;
      int length = m - j;
      double diagonal = reflect(columns, from, length, tau, j);
      for (int i = j + 1; i < n; i++) {
        apply(columns, from, length, tau[j], columns, i * m + j);
      }
      r.set(j, j, diagonal);
      for (int i = j + 1; i < n; i++) {
        r.set(j, i, columns[i * m + j]);
      }
    }
    Matrix qt = Matrix.zeros(k, m);
    for (int j = k - 1; j >= 0; j--) { // Q = H₁ … H_k applied to the first k unit vectors
      qt.set(j, j, 1);
      for (int i = j; i < k; i++) {
        apply(columns, j * m + j, m - j, tau[j], qt.array(), i * m + j);
      }
    }
    return new Qr(qt.transpose(), r);
  }

  /**
   * Turns x into β e₁ by H = I − τ v vᵀ and leaves v, with v₁ = 1, in its place.
   *
   * @return β
   */
  private static double reflect(double[] x, int from, int length, double[] tau, int at) {
    double largest = 0;
    for (int i = from + 1; i < from + length; i++) {
      largest = Math.max(largest, Math.abs(x[i]));
    }
    double first = x[from];
    x[from] = 1;
    if (largest == 0) {
      return first; // τ = 0: H = I
    }
    double scale = Math.max(largest, Math.abs(first)); // squares below must not vanish
    double sum = (first / scale) * (first / scale);
    for (int i = from + 1; i < from + length; i++) {
      sum += (x[i] / scale) * (x[i] / scale);
    }
    double beta = -Math.copySign(scale * Math.sqrt(sum), first); // no cancellation in first − β
    tau[at] = (beta - first) / beta;
    for (int i = from + 1; i < from + length; i++) {
      x[i] /= first - beta;
    }
    return beta;
  }

  /** y ← y − τ v (vᵀ y). */
  private static void apply(double[] v, int vFrom, int length, double tau, double[] y, int yFrom) {
    double factor = tau * Kernels.dot(v, vFrom, y, yFrom, length);
    Kernels.axpy(-factor, v, vFrom, y, yFrom, length);
  }
}
