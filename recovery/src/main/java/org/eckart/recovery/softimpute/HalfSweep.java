package org.eckart.recovery.softimpute;

import java.util.Arrays;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Vector;

/**
 * Improves A in X = A Vᵀ for fixed V, row by row: each row takes a few conjugate-gradient steps,
 * preconditioned by the diagonal, on
 *
 * <p>½ Σ_{j observed} (yⱼ − a·vⱼ)² + ½ Σ_k (λ/d_k) a_k².
 *
 * <p>Summed over rows and added to ½ λ Σ d_k this is at least ½‖P_Ω(Y − X)‖² + λ‖X‖_*, with
 * equality at A = U diag(d): a half-sweep never raises the objective. softImpute-ALS takes one
 * gradient step of length 1 here, as if each row were wholly observed; rows of which one entry in
 * sixty is known then move sixty times too little.
 */
final class HalfSweep {
  /** A row is solved once its gradient has fallen by this; further steps would only round. */
  private static final double SOLVED = 1e-28; // squared

  /** Squares of a direction that is nothing but underflow. */
  private static final double VANISHED = 1e-290;

  private HalfSweep() {}

  /**
   * @param start A = U diag(d), m × r
   * @param v orthonormal, n × r
   * @param d positive
   */
  static Matrix improved(
      Side side, Matrix start, Matrix v, Vector d, double penalty, int steps, Parallel parallel) {
    int r = d.size();
    double[] weight = new double[r];
    for (int k = 0; k < r; k++) {
      weight[k] = penalty / d.get(k);
    }
    Matrix improved = start.copy();
    side.forEachRange(
        parallel,
        (from, to) -> {
          RowScratch scratch = new RowScratch(r);
          for (int i = from; i < to; i++) {
            scratch.solve(side, i, improved.array(), v.array(), weight, steps);
          }
        });
    return improved;
  }

  /** What one row needs while it is solved. */
  private static final class RowScratch {
    private final int r;
    private final double[] gradient;
    private final double[] diagonal;
    private final double[] direction;
    private final double[] image;

    RowScratch(int r) {
      this.r = r;
      gradient = new double[r];
      diagonal = new double[r];
      direction = new double[r];
      image = new double[r];
    }

    void solve(Side side, int i, double[] a, double[] v, double[] weight, int steps) {
      int at = i * r;
      int first = side.start()[i];
      int last = side.start()[i + 1];
      if (first == last) {
        Arrays.fill(a, at, at + r, 0);
        return;
      }
      begin(side, first, last, at, a, v, weight);
      double product = preconditioned(0);
      double enough = SOLVED * product;
      for (int step = 0; step < steps && product > enough; step++) {
        Arrays.fill(image, 0);
        for (int e = first; e < last; e++) {
          int from = side.other()[e] * r;
          Kernels.axpy(Kernels.dot(v, from, direction, 0, r), v, from, image, 0, r);
        }
        double curvature = 0;
        for (int k = 0; k < r; k++) {
          image[k] += weight[k] * direction[k];
          curvature += image[k] * direction[k];
        }
        if (!(curvature > VANISHED)) {
          return;
        }
        double length = product / curvature;
        Kernels.axpy(length, direction, 0, a, at, r);
        Kernels.axpy(-length, image, 0, gradient, 0, r);
        product = preconditioned(product);
      }
    }

    /** The downhill gradient and the diagonal of the Hessian at the row's start. */
    private void begin(
        Side side, int first, int last, int at, double[] a, double[] v, double[] weight) {
      for (int k = 0; k < r; k++) {
        gradient[k] = -weight[k] * a[at + k];
        diagonal[k] = weight[k];
      }
      for (int e = first; e < last; e++) {
        int from = side.other()[e] * r;
        double gap = side.value()[e] - Kernels.dot(a, at, v, from, r);
        for (int k = 0; k < r; k++) {
          double entry = v[from + k];
          gradient[k] += gap * entry;
          diagonal[k] += entry * entry;
        }
      }
    }

    /** Turns the direction; gᵀ M⁻¹ g, with 0 for the one before at the start. */
    private double preconditioned(double before) {
      double product = 0;
      for (int k = 0; k < r; k++) {
        product += gradient[k] * gradient[k] / diagonal[k];
      }
      double kept = before > 0 ? product / before : 0;
      for (int k = 0; k < r; k++) {
        direction[k] = gradient[k] / diagonal[k] + kept * direction[k];
      }
      return product;
    }
  }
}
