package org.eckart.recovery.groups.factor;

import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Qr;
import org.eckart.recovery.entries.SmallCholesky;
import org.eckart.recovery.groups.GroupPenalty;
import org.eckart.recovery.groups.ObservedCells;

/**
 * One sweep of {@link GroupAls}: rows for fixed columns, then columns for fixed rows, each a step
 * down on a majoriser of the smoothed objective, which therefore never rises.
 */
final class GroupSweep {
  private final ObservedCells cells;
  private final GroupPenalty penalty;
  private final Parallel parallel;
  private final int innerSteps;
  private final int[] rowBlocks;

  GroupSweep(ObservedCells cells, GroupPenalty penalty, int innerSteps) {
    this.cells = cells;
    this.penalty = penalty;
    this.parallel = cells.parallel();
    this.innerSteps = innerSteps;
    this.rowBlocks = ObservedCells.Side.blocks(cells.byRow().start(), penalty.order());
  }

  /**
   * X = A Bᵀ with orthonormal B, and the spectra of its groups.
   *
   * @param left A, n × r
   * @param right B, p × r
   */
  record Factors(Matrix left, Matrix right, GroupSpectra spectra) {}

  /** The same X with orthonormal right factor. */
  Factors gauged(Matrix left, Matrix right) {
    Qr qr = Qr.of(right);
    Matrix a = left.timesTranspose(qr.r());
    return new Factors(a, qr.q(), GroupSpectra.of(a, penalty, parallel));
  }

  Factors after(Factors factors, double epsilon) {
    Matrix a = rows(factors, epsilon);
    GroupSpectra spectra = GroupSpectra.of(a, penalty, parallel);
    return gauged(a, columns(a, factors.right(), spectra.columnWeight(epsilon)));
  }

  private Matrix rows(Factors factors, double epsilon) {
    int r = factors.right().columns();
    double[] b = factors.right().array();
    Matrix improved = factors.left().copy();
    double[] a = improved.array();
    double[][] weight = new double[penalty.size()][];
    parallel.forEachBlock(weight.length, g -> weight[g] = factors.spectra().rowWeight(g, epsilon));
    int[] order = penalty.order();
    int[] signatureStart = penalty.signatureStart();
    ObservedCells.Side side = cells.byRow();
    double share = innerSteps == 0 ? 1 : observedShare();
    parallel.forEachBlock(
        rowBlocks.length - 1,
        block -> {
          RowSteps steps = new RowSteps(r, innerSteps);
          double[] d = new double[r * r];
          double[] l = new double[r * r];
          int s = signatureOf(signatureStart, rowBlocks[block]) - 1;
          for (int k = rowBlocks[block]; k < rowBlocks[block + 1]; k++) {
            if (s < 0 || k >= signatureStart[s + 1] || k == rowBlocks[block]) {
              s = signatureOf(signatureStart, k);
              prepare(penalty.signature(s), weight, share, r, d, l);
            }
            int i = order[k];
            int from = side.start()[i];
            int to = side.start()[i + 1];
            if (from == to) {
              java.util.Arrays.fill(a, i * r, (i + 1) * r, 0); // nothing speaks for it
            } else {
              steps.improve(side.other(), side.value(), from, to, a, i * r, b, d, l);
            }
          }
        });
    return improved;
  }

  /** The signature that the k-th row in order has. */
  private static int signatureOf(int[] signatureStart, int k) {
    int found = java.util.Arrays.binarySearch(signatureStart, k);
    return found >= 0 ? found : -found - 2;
  }

  private static void prepare(
      int[] groups, double[][] weight, double share, int r, double[] d, double[] l) {
    java.util.Arrays.fill(d, 0);
    for (int g : groups) {
      for (int k = 0; k < d.length; k++) {
        d[k] += weight[g][k];
      }
    }
    System.arraycopy(d, 0, l, 0, d.length);
    for (int k = 0; k < r; k++) {
      l[k * r + k] += share;
    }
    SmallCholesky.factor(l, r);
  }

  private double observedShare() {
    return Math.max(1e-6, (double) cells.count() / cells.rows() / cells.columns());
  }

  private Matrix columns(Matrix a, Matrix right, double[] weight) {
    int r = a.columns();
    Matrix gram = gram(a);
    double trace = 0;
    for (int k = 0; k < r; k++) {
      trace += gram.get(k, k);
    }
    double share = innerSteps == 0 ? 1 : observedShare();
    double[] d = weight.clone();
    double[] l = new double[r * r];
    for (int k = 0; k < d.length; k++) {
      l[k] = share * gram.array()[k] + weight[k];
    }
    double ridge = Math.max(1e-12 * trace / r, Double.MIN_NORMAL);
    for (int k = 0; k < r; k++) {
      l[k * r + k] += ridge;
    }
    SmallCholesky.factor(l, r);
    Matrix improved = right.copy();
    double[] b = improved.array();
    ObservedCells.Side side = cells.byColumn();
    side.forEachRange(
        parallel,
        (first, last) -> {
          RowSteps steps = new RowSteps(r, innerSteps);
          for (int j = first; j < last; j++) {
            int from = side.start()[j];
            int to = side.start()[j + 1];
            if (from == to) {
              java.util.Arrays.fill(b, j * r, (j + 1) * r, 0);
            } else {
              steps.improve(side.other(), side.value(), from, to, b, j * r, a.array(), d, l);
            }
          }
        });
    return improved;
  }

  private Matrix gram(Matrix a) {
    int chunk = 4096;
    Matrix[] part = new Matrix[(a.rows() + chunk - 1) / chunk];
    parallel.forEachBlock(
        part.length, c -> part[c] = a.rows(c * chunk, Math.min(a.rows(), (c + 1) * chunk)).gram());
    Matrix sum = part[0];
    for (int c = 1; c < part.length; c++) {
      sum = sum.plus(part[c]);
    }
    return sum;
  }

  /** ½‖P_Ω(Y − A Bᵀ)‖². */
  double loss(Matrix left, Matrix right) {
    return fill(left, right, null) / 2;
  }

  /** P_Ω(Y − A Bᵀ) row by row. */
  double[] residual(Matrix left, Matrix right) {
    double[] residual = new double[cells.count()];
    fill(left, right, residual);
    return residual;
  }

  private double fill(
      Matrix left, Matrix right, double @org.jspecify.annotations.Nullable [] residual) {
    int r = left.columns();
    ObservedCells.Side side = cells.byRow();
    double[] a = left.array();
    double[] b = right.array();
    return side.sum(
        parallel,
        (from, to) -> {
          double sum = 0;
          for (int i = from; i < to; i++) {
            for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
              double gap =
                  side.value()[e] - (r == 0 ? 0 : Kernels.dot(a, i * r, b, side.other()[e] * r, r));
              if (residual != null) {
                residual[e] = gap;
              }
              sum += gap * gap;
            }
          }
          return sum;
        });
  }
}
