package org.eckart.recovery.groups.convex;

import java.util.Arrays;
import java.util.List;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.groups.GroupPenalty;
import org.jspecify.annotations.Nullable;

/**
 * The iterations of {@link ConvexGroups} between two certificates: X ← the weighted mean of values
 * and copies; S_g = V_g + U_g + 1.6 (X_g − V_g), V_g ← SVT(S_g), U_g ← S_g − V_g. So ‖ρU_g‖₂ ≤ τ_g
 * holds throughout, also where {@link Acceleration} has moved the S_g.
 *
 * <p>Groups of a smaller side above {@link SingularShrinkage#OUTRIGHT} are shrunk by a step of
 * subspace iteration, whose errors an accelerated iteration enlarges: then it goes on plainly.
 */
final class Splitting {
  private static final double RELAXATION = 1.6;

  /**
   * Residuals this far apart move ρ. Over 14 problems a gap of 1e-8 took 10,456 iterations with 4
   * and 11,348 with 2.5.
   */
  private static final double FAR = 4;

  private static final int ROWS = 32; // that one block of work averages

  /** Cells of all copies up to which they are kept twelve times more; 480 MB. */
  private static final long MOST_ACCELERATED = 5_000_000;

  /** Iterations after the last certificate that the mean of the multipliers leaves out. */
  private static final int UNSETTLED = 5;

  private final ConvexGroupsProblem problem;
  private final GroupPenalty penalty;
  private final boolean exact;
  private final Matrix x;
  private final Matrix[] v;
  private final Matrix[] u;
  private final Matrix[] basis;
  private final double[] moved;
  private final double[] apart;
  private final int[][] places;
  private final @Nullable Acceleration acceleration;
  private final Matrix[] sum; // of the multipliers since they settled
  private int iterations;
  private double rho;

  Splitting(ConvexGroupsProblem problem, ConvexGroupsState state, boolean exact) {
    this.problem = problem;
    this.penalty = problem.penalty();
    this.exact = exact;
    this.x = Matrix.zeros(problem.rows(), problem.columns());
    this.v = state.v().toArray(new Matrix[0]);
    this.u = state.u().toArray(new Matrix[0]);
    this.basis = state.basis().toArray(new Matrix[0]);
    this.moved = new double[v.length];
    this.apart = new double[v.length];
    this.rho = state.rho();
    this.places = places(penalty);
    this.acceleration = isAccelerated() ? new Acceleration(problem.parallel(), v.length) : null;
    this.sum = new Matrix[v.length];
    Arrays.setAll(sum, g -> Matrix.zeros(v[g].rows(), v[g].columns()));
  }

  private boolean isAccelerated() {
    long cells = 0;
    boolean outright = true;
    for (Matrix one : v) {
      cells += (long) one.rows() * one.columns();
      outright &= Math.min(one.rows(), one.columns()) <= SingularShrinkage.OUTRIGHT;
    }
    return outright && cells <= MOST_ACCELERATED;
  }

  /** For each row its groups, and its place in each: g, k, g, k, … */
  private static int[][] places(GroupPenalty penalty) {
    int[] covers = penalty.covers();
    int[][] places = new int[covers.length][];
    Arrays.setAll(places, i -> new int[2 * covers[i]]);
    int[] at = new int[covers.length];
    for (int g = 0; g < penalty.size(); g++) {
      int[] members = penalty.members(g);
      for (int k = 0; k < members.length; k++) {
        int i = members[k];
        places[i][at[i]++] = g;
        places[i][at[i]++] = k;
      }
    }
    return places;
  }

  void iterate() {
    average();
    double[][] residual = new double[v.length][];
    double[][] plain = new double[v.length][];
    problem.parallel().forEachBlock(v.length, g -> advance(g, residual, plain));
    double[][] next = plain;
    if (acceleration != null) {
      double norm = RELAXATION * Math.sqrt(Arrays.stream(apart).sum());
      next = acceleration.next(residual, norm, plain);
    }
    iterations++;
    double[][] points = next;
    problem.parallel().forEachBlock(v.length, g -> shrink(g, points[g]));
  }

