package org.eckart.bayes.nuclear;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Svd;

/**
 * X = U diag(s) Vᵀ with the data in its coordinates, B = Uᵀ Y V: what the spectral samplers move.
 * Mutable; n ≤ m. The singular values stand in any order and are all above 0.
 */
final class SpectralFrame {
  final int n;
  final int m;

  /** n singular values. */
  final double[] s;

  /** Columns of U, n arrays of n. */
  final double[][] u;

  /** Columns of V, n arrays of m. */
  final double[][] v;

  /** Rows of B, n arrays of n. */
  final double[][] b;

  SpectralFrame(int n, int m) {
    this.n = n;
    this.m = m;
    this.s = new double[n];
    this.u = new double[n][n];
    this.v = new double[n][m];
    this.b = new double[n][n];
  }

  /** The frame of X, its singular values made distinct and positive at the scale {@code noise}. */
  static SpectralFrame of(Matrix x, double noise) {
    Svd svd = Svd.of(x);
    SpectralFrame frame = new SpectralFrame(x.rows(), x.columns());
    for (int k = 0; k < frame.n; k++) {
      frame.s[k] = Math.max(svd.s().get(k), noise * (frame.n - k) / frame.n);
      for (int i = 0; i < frame.n; i++) {
        frame.u[k][i] = svd.u().get(i, k);
      }
      for (int j = 0; j < frame.m; j++) {
        frame.v[k][j] = svd.v().get(j, k);
      }
    }
    for (int k = frame.n - 2; k >= 0; k--) { // equal values after the floor: part them
      frame.s[k] = Math.max(frame.s[k], frame.s[k + 1] * (1 + 1e-6));
    }
    return frame;
  }

  SpectralFrame copy() {
    SpectralFrame copy = new SpectralFrame(n, m);
    System.arraycopy(s, 0, copy.s, 0, n);
    for (int k = 0; k < n; k++) {
      copy.u[k] = u[k].clone();
      copy.v[k] = v[k].clone();
      copy.b[k] = b[k].clone();
    }
    return copy;
  }

  double nuclearNorm() {
    double sum = 0;
    for (double one : s) {
      sum += one;
    }
    return sum;
  }

  /** ‖X‖²_F. */
  double square() {
    double sum = 0;
    for (double one : s) {
      sum += one * one;
    }
    return sum;
  }

  /** ⟨X, Y⟩ = Σ sᵢ bᵢᵢ. */
  double inner() {
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += s[k] * b[k][k];
    }
    return sum;
  }

  /** Uᵀ, n × n. */
  Matrix left() {
    return joined(u, n);
  }

  /** Vᵀ, n × m. */
  Matrix right() {
    return joined(v, m);
  }

  /** X, n × m. */
  Matrix product() {
    Matrix scaled = right();
    double[] a = scaled.array();
    for (int k = 0; k < n; k++) {
      for (int j = 0; j < m; j++) {
        a[k * m + j] *= s[k];
      }
    }
    return left().transposeTimes(scaled);
  }

  /** B ← Uᵀ Y V, for new data or against drift. */
  void see(Matrix y) {
    Matrix core = left().times(y).timesTranspose(right());
    for (int k = 0; k < n; k++) {
      System.arraycopy(core.array(), k * n, b[k], 0, n);
    }
  }

  /** Takes rounding out of U and V; their columns stay where they are to that order. */
  void orthonormalise() {
    spread(Qr.orthonormal(left().transpose()).transpose(), u);
    spread(Qr.orthonormal(right().transpose()).transpose(), v);
  }

  /** The largest entry of |UᵀU − I| and |VᵀV − I|. */
  double orthogonalityError() {
    Matrix uu = left().timesTranspose(left()).minus(Matrix.identity(n));
    Matrix vv = right().timesTranspose(right()).minus(Matrix.identity(n));
    return Math.max(uu.largestMagnitude(), vv.largestMagnitude());
  }

  static Matrix joined(double[][] rows, int length) {
    Matrix joined = Matrix.zeros(rows.length, length);
    for (int k = 0; k < rows.length; k++) {
      System.arraycopy(rows[k], 0, joined.array(), k * length, length);
    }
    return joined;
  }

  static void spread(Matrix from, double[][] rows) {
    for (int k = 0; k < rows.length; k++) {
      System.arraycopy(from.array(), k * from.columns(), rows[k], 0, from.columns());
    }
  }
}
