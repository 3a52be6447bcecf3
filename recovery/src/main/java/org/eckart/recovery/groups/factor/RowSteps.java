package org.eckart.recovery.groups.factor;

import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.entries.SmallCholesky;

/**
 * What one row needs while it is improved: conjugate-gradient steps on ½ Σ_{j observed} (yⱼ −
 * a·bⱼ)² + ½ aᵀD a, preconditioned by q F + D; or the single step with F + D in place of the
 * Hessian that fills the holes in first.
 *
 * <p>A row of many cells writes its bⱼ side by side and forms Σ bⱼbⱼᵀ once, by BLAS, which takes
 * more operations, but faster ones, than going through its cells at each step. Which way a row goes
 * depends on its size alone.
 */
final class RowSteps {
  /** A row is solved once its gradient has fallen by this; further steps would only round. */
  private static final double SOLVED = 1e-28; // squared

  private static final double VANISHED = 1e-290;

  /** Above this rank the matrix of a row costs more than its steps. */
  private static final int LARGEST_RANK = 48;

  /** Below this number of cells the call of BLAS costs more. */
  private static final int FEWEST_CELLS = 16;

  /** … and above this the row would need too much memory beside it, 32 MB. */
  private static final int MOST_NUMBERS = 1 << 22;

  private final int r;
  private final int steps;
  private final double[] gradient;
  private final double[] preconditioned;
  private final double[] direction;
  private final double[] image;
  private final double[] hessian;

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
    hessian = new double[r * r];
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
    int cells = to - from;
    if (steps > 0 && r <= LARGEST_RANK && cells >= FEWEST_CELLS && cells <= MOST_NUMBERS / r) {
      byMatrix(other, value, from, to, a, at, b, d, l);
    } else {
      byCells(other, value, from, to, a, at, b, d, l);
    }
  }

  private void byMatrix(
      int[] other,
      double[] value,
      int from,
      int to,
      double[] a,
      int at,
      double[] b,
      double[] d,
      double[] l) {
    double[] own = new double[(to - from) * r];
    java.util.Arrays.fill(gradient, 0);
    for (int e = from; e < to; e++) {
      int j = other[e] * r;
      System.arraycopy(b, j, own, (e - from) * r, r);
      Kernels.axpy(value[e], b, j, gradient, 0, r);
    }
    double[] gram = Matrix.wrap(to - from, r, own).gram().array();
    for (int k = 0; k < hessian.length; k++) {
      hessian[k] = gram[k] + d[k];
    }
    for (int k = 0; k < r; k++) {
      gradient[k] -= Kernels.dot(hessian, k * r, a, at, r);
    }
    if (steps >= r) { // as many as it takes: at once
      SmallCholesky.factor(hessian, r);
      SmallCholesky.solve(hessian, r, gradient);
      Kernels.axpy(1, gradient, 0, a, at, r);
      return;
    }
    double product = precondition(l);
    System.arraycopy(preconditioned, 0, direction, 0, r);
    double enough = SOLVED * product;
    for (int step = 1; step <= steps && product > enough && product > VANISHED; step++) {
      for (int k = 0; k < r; k++) {
        image[k] = Kernels.dot(hessian, k * r, direction, 0, r);
      }
      product = moved(product, step == steps, a, at, l);
    }
  }

  private void byCells(
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
    for (int step = 1; step <= steps && product > enough && product > VANISHED; step++) {
      for (int k = 0; k < r; k++) {
        image[k] = Kernels.dot(d, k * r, direction, 0, r);
      }
      for (int e = from; e < to; e++) {
        int j = other[e] * r;
        Kernels.axpy(Kernels.dot(direction, 0, b, j, r), b, j, image, 0, r);
      }
      product = moved(product, step == steps, a, at, l);
    }
  }

  /**
   * A step along the direction, of which {@code image} is the Hessian's; then the next direction.
   *
   * @return gradient times preconditioned gradient there; 0 where no step follows
   */
  private double moved(double product, boolean last, double[] a, int at, double[] l) {
    double curvature = Kernels.dot(direction, 0, image, 0, r);
    if (!(curvature > 0)) {
      return 0;
    }
    double length = product / curvature;
    Kernels.axpy(length, direction, 0, a, at, r);
    if (last) {
      return 0;
    }
    Kernels.axpy(-length, image, 0, gradient, 0, r);
    double next = precondition(l);
    Kernels.combine(1, preconditioned, 0, next / product, direction, 0, r);
    return next;
  }

  private double precondition(double[] l) {
    System.arraycopy(gradient, 0, preconditioned, 0, r);
    SmallCholesky.solve(l, r, preconditioned);
    return Kernels.dot(gradient, 0, preconditioned, 0, r);
  }
}
