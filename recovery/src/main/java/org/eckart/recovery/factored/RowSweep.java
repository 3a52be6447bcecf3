package org.eckart.recovery.factored;

import java.util.Arrays;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.SymmetricEigen;
import org.eckart.recovery.entries.EntrySide;
import org.eckart.recovery.entries.SmallCholesky;

/**
 * Improves L for fixed R, row by row: each takes k conjugate-gradient steps on its own
 * least-squares problem ½ Σ_{j observed} (yⱼ − l·rⱼ)² + ½ λᵢ‖l‖², λᵢ = λ nᵢ^½, preconditioned by
 * (nᵢ Ḡ + λᵢ I)⁻¹.
 *
 * <p>Ḡ = Σⱼ (mⱼ/N) rⱼ rⱼᵀ, one matrix for all rows, is what a row's Gram is on average over nᵢ:
 * with k = 1 this is the scaled gradient with an exact step for each row, with k ≥ r it is
 * alternating least squares, solved by Cholesky then. In coordinates in which Ḡ is diagonal the
 * preconditioner costs r operations a row; the factors are turned into them and back.
 *
 * <p>The loss never rises, whatever k. A row without entries becomes 0. A row with fewer entries
 * than r and λ = 0 keeps what its entries do not determine.
 *
 * @param factor L after it
 * @param squares ‖P_Ω(L Rᵀ − Y)‖² after it
 */
record RowSweep(Matrix factor, double squares) {
  /** A row is solved once its gradient has fallen by this (squared): further steps would round. */
  private static final double SOLVED = 1e-28;

  /** Ḡ's small eigenvalues are kept above this part of the largest. */
  private static final double FLOOR = 1e-15;

  /** Added to the diagonal of a row's Gram, relative to its trace, so that Cholesky exists. */
  private static final double RIDGE = 1e-13;

  /**
   * @param own L, m × r
   * @param other R, n × r
   * @param otherSide tells how many entries each column has
   * @param steps k
   * @param penalty λ ≥ 0
   */
  static RowSweep run(
      EntrySide side,
      EntrySide otherSide,
      Matrix own,
      Matrix other,
      int steps,
      double penalty,
      Parallel parallel) {
    int r = own.columns();
    boolean exact = steps >= r;
    SymmetricEigen mean = exact ? null : meanGram(other, otherSide);
    Matrix start = mean == null ? own.copy() : own.times(mean.vectors());
    Matrix features = mean == null ? other : other.times(mean.vectors());
    double[] spectrum = mean == null ? new double[0] : mean.values().toArray();
    double squares =
        side.sum(
            parallel,
            (from, to) -> {
              RowSolver solver =
                  new RowSolver(side, start.array(), features.array(), r, steps, penalty);
              double sum = 0;
              for (int i = from; i < to; i++) {
                sum += exact ? solver.solve(i) : solver.improve(i, spectrum);
              }
              return sum;
            });
    return new RowSweep(mean == null ? start : start.timesTranspose(mean.vectors()), squares);
  }

  /** Ḡ in its own coordinates. */
  private static SymmetricEigen meanGram(Matrix other, EntrySide side) {
    int r = other.columns();
    Matrix weighted = other.copy();
    for (int j = 0; j < other.rows(); j++) {
      double weight = Math.sqrt((double) side.count(j) / side.entries());
      for (int k = 0; k < r; k++) {
        weighted.array()[j * r + k] *= weight;
      }
    }
    return SymmetricEigen.of(weighted.gram());
  }

  /** What a row needs while it is solved. */
  private static final class RowSolver {
    private final EntrySide side;
    private final double[] own;
    private final double[] features;
    private final int r;
    private final int steps;
    private final double penalty;
    private final double[] gradient;
    private final double[] direction;
    private final double[] image;
    private final double[] hessian;

    RowSolver(EntrySide side, double[] own, double[] features, int r, int steps, double penalty) {
      this.side = side;
      this.own = own;
      this.features = features;
      this.r = r;
      this.steps = steps;
      this.penalty = penalty;
      gradient = new double[r];
      direction = new double[r];
      image = new double[r];
      hessian = new double[r * r];
    }

    /** Conjugate gradients; the squares of what is left. */
    double improve(int i, double[] spectrum) {
      int at = i * r;
      int n = side.count(i);
      if (n == 0) {
        Arrays.fill(own, at, at + r, 0);
        return 0;
      }
      double lambda = penalty * Math.sqrt(n);
      beginGradient(i, lambda);
      double floor = n * FLOOR * spectrum[0] + lambda;
      double product = 0;
      for (int k = 0; k < r; k++) {
        direction[k] = gradient[k] / Math.max(n * spectrum[k] + lambda, floor);
        product += gradient[k] * direction[k];
      }
      double enough = SOLVED * product;
      for (int step = 0; step < steps && product > enough; step++) {
        Arrays.fill(image, 0);
        for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
          int feature = side.other()[e] * r;
          double along = Kernels.dot(features, feature, direction, 0, r);
          Kernels.axpy(along, features, feature, image, 0, r);
        }
        Kernels.axpy(lambda, direction, 0, image, 0, r);
        double curvature = Kernels.dot(direction, 0, image, 0, r);
        if (!(curvature > 0)) {
          break;
        }
        double length = product / curvature;
        Kernels.axpy(length, direction, 0, own, at, r);
        Kernels.axpy(-length, image, 0, gradient, 0, r);
        double next = 0;
        for (int k = 0; k < r; k++) {
          next += gradient[k] * gradient[k] / Math.max(n * spectrum[k] + lambda, floor);
        }
        for (int k = 0; k < r; k++) {
          direction[k] =
              gradient[k] / Math.max(n * spectrum[k] + lambda, floor)
                  + next / product * direction[k];
        }
        product = next;
      }
      return squares(i);
    }

    /** By Cholesky, the change from where the row is; the squares of what is left. */
    double solve(int i) {
      int at = i * r;
      int n = side.count(i);
      if (n == 0) {
        Arrays.fill(own, at, at + r, 0);
        return 0;
      }
      double lambda = penalty * Math.sqrt(n);
      beginGradient(i, lambda);
      Arrays.fill(hessian, 0);
      for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
        int feature = side.other()[e] * r;
        for (int k = 0; k < r; k++) {
          Kernels.axpy(features[feature + k], features, feature, hessian, k * r, k + 1);
        }
      }
      double trace = 0;
      for (int k = 0; k < r; k++) {
        trace += hessian[k * r + k];
      }
      if (!(trace + lambda > 0)) {
        return squares(i);
      }
      for (int k = 0; k < r; k++) {
        hessian[k * r + k] += lambda + RIDGE * trace;
      }
      SmallCholesky.factor(hessian, r);
      SmallCholesky.solve(hessian, r, gradient);
      Kernels.axpy(1, gradient, 0, own, at, r);
      return squares(i);
    }

    /** The downhill gradient at the row as it is. */
    private void beginGradient(int i, double lambda) {
      int at = i * r;
      for (int k = 0; k < r; k++) {
        gradient[k] = -lambda * own[at + k];
      }
      for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
        int feature = side.other()[e] * r;
        double left = side.value()[e] - Kernels.dot(own, at, features, feature, r);
        Kernels.axpy(left, features, feature, gradient, 0, r);
      }
    }

    private double squares(int i) {
      double sum = 0;
      for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
        double left = side.value()[e] - Kernels.dot(own, i * r, features, side.other()[e] * r, r);
        sum += left * left;
      }
      return sum;
    }
  }
}
