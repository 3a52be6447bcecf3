package org.eckart.recovery.groups.convex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eckart.linalg.Cholesky;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Vector;

/**
 * Anderson's acceleration of a fixed-point iteration S ← S + f(S), S in parts: the next point is
 * the plain one less the combination of recent differences that would make f smallest if it were
 * affine (Walker and Ni, SIAM J. Numer. Anal. 49, 2011).
 *
 * <p>Where an accelerated point has made ‖f‖ twice as large, all is forgotten and the iteration
 * goes on from the plain point (as Fu, Zhang and Boyd, SIAM J. Sci. Comput. 42, 2020).
 */
final class Acceleration {
  /**
   * Differences kept. Over 14 problems from 30 × 20 to 200 × 150 a gap of 1e-6 took 8,931
   * iterations without, 2,490 with 5 and 2,463 with 8.
   */
  private static final int MEMORY = 5;

  private static final double GROWTH = 2;
  private static final double RIDGE = 1e-10;
  private static final int CHUNK = 2048; // that stays in the cache for all sums over it

  private final Parallel parallel;
  private final int parts;
  private final List<double[][]> moves = new ArrayList<>(); // differences of f
  private final List<double[][]> steps = new ArrayList<>(); // differences of S + f(S)
  private double[][] gram = {}; // of the moves
  private double[][] residual = {};
  private double[][] plain = {};
  private double before; // norm of the residual

  Acceleration(Parallel parallel, int parts) {
    this.parallel = parallel;
    this.parts = parts;
  }

  void forget() {
    moves.clear();
    steps.clear();
    gram = new double[0][];
    plain = new double[0][];
  }

  /**
   * @param f f(S)
   * @param norm of f
   * @param to S + f(S)
   * @return the next S, which the caller may change; both arguments are kept
   */
  double[][] next(double[][] f, double norm, double[][] to) {
    boolean worse = !moves.isEmpty() && norm > GROWTH * before;
    if (worse) {
      double[][] back = plain;
      forget();
      return back;
    }
    double[] weights = plain.length > 0 ? weights(f, to) : new double[0];
    residual = f;
    plain = to;
    before = norm;
    double[][] next = new double[parts][];
    parallel.forEachBlock(
        parts,
        part -> {
          double[] one = to[part].clone();
          for (int from = 0; from < one.length; from += CHUNK) {
            int length = Math.min(CHUNK, one.length - from);
            for (int k = 0; k < weights.length; k++) {
              Kernels.axpy(-weights[k], steps.get(k)[part], from, one, from, length);
            }
          }
          next[part] = one;
        });
    return next;
  }

  /**
   * Least squares of f by its recent differences; the ridge is far below what they are known to.
   */
  private double[] weights(double[][] f, double[][] to) {
    if (moves.size() == MEMORY) {
      moves.removeFirst();
      steps.removeFirst();
    }
    double[][] move = new double[parts][];
    double[][] step = new double[parts][];
    moves.add(move);
    steps.add(step);
    int m = moves.size();
    double[][] products = new double[parts][];
    parallel.forEachBlock(
        parts,
        part -> {
          move[part] = f[part].clone();
          step[part] = to[part].clone();
          products[part] = products(part, f[part]);
        });
    double[] sums = new double[2 * m];
    for (double[] one : products) {
      Arrays.setAll(sums, k -> sums[k] + one[k]);
    }
    remember(Arrays.copyOf(sums, m));
    Matrix a = Matrix.of(gram);
    double trace = 0;
    for (int k = 0; k < m; k++) {
      trace += a.get(k, k);
    }
    for (int k = 0; k < m; k++) {
      a.set(k, k, a.get(k, k) + RIDGE * trace);
    }
    return Cholesky.ifDefinite(a)
        .map(factor -> factor.solve(Vector.wrap(Arrays.copyOfRange(sums, m, 2 * m))).toArray())
        .orElse(new double[0]);
  }

  /**
   * Takes the last f and S + f(S) from the new ones; the newest difference, then f, times each one.
   */
  private double[] products(int part, double[] f) {
    int m = moves.size();
    double[] products = new double[2 * m];
    double[] move = moves.getLast()[part];
    double[] step = steps.getLast()[part];
    for (int from = 0; from < f.length; from += CHUNK) {
      int length = Math.min(CHUNK, f.length - from);
      Kernels.axpy(-1, residual[part], from, move, from, length);
      Kernels.axpy(-1, plain[part], from, step, from, length);
      for (int k = 0; k < m; k++) {
        products[k] += Kernels.dot(move, from, moves.get(k)[part], from, length);
        products[m + k] += Kernels.dot(f, from, moves.get(k)[part], from, length);
      }
    }
    return products;
  }

  /** Sets the Gram matrix of the moves, of which the last one is new. */
  private void remember(double[] products) {
    int m = products.length;
    int dropped = gram.length + 1 - m;
    double[][] next = new double[m][m];
    for (int k = 0; k < m - 1; k++) {
      System.arraycopy(gram[k + dropped], dropped, next[k], 0, m - 1);
      next[k][m - 1] = products[k];
    }
    next[m - 1] = products;
    gram = next;
  }
}
