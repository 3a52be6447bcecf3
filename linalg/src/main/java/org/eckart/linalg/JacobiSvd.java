package org.eckart.linalg;

import java.util.Arrays;

/**
 * The SVD by one-sided Jacobi rotations: a QR factorisation, then rotations of pairs of columns
 * until all are orthogonal. Slower than LAPACK's, and at least as accurate.
 */
final class JacobiSvd {
  /** Each sweep squares the error once the columns are nearly orthogonal; 6 to 12 are usual. */
  private static final int MAX_SWEEPS = 60;

  /**
   * Entries are at most 1e100 and the largest at least 1e-100; a column below 1e-140 of the largest
   * is zero to any rounding, and its squares would vanish.
   */
  private static final double NOTHING = 1e-140;

  private JacobiSvd() {}

  static Svd svd(Matrix a) {
    if (a.rows() < a.columns()) {
      Svd turned = svd(a.transpose());
      return new Svd(turned.v(), turned.s(), turned.u());
    }
    int n = a.columns();
    double largest = a.largestMagnitude();
    Matrix scaled = largest == 0 ? a : a.scaled(1 / largest);
    Qr qr = JavaQr.qr(scaled);
    Matrix w = qr.r().copy(); // Rᵀ by columns; W ends as (V diag(s))ᵀ, row by row
    Matrix g = Matrix.identity(n); // the rotations, so that Rᵀ = Wᵀ G
    rotate(w.array(), g.array(), n);

    double[] s = new double[n];
    Integer[] order = new Integer[n];
    for (int i = 0; i < n; i++) {
      s[i] = Math.sqrt(Kernels.squaredNorm(w.array(), i * n, n));
      order[i] = i;
    }
    Arrays.sort(order, (i, j) -> Double.compare(s[j], s[i]));
    double[] values = new double[n];
    Matrix vt = Matrix.zeros(n, n);
    Matrix ut = Matrix.zeros(n, n);
    for (int i = 0; i < n; i++) {
      int from = order[i];
      values[i] = s[from] <= NOTHING ? 0 : s[from] * largest;
      System.arraycopy(g.array(), from * n, ut.array(), i * n, n);
      if (values[i] == 0) {
        completeRow(vt.array(), i, n);
      } else {
        for (int j = 0; j < n; j++) {
          vt.set(i, j, w.array()[from * n + j] / s[from]);
        }
      }
    }
    return new Svd(JavaBlas.product(qr.q(), ut.transpose()), Vector.wrap(values), vt.transpose());
  }

  /**
   * Rotates pairs of rows of W, and of G with them, until all rows of W are orthogonal. Each pair's
   * cosine ends below (n + 8) ε, which bounds the error of every singular value relative to itself.
   */
  private static void rotate(double[] w, double[] g, int n) {
    double tolerance = (n + 8) * Math.ulp(1.0);
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      boolean settled = true;
      for (int p = 0; p < n - 1; p++) {
        for (int q = p + 1; q < n; q++) {
          double pp = Kernels.squaredNorm(w, p * n, n);
          double qq = Kernels.squaredNorm(w, q * n, n);
          double pq = Kernels.dot(w, p * n, w, q * n, n);
          if (Math.sqrt(pp) <= NOTHING
              || Math.sqrt(qq) <= NOTHING
              || Math.abs(pq) <= tolerance * Math.sqrt(pp) * Math.sqrt(qq)) {
            continue;
          }
          settled = false;
          double cotangent = (qq - pp) / (2 * pq); // of twice the angle
          double tangent =
              Math.copySign(1, cotangent) / (Math.abs(cotangent) + Math.hypot(1, cotangent));
          double cosine = 1 / Math.hypot(1, tangent);
          double sine = cosine * tangent;
          rotateRows(w, p * n, q * n, n, cosine, sine);
          rotateRows(g, p * n, q * n, n, cosine, sine);
        }
      }
      if (settled) {
        return;
      }
    }
    throw new ArithmeticException(
        "The SVD of a matrix of rank up to %d did not converge in %d Jacobi sweeps"
            .formatted(n, MAX_SWEEPS));
  }

  private static void rotateRows(double[] w, int p, int q, int n, double cosine, double sine) {
    for (int j = 0; j < n; j++) {
      double x = w[p + j];
      double y = w[q + j];
      w[p + j] = cosine * x - sine * y;
      w[q + j] = sine * x + cosine * y;
    }
  }

  /** Sets row i to a unit vector orthogonal to the rows before it. */
  private static void completeRow(double[] rows, int i, int n) {
    double[] best = new double[n];
    double bestNorm = 0;
    for (int unit = 0; unit < n && bestNorm < 0.5; unit++) { // one has norm √((n − i)/n) at least
      double[] candidate = new double[n];
      candidate[unit] = 1;
      for (int twice = 0; twice < 2; twice++) {
        for (int row = 0; row < i; row++) {
          double along = Kernels.dot(rows, row * n, candidate, 0, n);
          Kernels.axpy(-along, rows, row * n, candidate, 0, n);
        }
      }
      double norm = Math.sqrt(Kernels.squaredNorm(candidate, 0, n));
      if (norm > bestNorm) {
        best = candidate;
        bestNorm = norm;
      }
    }
    for (int row = 0; row < i; row++) { // once more: the best may have been short
      double along = Kernels.dot(rows, row * n, best, 0, n);
      Kernels.axpy(-along, rows, row * n, best, 0, n);
    }
    double norm = Math.sqrt(Kernels.squaredNorm(best, 0, n));
    for (int j = 0; j < n; j++) {
      rows[i * n + j] = best[j] / norm;
    }
  }

  /**
   * Eigenvalues from the SVD of A + c I, which is positive semidefinite for c = ‖A‖_F: its singular
   * values are λᵢ + c, each within some n ε c of right, as LAPACK's are.
   */
  static SymmetricEigen symmetricEigen(Matrix a) {
    int n = a.rows();
    double shift = a.frobeniusNorm();
    Matrix shifted = a.copy();
    for (int i = 0; i < n; i++) {
      shifted.set(i, i, a.get(i, i) + shift);
    }
    Svd svd = svd(shifted);
    Matrix image = JavaBlas.product(a, svd.u());
    double[] values = new double[n];
    for (int j = 0; j < n; j++) { // Rayleigh quotients: exact where A is diagonal
      for (int i = 0; i < n; i++) {
        values[j] += svd.u().get(i, j) * image.get(i, j);
      }
    }
    return sorted(values, svd.u());
  }

  private static SymmetricEigen sorted(double[] values, Matrix vectors) {
    int n = values.length;
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (i, j) -> Double.compare(values[j], values[i]));
    double[] descending = new double[n];
    Matrix arranged = Matrix.zeros(n, n);
    for (int j = 0; j < n; j++) {
      descending[j] = values[order[j]];
      for (int i = 0; i < n; i++) {
        arranged.set(i, j, vectors.get(i, order[j]));
      }
    }
    return new SymmetricEigen(Vector.wrap(descending), arranged);
  }
}
