package org.eckart.recovery.groups.factor;

import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.groups.GroupPenalty;
import org.eckart.recovery.groups.ObservedCells;
import org.eckart.recovery.groups.factor.LatentParts.Layout;

/**
 * One sweep of {@link LatentGroups}. For fixed columns a row is a ridge regression on the columns
 * of all its groups at once; for fixed rows likewise a column.
 */
final class LatentSweep {
  private final ObservedCells cells;
  private final Layout layout;
  private final GroupPenalty penalty;
  private final Parallel parallel;
  private final int innerSteps;

  LatentSweep(ObservedCells cells, Layout layout, int innerSteps) {
    this.cells = cells;
    this.layout = layout;
    this.penalty = layout.penalty();
    this.parallel = cells.parallel();
    this.innerSteps = innerSteps;
  }

  LatentParts after(LatentParts parts, double epsilon) {
    double[] a = rows(parts, epsilon);
    LatentParts half = LatentParts.gauged(layout, a, parts.b(), parallel);
    double[] b = columns(half, epsilon);
    return LatentParts.gauged(layout, half.a(), b, parallel);
  }

  /** τ_g/√(d² + ε²), or times d² for the columns. */
  private double[] weights(double[] d, double epsilon, boolean times) {
    int r = layout.r();
    double[] weight = new double[d.length];
    for (int k = 0; k < d.length; k++) {
      double root = Math.sqrt(d[k] * d[k] + epsilon * epsilon);
      weight[k] = penalty.threshold(k / r) * (times ? d[k] * d[k] : 1) / root;
    }
    return weight;
  }

