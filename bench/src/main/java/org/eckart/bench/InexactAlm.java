package org.eckart.bench;

import java.util.Arrays;
import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.MatrixBlock;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.linalg.TruncatedSvd;
import org.eckart.linalg.Vector;
import org.jspecify.annotations.Nullable;

/**
 * Principal component pursuit, min ‖X‖_* + λ‖S‖₁ with X + S = Y, by the inexact augmented Lagrange
 * multiplier method: the peer of robust PCA, with the settings of its authors (λ = 1/√max(m, n), μ₀
 * = 1.25/‖Y‖₂, growing by 1.5 a step), partial SVDs of a predicted rank, started from the last
 * ones, and all elementwise work on all threads.
 *
 * <p>Memory: 5 m n doubles with Y.
 *
 * <p>Source: Lin, Chen &amp; Ma, arXiv 1009.5055 (2010), Algorithm 5 and section 4.3.
 */
final class InexactAlm {
  private static final double GROWTH = 1.5;
  private static final double SVD_TOLERANCE = 1e-7;
  private static final int MOST_STEPS = 200;
  private static final int BLOCK = 1 << 16;

  private InexactAlm() {}

  /** Tells whether X is exact enough; the time it takes is not counted. */
  interface Judge {
    boolean isExact(Svd x);
  }

  /**
   * @param seconds until the judge was content, or in all
   * @param reached whether it was
   */
  record Result(double seconds, int steps, int rank, boolean reached) {}

  static Result run(Matrix y, Judge judge, Parallel parallel) {
    int m = y.rows();
    int n = y.columns();
    double lambda = 1 / Math.sqrt(Math.max(m, n));
    long start = System.nanoTime();
    long judging = 0;
    double norm =
        TruncatedSvd.lanczos(y, LanczosOptions.rank(1).withTolerance(1e-4), parallel)
            .triplets()
            .s()
            .get(0);
    double dual = Math.max(norm, y.largestMagnitude() / lambda);
    double mu = 1.25 / norm;
    double muMost = mu * 1e7;
    double[] d = y.array();
    double[] s = new double[d.length];
    Matrix z = y.scaled(1 / dual);
    Matrix a = Matrix.zeros(m, n);
    int predicted = 10;
    @Nullable Svd last = null;
    for (int step = 1; step <= MOST_STEPS; step++) {
      double inverse = 1 / mu;
      each(parallel, d.length, k -> a.array()[k] = d[k] - s[k] + inverse * z.array()[k]);
      int wanted = Math.min(predicted, Math.min(m, n));
      Svd triplets =
          TruncatedSvd.lanczos(
                  a, LanczosOptions.rank(wanted).withTolerance(SVD_TOLERANCE), parallel, last)
              .triplets();
      last = triplets;
      int rank = 0;
      while (rank < wanted && triplets.s().get(rank) > inverse) {
        rank++;
      }
      predicted =
          rank < predicted ? Math.min(rank + 1, n) : Math.min(rank + (int) Math.round(0.05 * n), n);
      Svd x = shrunk(triplets, rank, inverse);
      Matrix left = x.u().columnsScaled(x.s());
      multiply(left, x.v(), a, parallel); // A becomes X
      double threshold = lambda * inverse;
      double factor = mu;
      each(
          parallel,
          d.length,
          k -> {
            double t = d[k] - a.array()[k] + inverse * z.array()[k];
            s[k] = Math.signum(t) * Math.max(0, Math.abs(t) - threshold);
            z.array()[k] += factor * (d[k] - a.array()[k] - s[k]);
          });
      mu = Math.min(mu * GROWTH, muMost);
      long before = System.nanoTime();
      boolean exact = judge.isExact(x);
      judging += System.nanoTime() - before;
      if (exact) {
        return new Result((System.nanoTime() - start - judging) * 1e-9, step, rank, true);
      }
    }
    return new Result((System.nanoTime() - start - judging) * 1e-9, MOST_STEPS, 0, false);
  }

  private static Svd shrunk(Svd triplets, int rank, double by) {
    Svd x = triplets.truncated(rank);
    double[] values = x.s().toArray();
    for (int k = 0; k < rank; k++) {
      values[k] -= by;
    }
    return new Svd(x.u(), Vector.wrap(values), x.v());
  }

  private static void multiply(Matrix left, Matrix right, Matrix to, Parallel parallel) {
    Matrix transposed = right.transpose();
    int rows = 64;
    parallel.forEachBlock(
        (to.rows() + rows - 1) / rows,
        b -> {
          int from = b * rows;
          int end = Math.min(to.rows(), from + rows);
          Arrays.fill(to.array(), from * to.columns(), end * to.columns(), 0);
          MatrixBlock.ofRows(to, from, end)
              .add(
                  1,
                  MatrixBlock.ofRows(left, from, end),
                  MatrixBlock.ofRows(transposed, 0, transposed.rows()));
        });
  }

  private interface Each {
    void at(int k);
  }

  private static void each(Parallel parallel, int length, Each body) {
    parallel.forEachBlock(
        (length + BLOCK - 1) / BLOCK,
        b -> {
          int end = Math.min(length, (b + 1) * BLOCK);
          for (int k = b * BLOCK; k < end; k++) {
            body.at(k);
          }
        });
  }
}