  /** Where S_g would go, and how far that is. */
  private void advance(int g, double[][] residual, double[][] plain) {
    double[] step = ConvexGroups.rows(x, penalty.members(g)).array();
    double[] vg = v[g].array();
    double[] s = u[g].array().clone();
    double distance = 0;
    for (int k = 0; k < s.length; k++) {
      double gap = step[k] - vg[k];
      distance += gap * gap;
      step[k] = RELAXATION * gap;
      s[k] += vg[k] + step[k];
    }
    apart[g] = distance;
    residual[g] = step;
    plain[g] = s;
  }

  private void shrink(int g, double[] s) {
    SingularShrinkage shrunk =
        SingularShrinkage.of(
            Matrix.wrap(v[g].rows(), v[g].columns(), s),
            penalty.threshold(g) / rho,
            basis[g],
            exact);
    double[] vg = v[g].array();
    double[] next = shrunk.value().array();
    double change = 0;
    for (int k = 0; k < next.length; k++) {
      change += (next[k] - vg[k]) * (next[k] - vg[k]);
      s[k] -= next[k];
    }
    moved[g] = change;
    u[g] = Matrix.wrap(v[g].rows(), v[g].columns(), s);
    v[g] = shrunk.value();
    basis[g] = shrunk.basis();
    if (iterations > UNSETTLED) {
      Kernels.axpy(rho, s, 0, sum[g].array(), 0, s.length);
    }
  }

  /** Doubles or halves ρ where one of the two residuals of the last iteration is larger by far. */
  void balance() {
    double primal = Math.sqrt(Arrays.stream(apart).sum());
    double dual = rho * Math.sqrt(Arrays.stream(moved).sum());
    double factor = primal > FAR * dual ? 2 : dual > FAR * primal ? 0.5 : 1;
    if (factor != 1) {
      rho *= factor;
      for (int g = 0; g < u.length; g++) {
        u[g] = u[g].scaled(1 / factor);
      }
      if (acceleration != null) {
        acceleration.forget();
      }
    }
  }

  /** X ← (W Y + ρ Σ (V_g − U_g)) / (W + ρ K). */
  private void average() {
    int p = problem.columns();
    double[] to = x.array();
    double[] y = problem.values().array();
    double[] w = problem.weights().array();
    problem
        .parallel()
        .forEachBlock(
            (places.length + ROWS - 1) / ROWS,
            block -> {
              int end = Math.min(places.length, (block + 1) * ROWS);
              Arrays.fill(to, block * ROWS * p, end * p, 0);
              for (int i = block * ROWS; i < end; i++) {
                int at = i * p;
                int[] own = places[i];
                for (int c = 0; c < own.length; c += 2) {
                  Kernels.axpy(1, v[own[c]].array(), own[c + 1] * p, to, at, p);
                  Kernels.axpy(-1, u[own[c]].array(), own[c + 1] * p, to, at, p);
                }
                double covers = own.length / 2.0;
                for (int k = at; k < at + p; k++) {
                  to[k] = (w[k] * y[k] + rho * to[k]) / (w[k] + rho * covers);
                }
              }
            });
  }

  Matrix x() {
    return x;
  }

  List<Matrix> v() {
    return List.of(v);
  }

  List<Matrix> u() {
    return List.of(u);
  }

  List<Matrix> basis() {
    return List.of(basis);
  }

  double rho() {
    return rho;
  }

  /** The mean of the multipliers since they settled, whose swings cancel; else the last ones. */
  Matrix[] meanMultipliers() {
    int settled = iterations - UNSETTLED;
    return settled > 0
        ? Arrays.stream(sum).map(one -> one.scaled(1.0 / settled)).toArray(Matrix[]::new)
        : multipliers();
  }

  /** About X, of exactly low rank: the copy of all rows, else the mean of each row's copies. */
  Matrix lowRank() {
    for (int g = 0; g < v.length; g++) {
      if (v[g].rows() == problem.rows()) {
        return v[g];
      }
    }
    Matrix mean = Matrix.zeros(problem.rows(), problem.columns());
    int p = mean.columns();
    for (int i = 0; i < places.length; i++) {
      int[] own = places[i];
      for (int c = 0; c < own.length; c += 2) {
        Kernels.axpy(2.0 / own.length, v[own[c]].array(), own[c + 1] * p, mean.array(), i * p, p);
      }
    }
    return mean;
  }

  /** Z_g = ρU_g. */
  Matrix[] multipliers() {
    return Arrays.stream(u).map(one -> one.scaled(rho)).toArray(Matrix[]::new);
  }
}
