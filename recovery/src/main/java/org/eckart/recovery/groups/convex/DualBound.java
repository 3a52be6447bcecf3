package org.eckart.recovery.groups.convex;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.SymmetricEigen;
import org.eckart.recovery.groups.GroupPenalty;

/**
 * A lower bound on the minimum from any Z_g, made feasible: what ΣR_gᵀZ_g has off Ω is taken out of
 * the Z_g in proportion to their thresholds, and the rest is scaled until ‖Z_g‖₂ ≤ τ_g by norms
 * that are computed outright. So the bound is true however inexact the iteration was.
 *
 * @param value D = s⟨S, Y⟩ − ½s²Σ S²/W
 * @param z the feasible sZ_g; their sum is 0 off Ω
 */
record DualBound(double value, Matrix[] z) {
  static DualBound of(ConvexGroupsProblem problem, Matrix[] given) {
    GroupPenalty penalty = problem.penalty();
    int p = problem.columns();
    Matrix sum = sum(penalty, given, p);
    double[] totals = penalty.totals();
    double inner = 0;
    double squares = 0;
    for (int k = 0; k < sum.array().length; k++) {
      double w = problem.weights().array()[k];
      if (w > 0) {
        double s = sum.array()[k];
        inner += s * problem.values().array()[k];
        squares += s * s / w;
        sum.array()[k] = 0; // what is left is off Ω
      }
    }
    Matrix[] z = new Matrix[given.length];
    double[] most = new double[given.length];
    problem
        .parallel()
        .forEachBlock(
            z.length,
            g -> {
              double tau = penalty.threshold(g);
              int[] members = penalty.members(g);
              z[g] = given[g].copy();
              for (int k = 0; k < members.length; k++) {
                double share = tau / totals[members[k]];
                for (int j = 0; j < p; j++) {
                  z[g].array()[k * p + j] -= share * sum.array()[members[k] * p + j];
                }
              }
              double norm = norm(z[g]);
              most[g] = norm > 0 ? tau / norm : Double.POSITIVE_INFINITY;
            });
    double s = Double.POSITIVE_INFINITY;
    for (double one : most) {
      s = Math.min(s, one);
    }
    if (squares == 0) {
      return new DualBound(0, z);
    }
    s = Math.max(0, Math.min(s, inner / squares));
    for (int g = 0; g < z.length; g++) {
      z[g] = z[g].scaled(s);
    }
    return new DualBound(s * (inner - s / 2 * squares), z);
  }

  /** Σ R_gᵀ Z_g. */
  static Matrix sum(GroupPenalty penalty, Matrix[] parts, int columns) {
    Matrix sum = Matrix.zeros(penalty.rows(), columns);
    for (int g = 0; g < parts.length; g++) {
      int[] members = penalty.members(g);
      for (int k = 0; k < members.length; k++) {
        for (int j = 0; j < columns; j++) {
          sum.array()[members[k] * columns + j] += parts[g].array()[k * columns + j];
        }
      }
    }
    return sum;
  }

  /** ‖A‖₂, rounded up. */
  static double norm(Matrix a) {
    if (a.largestMagnitude() == 0) {
      return 0;
    }
    Matrix gram = (a.rows() < a.columns() ? a.timesTranspose(a) : a.gram());
    return Math.sqrt(Math.max(0, SymmetricEigen.of(gram).values().get(0))) * (1 + 1e-13);
  }
}
