package org.eckart.recovery.groups.factor;

import java.util.Arrays;
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
    double[] a = parts.a().clone();
    double[] b = parts.b();
    double[] weight = weights(parts.d(), epsilon, false);
    int most = mostGroups();
    ObservedCells.Side side = cells.byRow();
    side.forEachRange(
        parallel,
        (from, to) -> {
          LatentRidge ridge = new LatentRidge(most * r, most, r, innerSteps);
          RowRuns runs = new RowRuns();
          double[] own = new double[most * r];
          double[] scale = new double[most * r];
          for (int i = from; i < to; i++) {
            int[] groups = layout.groupsOf()[i];
            int size = groups.length * r;
            int at = layout.rowStart()[i];
            if (side.count(i) == 0) {
              Arrays.fill(a, at, at + size, 0);
              continue;
            }
            double share = (double) side.count(i) / cells.columns();
            for (int c = 0; c < groups.length; c++) {
              for (int k = 0; k < r; k++) {
                own[c * r + k] = weight[groups[c] * r + k];
                scale[c * r + k] = 1 / (own[c * r + k] + share);
              }
            }
            double[] features = runs.gather(side, i, groups, b);
            ridge.improve(size, a, at, own, scale, features, runs);
          }
        });
    return a;
  }

  private int mostGroups() {
    int most = 0;
    for (int s = 0; s < penalty.signatures(); s++) {
      most = Math.max(most, penalty.signature(s).length);
    }
    return most;
  }

  /** A row: one run, its features brought together from the columns' blocks of its groups. */
  private final class RowRuns implements LatentRidge.Runs {
    private ObservedCells.Side side = cells.byRow();
    private int first;
    private int count;
    private int[] blocks = {};
    private double[] features = {};

    double[] gather(ObservedCells.Side of, int i, int[] groups, double[] b) {
      int r = layout.r();
      int width = layout.width();
      side = of;
      first = of.start()[i];
      count = of.count(i);
      if (blocks.length != groups.length) {
        blocks = GroupPenalty.every(groups.length);
      }
      int length = groups.length * r;
      if (features.length < count * length) {
        features = new double[count * length];
      }
      for (int e = 0; e < count; e++) {
        int j = of.other()[first + e] * width;
        for (int c = 0; c < groups.length; c++) {
          System.arraycopy(b, j + groups[c] * r, features, e * length + c * r, r);
        }
      }
      return features;
    }

    @Override
    public int count() {
      return 1;
    }

    @Override
    public int start(int run) {
      return run * count;
    }

    @Override
    public int[] groups(int run) {
      return blocks;
    }

    @Override
    public double value(int entry) {
      return side.value()[first + entry];
    }

    @Override
    public int place(int entry) {
      return entry * blocks.length * layout.r();
    }
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
    ColumnRuns all = ColumnRuns.of(cells, layout);
    int most = mostGroups();
    side.forEachRange(
        parallel,
        (from, to) -> {
          LatentRidge ridge = new LatentRidge(width, most, r, innerSteps);
          for (int j = from; j < to; j++) {
            if (side.count(j) == 0) {
              Arrays.fill(b, j * width, (j + 1) * width, 0);
            } else {
              ridge.improve(width, b, j * width, weight, scale, a, all.column(j));
            }
          }
        });
    return b;
  }

  /**
   * The cells of each column with those of rows in the same groups beside each other.
   *
   * @param start of each column
   * @param row of each cell
   * @param value of each cell
   */
  private record ColumnRuns(int[] start, int[] row, double[] value, Layout layout) {
    static ColumnRuns of(ObservedCells cells, Layout layout) {
      int[] start = cells.byColumn().start();
      int[] next = start.clone();
      int[] row = new int[cells.count()];
      double[] value = new double[cells.count()];
      ObservedCells.Side side = cells.byRow();
      for (int i : layout.penalty().order()) {
        for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
          int to = next[side.other()[e]]++;
          row[to] = i;
          value[to] = side.value()[e];
        }
      }
      return new ColumnRuns(start, row, value, layout);
    }

    LatentRidge.Runs column(int j) {
      int from = start[j];
      int to = start[j + 1];
      int[] bound = new int[to - from + 1];
      int runs = 0;
      for (int e = from + 1; e < to; e++) {
        if (groups(e) != groups(e - 1)) { // rows with one signature share the array
          bound[++runs] = e - from;
        }
      }
      bound[++runs] = to - from;
      int count = runs;
      return new LatentRidge.Runs() {
        @Override
        public int count() {
          return count;
        }

        @Override
        public int start(int run) {
          return bound[run];
        }

        @Override
        public int[] groups(int run) {
          return ColumnRuns.this.groups(from + bound[run]);
        }

        @Override
        public double value(int entry) {
          return value[from + entry];
        }

        @Override
        public int place(int entry) {
          return layout.rowStart()[row[from + entry]];
        }
      };
    }

    private int[] groups(int cell) {
      return layout.groupsOf()[row[cell]];
    }
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
}
