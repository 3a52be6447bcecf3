package org.eckart.recovery.hankel;

import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;

/** Complex matrices of r columns kept as real ones of 2r: [Re F, Im F]. */
final class ComplexFactors {
  private ComplexFactors() {}

  /**
   * F*F = A + iB in real form, [[A, B], [−B, A]], symmetric of 2r × 2r: dividing a row [Re g, Im g]
   * by it divides g by F*F.
   */
  static Matrix gram(Matrix factor) {
    int r = factor.columns() / 2;
    Matrix real = factor.gram();
    Matrix gram = Matrix.zeros(2 * r, 2 * r);
    for (int k = 0; k < r; k++) {
      for (int l = 0; l < r; l++) {
        double a = real.get(k, l) + real.get(r + k, r + l);
        double b = real.get(k, r + l) - real.get(r + k, l);
        gram.set(k, l, a);
        gram.set(r + k, r + l, a);
        gram.set(k, r + l, b);
        gram.set(r + k, l, -b);
      }
    }
    return gram;
  }

  /** ‖L R*‖² = tr(L*L R*R). */
  static double squaredNorm(Matrix left, Matrix right) {
    Matrix a = gram(left);
    Matrix b = gram(right);
    double twice = Kernels.dot(a.array(), 0, b.array(), 0, a.array().length);
    return Math.max(0, twice / 2); // each entry stands there twice
  }

  /** [A, B] of complex columns: [Re A, Re B, Im A, Im B]. */
  static Matrix beside(Matrix a, Matrix b) {
    int r = a.columns() / 2;
    int s = b.columns() / 2;
    return a.columns(0, r)
        .beside(b.columns(0, s))
        .beside(a.columns(r, 2 * r))
        .beside(b.columns(s, 2 * s));
  }

  /**
   * r orthonormal complex columns out of the span of complex ones, the farthest from those taken so
   * far first (pivoted Gram and Schmidt, twice).
   *
   * @param vectors [Re, Im], n × 2k, k ≥ r
   */
  static Matrix basis(Matrix vectors, int rank) {
    int n = vectors.rows();
    int k = vectors.columns() / 2;
    double[][] re = new double[k][n];
    double[][] im = new double[k][n];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < k; c++) {
        re[c][i] = vectors.get(i, c);
        im[c][i] = vectors.get(i, k + c);
      }
    }
    boolean[] taken = new boolean[k];
    Matrix basis = Matrix.zeros(n, 2 * rank);
    for (int q = 0; q < rank; q++) {
      int best = -1;
      double most = -1;
      for (int c = 0; c < k; c++) {
        double norm = taken[c] ? -1 : norm(re[c], im[c]);
        if (norm > most) {
          most = norm;
          best = c;
        }
      }
      taken[best] = true;
      double[] a = re[best];
      double[] b = im[best];
      double norm = Math.max(norm(a, b), Double.MIN_NORMAL);
      for (int i = 0; i < n; i++) {
        a[i] /= norm;
        b[i] /= norm;
        basis.set(i, q, a[i]);
        basis.set(i, rank + q, b[i]);
      }
      for (int c = 0; c < k; c++) {
        for (int twice = 0; twice < 2 && !taken[c]; twice++) {
          takeOff(a, b, re[c], im[c]);
        }
      }
    }
    return basis;
  }

  private static double norm(double[] re, double[] im) {
    double sum = 0;
    for (int i = 0; i < re.length; i++) {
      sum += re[i] * re[i] + im[i] * im[i];
    }
    return Math.sqrt(sum);
  }

  /** v ← v − q (q* v). */
  private static void takeOff(double[] a, double[] b, double[] re, double[] im) {
    double c = 0;
    double d = 0;
    for (int i = 0; i < re.length; i++) {
      c += a[i] * re[i] + b[i] * im[i];
      d += a[i] * im[i] - b[i] * re[i];
    }
    for (int i = 0; i < re.length; i++) {
      re[i] -= c * a[i] - d * b[i];
      im[i] -= c * b[i] + d * a[i];
    }
  }
}
