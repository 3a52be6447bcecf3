package org.eckart.recovery.groups.factor;

import org.eckart.linalg.Kernels;
import org.eckart.recovery.entries.SmallCholesky;

/**
 * What one row needs while it is improved: conjugate-gradient steps on ½ Σ_{j observed} (yⱼ −
 * a·bⱼ)² + ½ aᵀD a, preconditioned by q F + D; or the single step with F + D in place of the
 * Hessian that fills the holes in first.
 */
final class RowSteps {
  /** A row is solved once its gradient has fallen by this; further steps would only round. */
  private static final double SOLVED = 1e-28; // squared

  private static final double VANISHED = 1e-290;

  private final int r;
  private final int steps;
  private final double[] gradient;
  private final double[] preconditioned;
  private final double[] direction;
  private final double[] image;

  /**
   * @param steps of conjugate gradients; 0 for the step that fills in
   */
  RowSteps(int r, int steps) {
    this.r = r;
    this.steps = steps;
    gradient = new double[r];
    preconditioned = new double[r];
    direction = new double[r];
    image = new double[r];
  }

  /**
   * @param a the rows, of which the one at {@code at} is changed
   * @param b the factor of the other side
   * @param d D, r × r
   * @param l the Cholesky factor of the preconditioner, or of F + D
   */
  void improve(
      int[] other,
      double[] value,
      int from,
      int to,
      double[] a,
      int at,
      double[] b,
      double[] d,
      double[] l) {
    for (int k = 0; k < r; k++) {
      gradient[k] = -Kernels.dot(d, k * r, a, at, r);
    }
    for (int e = from; e < to; e++) {
      int j = other[e] * r;
      Kernels.axpy(value[e] - Kernels.dot(a, at, b, j, r), b, j, gradient, 0, r);
    }
    double product = precondition(l);
    System.arraycopy(preconditioned, 0, direction, 0, r);
    if (steps == 0) { // x + (F + D)⁻¹ gradient minimises the majoriser
      Kernels.axpy(1, direction, 0, a, at, r);
      return;
    }
    double enough = SOLVED * product;
    for (int step = 0; step < steps && product > enough && product > VANISHED; step++) {
      for (int k = 0; k < r; k++) {
        image[k] = Kernels.dot(d, k * r, direction, 0, r);
      }
      for (int e = from; e < to; e++) {
        int j = other[e] * r;
        Kernels.axpy(Kernels.dot(direction, 0, b, j, r), b, j, image, 0, r);
      }
      double curvature = Kernels.dot(direction, 0, image, 0, r);
      if (!(curvature > 0)) {
        return;
      }
      double length = product / curvature;
      Kernels.axpy(length, direction, 0, a, at, r);
      if (step + 1 == steps) {
        return;
      }
      Kernels.axpy(-length, image, 0, gradient, 0, r);
      double next = precondition(l);
      Kernels.combine(1, preconditioned, 0, next / product, direction, 0, r);
      product = next;
    }
  }

  private double precondition(double[] l) {
    System.arraycopy(gradient, 0, preconditioned, 0, r);
    SmallCholesky.solve(l, r, preconditioned);
    return Kernels.dot(gradient, 0, preconditioned, 0, r);
  }
}
