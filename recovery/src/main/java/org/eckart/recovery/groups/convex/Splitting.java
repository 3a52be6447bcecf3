package org.eckart.recovery.groups.convex;

import java.util.Arrays;
import java.util.List;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.groups.GroupPenalty;

/**
 * The iterations of {@link ConvexGroups} between two certificates: X ← the weighted mean of values
 * and copies; S_g = V_g + U_g + 1.6 (X_g − V_g), V_g ← SVT(S_g), U_g ← S_g − V_g. So ‖ρU_g‖₂ ≤ τ_g
 * holds throughout.
 */
final class Splitting {
  private static final double RELAXATION = 1.6;

  /**
   * Residuals this far apart move ρ. Over seven small problems a gap of 1e-9 took 12,100 iterations
   * in all with 2.5 and 14,900 with 5.
   */
  private static final double FAR = 2.5;

  private static final int ROWS = 32; // that one block of work averages

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
    problem.parallel().forEachBlock(v.length, this::shrink);
  }

  private void shrink(int g) {
    double[] xg = ConvexGroups.rows(x, penalty.members(g)).array();
    double[] vg = v[g].array();
    double[] ug = u[g].array();
    double[] s = new double[vg.length];
    double distance = 0;
    for (int k = 0; k < s.length; k++) {
      double gap = xg[k] - vg[k];
      s[k] = vg[k] + ug[k] + RELAXATION * gap;
      distance += gap * gap;
    }
    SingularShrinkage shrunk =
        SingularShrinkage.of(
            Matrix.wrap(v[g].rows(), v[g].columns(), s),
            penalty.threshold(g) / rho,
            basis[g],
            exact);
    double[] next = shrunk.value().array();
    double change = 0;
    for (int k = 0; k < next.length; k++) {
      change += (next[k] - vg[k]) * (next[k] - vg[k]);
      s[k] -= next[k];
    }
    apart[g] = distance;
    moved[g] = change;
    u[g] = Matrix.wrap(v[g].rows(), v[g].columns(), s);
    v[g] = shrunk.value();
    basis[g] = shrunk.basis();
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

  /** Z_g = ρU_g. */
  Matrix[] multipliers() {
    return Arrays.stream(u).map(one -> one.scaled(rho)).toArray(Matrix[]::new);
  }
}
