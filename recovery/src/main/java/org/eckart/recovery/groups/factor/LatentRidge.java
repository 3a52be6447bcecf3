package org.eckart.recovery.groups.factor;

import org.eckart.linalg.Kernels;

/**
 * Conjugate gradients on ½ Σₑ (yₑ − fₑ·x_q)² + ½ Σₖ wₖxₖ², preconditioned by a diagonal, where the
 * entries e come in runs: those of run q see only the blocks of x that belong to some groups. These
 * blocks are brought together once a run, so that each entry costs two loops over one stretch.
 */
final class LatentRidge {
  private final int r;
  private final int steps;
  private final double[] gradient;
  private final double[] direction;
  private final double[] image;
  private final double[] together;
  private final double[] sum;

  /** Entries of a run and the places of their features. */
  interface Runs {
    int count();

    /** The first entry of a run, and with the number of runs the end. */
    int start(int run);

    /** The groups whose blocks of x the run sees. */
    int[] groups(int run);

    double value(int entry);

    /** Where the features of an entry begin in {@code features}, one block after another. */
    int place(int entry);
  }

  /**
   * @param size of x
   * @param most blocks that a run sees
   */
  LatentRidge(int size, int most, int r, int steps) {
    this.r = r;
    this.steps = steps;
    gradient = new double[size];
    direction = new double[size];
    image = new double[size];
    together = new double[most * r];
    sum = new double[most * r];
  }

  /** Improves the {@code size} numbers of x that begin at {@code at}. */
  void improve(
      int size, double[] x, int at, double[] weight, double[] scale, double[] features, Runs runs) {
    for (int k = 0; k < size; k++) {
      gradient[k] = -weight[k] * x[at + k];
    }
    add(x, at, features, runs, true, gradient);
    double product = 0;
    for (int k = 0; k < size; k++) {
      direction[k] = scale[k] * gradient[k];
      product += direction[k] * gradient[k];
    }
    double enough = 1e-28 * product;
    for (int step = 0; step < steps && product > enough && product > 1e-290; step++) {
      for (int k = 0; k < size; k++) {
        image[k] = weight[k] * direction[k];
      }
      add(direction, 0, features, runs, false, image);
      double curvature = Kernels.dot(direction, 0, image, 0, size);
      if (!(curvature > 0)) {
        return;
      }
      double length = product / curvature;
      Kernels.axpy(length, direction, 0, x, at, size);
      Kernels.axpy(-length, image, 0, gradient, 0, size);
      double next = 0;
      for (int k = 0; k < size; k++) {
        next += scale[k] * gradient[k] * gradient[k];
      }
      for (int k = 0; k < size; k++) {
        direction[k] = scale[k] * gradient[k] + next / product * direction[k];
      }
      product = next;
    }
  }

  /** to ← to + Σₑ (fₑ·x) fₑ, or with the residuals yₑ − fₑ·x. */
  private void add(
      double[] x, int at, double[] features, Runs runs, boolean residuals, double[] to) {
    for (int q = 0; q < runs.count(); q++) {
      int[] groups = runs.groups(q);
      int length = groups.length * r;
      for (int c = 0; c < groups.length; c++) {
        System.arraycopy(x, at + groups[c] * r, together, c * r, r);
      }
      java.util.Arrays.fill(sum, 0, length, 0);
      int end = runs.start(q + 1);
      for (int e = runs.start(q); e < end; e++) {
        int place = runs.place(e);
        double along = Kernels.dot(together, 0, features, place, length);
        Kernels.axpy(residuals ? runs.value(e) - along : along, features, place, sum, 0, length);
      }
      for (int c = 0; c < groups.length; c++) {
        Kernels.axpy(1, sum, c * r, to, groups[c] * r, r);
      }
    }
  }
}
