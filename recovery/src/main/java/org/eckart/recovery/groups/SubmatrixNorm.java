package org.eckart.recovery.groups;

import java.util.Arrays;
import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.SparseMatrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.SymmetricEigen;
import org.eckart.linalg.TruncatedSvd;

/** Singular values of the rows of a group in a sparse matrix. */
public final class SubmatrixNorm {
  /** Up to this smaller side a norm is computed outright, from the Gram matrix. */
  private static final int OUTRIGHT = 400;

  /** Chance with which the bound on a larger one fails. */
  public static final double FAILURE = 1e-10;

  private static final int STEPS = 120;

  private SubmatrixNorm() {}

  /**
   * Rows of S, scaled.
   *
   * @param values of the cells, row by row
   * @param factor of each row of the whole matrix, or null for 1
   */
  public static SparseMatrix rows(
      ObservedCells cells,
      double[] values,
      int[] members,
      double @org.jspecify.annotations.Nullable [] factor) {
    ObservedCells.Side side = cells.byRow();
    int[] start = new int[members.length + 1];
    for (int k = 0; k < members.length; k++) {
      start[k + 1] = start[k] + side.count(members[k]);
    }
    int[] column = new int[start[members.length]];
    double[] value = new double[column.length];
    for (int k = 0; k < members.length; k++) {
      int from = side.start()[members[k]];
      int length = side.count(members[k]);
      System.arraycopy(side.other(), from, column, start[k], length);
      double by = factor == null ? 1 : factor[members[k]];
      for (int e = 0; e < length; e++) {
        value[start[k] + e] = by * values[from + e];
      }
    }
    return SparseMatrix.wrap(members.length, cells.columns(), start, column, value);
  }

  /**
   * An upper bound on ‖S‖₂: the norm but for rounding where min(m, n) ≤ {@value #OUTRIGHT}, else by
   * {@value #STEPS} Lanczos steps from a random vector, which fails with probability {@value
   * #FAILURE} (Kuczyński &amp; Woźniakowski 1992).
   */
  public static double upper(SparseMatrix s, RandomStream random) {
    if (s.entries() == 0 || s.largestMagnitude() == 0) {
      return 0;
    }
    int least = Math.min(s.rows(), s.columns());
    if (least <= OUTRIGHT) {
      return outright(s) * (1 + 1e-12);
    }
    double rootEpsilon =
        (Math.log(1.648 * Math.sqrt(s.columns())) - Math.log(FAILURE)) / (2 * STEPS - 1);
    double theta = lanczos(s, random);
    return theta / Math.sqrt(1 - rootEpsilon * rootEpsilon);
  }

  private static double outright(SparseMatrix s) {
    double scale = s.largestMagnitude();
    Matrix dense = (s.rows() <= s.columns() ? s.transpose() : s).scaled(1 / scale).toDense();
    double largest = SymmetricEigen.of(dense.gram()).values().get(0);
    return scale * Math.sqrt(Math.max(0, largest));
  }

  /** The largest Ritz value, fully reorthogonalised on the right. */
  private static double lanczos(SparseMatrix s, RandomStream random) {
    int n = s.columns();
    double[][] basis = new double[STEPS][];
    double[] alpha = new double[STEPS];
    double[] beta = new double[STEPS];
    double[] v = new double[n];
    Arrays.setAll(v, _ -> random.nextGaussian());
    scale(v, 1 / norm(v));
    double[] u = new double[s.rows()];
    double[] before = new double[s.rows()];
    int k = 0;
    while (k < STEPS) {
      basis[k] = v;
      s.multiply(v, u);
      if (k > 0) {
        subtract(u, beta[k - 1], before);
      }
      alpha[k] = norm(u);
      if (alpha[k] == 0) {
        k++;
        break;
      }
      scale(u, 1 / alpha[k]);
      double[] next = new double[n];
      s.transposeMultiply(u, next);
      for (int turn = 0; turn < 2; turn++) {
        for (int b = 0; b <= k; b++) {
          double inner = 0;
          for (int j = 0; j < n; j++) {
            inner += basis[b][j] * next[j];
          }
          subtract(next, inner, basis[b]);
        }
      }
      beta[k] = norm(next);
      before = u.clone();
      if (beta[k] <= 1e-13 * alpha[0]) {
        k++;
        break;
      }
      scale(next, 1 / beta[k]);
      v = next;
      k++;
    }
    Matrix bidiagonal = Matrix.zeros(k, k);
    for (int b = 0; b < k; b++) {
      bidiagonal.set(b, b, alpha[b]);
      if (b + 1 < k) {
        bidiagonal.set(b, b + 1, beta[b]);
      }
    }
    return Svd.of(bidiagonal).s().get(0);
  }

  private static double norm(double[] x) {
    return Matrix.wrap(1, x.length, x).frobeniusNorm();
  }

  private static void scale(double[] x, double factor) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor;
    }
  }

  private static void subtract(double[] x, double factor, double[] y) {
    for (int i = 0; i < x.length; i++) {
      x[i] -= factor * y[i];
    }
  }

  /** The leading singular triplets, at most {@code rank}. */
  public static Svd leading(SparseMatrix s, int rank) {
    int least = Math.min(s.rows(), s.columns());
    int wanted = Math.min(rank, least);
    if (s.entries() == 0 || s.largestMagnitude() == 0) {
      return new Svd(
          Matrix.zeros(s.rows(), 0), org.eckart.linalg.Vector.of(), Matrix.zeros(s.columns(), 0));
    }
    if (least <= 60) {
      return Svd.of(s.toDense()).truncated(wanted);
    }
    return TruncatedSvd.lanczos(s, LanczosOptions.rank(wanted).withTolerance(1e-6)).triplets();
  }
}