  private double[] rows(LatentParts parts, double epsilon) {
    int r = layout.r();
    int width = layout.width();
    double[] a = parts.a().clone();
    double[] b = parts.b();
    double[] weight = weights(parts.d(), epsilon, false);
    ObservedCells.Side side = cells.byRow();
    side.forEachRange(
        parallel,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int[] groups = layout.groupsOf()[i];
            int size = groups.length * r;
            int at = layout.rowStart()[i];
            if (side.count(i) == 0) {
              java.util.Arrays.fill(a, at, at + size, 0);
              continue;
            }
            double[] own = new double[size];
            double[] scale = new double[size];
            double share = (double) side.count(i) / cells.columns();
            for (int c = 0; c < groups.length; c++) {
              for (int k = 0; k < r; k++) {
                own[c * r + k] = weight[groups[c] * r + k];
                scale[c * r + k] = 1 / (own[c * r + k] + share);
              }
            }
            int row = i;
            new Ridge(size, innerSteps)
                .improve(
                    a,
                    at,
                    own,
                    scale,
                    new Features() {
                      @Override
                      public int count() {
                        return side.count(row);
                      }

                      @Override
                      public double value(int e) {
                        return side.value()[side.start()[row] + e];
                      }

                      @Override
                      public double dot(int e, double[] x, int from) {
                        int j = side.other()[side.start()[row] + e] * width;
                        double sum = 0;
                        for (int c = 0; c < groups.length; c++) {
                          sum += Kernels.dot(x, from + c * r, b, j + groups[c] * r, r);
                        }
                        return sum;
                      }

                      @Override
                      public void add(int e, double factor, double[] to) {
                        int j = side.other()[side.start()[row] + e] * width;
                        for (int c = 0; c < groups.length; c++) {
                          Kernels.axpy(factor, b, j + groups[c] * r, to, c * r, r);
                        }
                      }
                    });
          }
        });
    return a;
  }

  private double[] columns(LatentParts parts, double epsilon) {
    int r = layout.r();
    int width = layout.width();
    double[] a = parts.a();
    double[] b = parts.b().clone();
    double[] weight = weights(parts.d(), epsilon, true);
    double share = Math.max(1e-6, (double) cells.count() / cells.rows() / cells.columns());
    double[] scale = new double[width];
    for (int k = 0; k < width; k++) {
      double curvature = weight[k] + share * parts.d()[k] * parts.d()[k];
      scale[k] = curvature > 0 ? 1 / curvature : 0; // a direction without length stays as it is
    }
    ObservedCells.Side side = cells.byColumn();
    side.forEachRange(
        parallel,
        (from, to) -> {
          Ridge ridge = new Ridge(width, innerSteps);
          for (int j = from; j < to; j++) {
            if (side.count(j) == 0) {
              java.util.Arrays.fill(b, j * width, (j + 1) * width, 0);
              continue;
            }
            int column = j;
            ridge.improve(
                b,
                j * width,
                weight,
                scale,
                new Features() {
                  @Override
                  public int count() {
                    return side.count(column);
                  }

                  @Override
                  public double value(int e) {
                    return side.value()[side.start()[column] + e];
                  }

                  @Override
                  public double dot(int e, double[] x, int from) {
                    int i = side.other()[side.start()[column] + e];
                    int[] groups = layout.groupsOf()[i];
                    int at = layout.rowStart()[i];
                    double sum = 0;
                    for (int c = 0; c < groups.length; c++) {
                      sum += Kernels.dot(x, from + groups[c] * r, a, at + c * r, r);
                    }
                    return sum;
                  }

                  @Override
                  public void add(int e, double factor, double[] to) {
                    int i = side.other()[side.start()[column] + e];
                    int[] groups = layout.groupsOf()[i];
                    int at = layout.rowStart()[i];
                    for (int c = 0; c < groups.length; c++) {
                      Kernels.axpy(factor, a, at + c * r, to, groups[c] * r, r);
                    }
                  }
                });
          }
        });
    return b;
  }

  /** P_Ω(Y − X) row by row. */
  double[] residual(LatentParts parts) {
    double[] residual = new double[cells.count()];
    int r = layout.r();
    int width = layout.width();
    ObservedCells.Side side = cells.byRow();
    side.forEachRange(
        parallel,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int[] groups = layout.groupsOf()[i];
            int at = layout.rowStart()[i];
            for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
              double gap = side.value()[e];
              for (int c = 0; c < groups.length; c++) {
                gap -=
                    Kernels.dot(
                        parts.a(),
                        at + c * r,
                        parts.b(),
                        side.other()[e] * width + groups[c] * r,
                        r);
              }
              residual[e] = gap;
            }
          }
        });
    return residual;
  }

  double squares(double[] residual) {
    ObservedCells.Side side = cells.byRow();
    return side.sum(
        parallel,
        (from, to) -> {
          int first = side.start()[from];
          return Kernels.squaredNorm(residual, first, side.start()[to] - first);
        });
  }

  /**
   * Soft-thresholds the parts one after another, each with the holes filled by the present X: exact
   * zeros, and never a higher objective.
   */
  LatentParts thresholded(LatentParts parts) {
    double[] a = parts.a().clone();
    double[] b = parts.b().clone();
    double[] d = parts.d().clone();
    for (int g = 0; g < penalty.size(); g++) {
      double[] residual = residual(new LatentParts(a, b, d));
      Matrix v = layout.right(b, g);
      Matrix s =
          org.eckart.recovery.groups.SubmatrixNorm.rows(cells, residual, penalty.members(g), null)
              .withThreads(parallel)
              .times(v)
              .plus(layout.left(a, g));
      Svd whole = LatentParts.triplets(s, v);
      int rank = 0;
      while (rank < whole.rank() && whole.s().get(rank) > penalty.threshold(g)) {
        rank++;
      }
      Svd kept = whole.truncated(rank);
      double[] shrunk = kept.s().toArray();
      for (int k = 0; k < rank; k++) {
        shrunk[k] -= penalty.threshold(g);
      }
      LatentParts.put(layout, new Svd(kept.u(), Vector.wrap(shrunk), kept.v()), a, b, d, g);
    }
    return new LatentParts(a, b, d);
  }

  /** One row's observed values and what predicts them. */
  private interface Features {
    int count();

    double value(int e);

    /** fₑ · x, x beginning at {@code from}. */
    double dot(int e, double[] x, int from);

    /** to ← to + factor fₑ. */
    void add(int e, double factor, double[] to);
  }

  /** Conjugate gradients on ½ Σ (yₑ − fₑ·x)² + ½ Σ wₖxₖ², preconditioned by a diagonal. */
  private static final class Ridge {
    private final int size;
    private final int steps;
    private final double[] gradient;
    private final double[] direction;
    private final double[] image;

    Ridge(int size, int steps) {
      this.size = size;
      this.steps = steps;
      gradient = new double[size];
      direction = new double[size];
      image = new double[size];
    }

    void improve(double[] x, int at, double[] weight, double[] scale, Features rows) {
      for (int k = 0; k < size; k++) {
        gradient[k] = -weight[k] * x[at + k];
      }
      for (int e = 0; e < rows.count(); e++) {
        rows.add(e, rows.value(e) - rows.dot(e, x, at), gradient);
      }
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
        for (int e = 0; e < rows.count(); e++) {
          rows.add(e, rows.dot(e, direction, 0), image);
        }
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
  }
}
