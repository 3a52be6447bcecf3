package org.eckart.recovery.softimpute;

import java.util.Arrays;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * Leading singular triplets of what U and V leave of a sparse S, (I − U Uᵀ) S (I − V Vᵀ), with an
 * upper bound on its norm: Golub–Kahan–Lanczos with full reorthogonalisation from a random vector.
 *
 * <p>The largest Ritz value θ is a lower bound. For the upper one: after k steps from a vector
 * drawn uniformly from the sphere in n dimensions, Lanczos on SᵀS has missed its largest eigenvalue
 * by a part ε of it with probability at most 1.648 √n e^{−√ε (2k − 1)} (Kuczyński &amp;
 * Woźniakowski, SIAM J. Matrix Anal. Appl. 13 (1992), Theorem 4.2), whatever its spectrum. So ‖·‖₂
 * ≤ θ/√(1 − ε) except with probability {@value #FAILURE}.
 */
final class LeftoverLanczos {
  static final double FAILURE = 1e-10;

  /** A residual of this size relative to θ is rounding: the Krylov space is complete. */
  private static final double BREAKDOWN = 1e-13;

  private final ObservedTable.Residual s;
  private final Matrix u;
  private final Matrix v;
  private final double[][] left;
  private final double[][] right;
  private final double[] alpha;
  private final double[] beta;
  private double[] next;
  private int steps;
  private boolean complete;
  private Svd small = new Svd(Matrix.zeros(0, 0), Vector.of(), Matrix.zeros(0, 0));

  /**
   * @param u m × r, orthonormal
   * @param v n × r, orthonormal
   * @param columnSeen whether a column has an entry; where not, right vectors are exactly 0
   */
  LeftoverLanczos(
      ObservedTable.Residual s,
      Matrix u,
      Matrix v,
      Side byColumn,
      int mostSteps,
      RandomStream random) {
    this.s = s;
    this.u = u;
    this.v = v;
    left = new double[mostSteps][];
    right = new double[mostSteps][];
    alpha = new double[mostSteps];
    beta = new double[mostSteps];
    next = new double[v.rows()];
    for (int j = 0; j < next.length; j++) {
      next[j] = byColumn.count(j) > 0 ? random.nextGaussian() : 0;
    }
    project(v, right, 0, next);
    complete = !normalise(next, 1e-10); // nothing of the space is left
  }

  /** Goes on to this many steps in all, or to the end of the Krylov space. */
  void extend(int wanted) {
    double largest = 0;
    for (int k = 0; k < steps; k++) {
      largest = Math.max(largest, Math.max(alpha[k], beta[k]));
    }
    while (!complete && steps < Math.min(wanted, left.length)) {
      int k = steps;
      right[k] = next;
      double[] p = new double[u.rows()];
      s.byRow().multiply(right[k], p);
      project(u, left, k, p);
      alpha[k] = norm(p);
      largest = Math.max(largest, alpha[k]);
      if (!(alpha[k] > BREAKDOWN * largest)) {
        alpha[k] = 0;
        complete = true;
        left[k] = new double[p.length];
        steps++;
        break;
      }
      scale(p, 1 / alpha[k]);
      left[k] = p;
      next = new double[v.rows()];
      s.byColumn().multiply(p, next);
      project(v, right, k + 1, next);
      beta[k] = norm(next);
      largest = Math.max(largest, beta[k]);
      if (beta[k] > BREAKDOWN * largest) {
        scale(next, 1 / beta[k]);
      } else {
        beta[k] = 0;
        complete = true;
      }
      steps++;
    }
    solve();
  }

  private void solve() {
    Matrix b = Matrix.zeros(steps, steps);
    for (int k = 0; k < steps; k++) {
      b.set(k, k, alpha[k]);
      if (k + 1 < steps) {
        b.set(k, k + 1, beta[k]);
      }
    }
    small = Svd.of(b);
  }

  int steps() {
    return steps;
  }

  boolean canGoOn() {
    return !complete && steps < left.length;
  }

  /** Ritz values, falling. */
  Vector values() {
    return small.s();
  }

  /** The largest Ritz value, which the norm is not below. */
  double largest() {
    return steps == 0 ? 0 : small.s().get(0);
  }

  /** A bound on the norm that fails with probability {@link #FAILURE} at most. */
  double upperBound() {
    double theta = largest();
    if (complete) {
      return theta * (1 + 1e-12); // every eigenvalue is in the space, but for rounding
    }
    double root = Math.log(1.648 * Math.sqrt(v.rows()) / FAILURE) / (2 * steps - 1);
    double missed = root * root;
    return missed < 1 ? theta / Math.sqrt(1 - missed) : Double.POSITIVE_INFINITY;
  }

  Matrix leftVectors(int count) {
    return combined(left, small.u(), count, u.rows());
  }

  Matrix rightVectors(int count) {
    return combined(right, small.v(), count, v.rows());
  }

  private Matrix combined(double[][] basis, Matrix coordinates, int count, int size) {
    Matrix sum = Matrix.zeros(size, count);
    double[] to = sum.array();
    for (int k = 0; k < steps; k++) {
      for (int i = 0; i < size; i++) {
        for (int c = 0; c < count; c++) {
          to[i * count + c] += basis[k][i] * coordinates.get(k, c);
        }
      }
    }
    return sum;
  }

  /** Takes out the columns of F and the first {@code count} basis vectors, twice. */
  private static void project(Matrix f, double[][] basis, int count, double[] x) {
    int r = f.columns();
    double[] inner = new double[r];
    for (int pass = 0; pass < 2; pass++) {
      Arrays.fill(inner, 0);
      for (int i = 0; i < x.length && r > 0; i++) {
        Kernels.axpy(x[i], f.array(), i * r, inner, 0, r);
      }
      for (int i = 0; i < x.length && r > 0; i++) {
        x[i] -= Kernels.dot(f.array(), i * r, inner, 0, r);
      }
      for (int k = 0; k < count; k++) {
        axpy(-Kernels.dot(basis[k], 0, x, 0, x.length), basis[k], x);
      }
    }
  }

  private static void axpy(double factor, double[] x, double[] y) {
    Kernels.axpy(factor, x, 0, y, 0, y.length);
  }

  private static double norm(double[] x) {
    return Math.sqrt(Kernels.squaredNorm(x, 0, x.length));
  }

  private static void scale(double[] x, double factor) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor;
    }
  }

  /** False if x, once of random entries near 1, was projected to nothing. */
  private static boolean normalise(double[] x, double nothing) {
    double length = norm(x);
    if (length <= nothing) {
      return false;
    }
    scale(x, 1 / length);
    return true;
  }
}
