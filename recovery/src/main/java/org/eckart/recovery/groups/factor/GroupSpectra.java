package org.eckart.recovery.groups.factor;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.SymmetricEigen;
import org.eckart.recovery.groups.GroupPenalty;

/**
 * A_gᵀA_g = E_g diag(Λ_g) E_gᵀ for every group: with orthonormal B, √Λ_g are the singular values of
 * A_g Bᵀ. Cost Σ n_g r² + G r³.
 */
final class GroupSpectra {
  private static final int CHUNK = 1024; // rows of a group that one block of work takes

  private final GroupPenalty penalty;
  private final SymmetricEigen[] eigen;

  private GroupSpectra(GroupPenalty penalty, SymmetricEigen[] eigen) {
    this.penalty = penalty;
    this.eigen = eigen;
  }

  static GroupSpectra of(Matrix a, GroupPenalty penalty, Parallel parallel) {
    int r = a.columns();
    int groups = penalty.size();
    int[] firstChunk = new int[groups + 1];
    for (int g = 0; g < groups; g++) {
      firstChunk[g + 1] = firstChunk[g] + (penalty.members(g).length + CHUNK - 1) / CHUNK;
    }
    int[] groupOf = new int[firstChunk[groups]];
    for (int g = 0; g < groups; g++) {
      java.util.Arrays.fill(groupOf, firstChunk[g], firstChunk[g + 1], g);
    }
    Matrix[] part = new Matrix[groupOf.length];
    parallel.forEachBlock(
        part.length,
        c -> {
          int g = groupOf[c];
          int[] members = penalty.members(g);
          int from = (c - firstChunk[g]) * CHUNK;
          int to = Math.min(members.length, from + CHUNK);
          Matrix rows = Matrix.zeros(to - from, r);
          for (int k = from; k < to; k++) {
            System.arraycopy(a.array(), members[k] * r, rows.array(), (k - from) * r, r);
          }
          part[c] = rows.gram();
        });
    SymmetricEigen[] eigen = new SymmetricEigen[groups];
    parallel.forEachBlock(
        groups,
        g -> {
          Matrix gram = part[firstChunk[g]];
          for (int c = firstChunk[g] + 1; c < firstChunk[g + 1]; c++) {
            gram = gram.plus(part[c]);
          }
          eigen[g] = SymmetricEigen.of(gram);
        });
    return new GroupSpectra(penalty, eigen);
  }

  /** ‖X_g‖_*. */
  double nuclearNorm(int group) {
    double sum = 0;
    for (int k = 0; k < eigen[group].values().size(); k++) {
      sum += Math.sqrt(square(group, k));
    }
    return sum;
  }

  /** Λ_gk, never below 0. */
  private double square(int group, int k) {
    return Math.max(0, eigen[group].values().get(k));
  }

  /** Σ τ_g ‖X_g‖_*. */
  double penalty() {
    double sum = 0;
    for (int g = 0; g < eigen.length; g++) {
      sum += penalty.threshold(g) * nuclearNorm(g);
    }
    return sum;
  }

  /** Σ τ_g Σ_k (Λ_gk + ε²)^½, the smoothed penalty. */
  double smoothed(double epsilon) {
    double sum = 0;
    for (int g = 0; g < eigen.length; g++) {
      for (int k = 0; k < eigen[g].values().size(); k++) {
        sum += penalty.threshold(g) * Math.sqrt(square(g, k) + epsilon * epsilon);
      }
    }
    return sum;
  }

  /** D_g = τ_g E (Λ + ε²)^{−½} Eᵀ, the curvature that holds the rows of a group. */
  double[] rowWeight(int group, double epsilon) {
    return weight(group, epsilon, false);
  }

  /** Σ_g τ_g E Λ (Λ + ε²)^{−½} Eᵀ, the curvature that holds the columns. */
  double[] columnWeight(double epsilon) {
    int r = eigen[0].values().size();
    double[] sum = new double[r * r];
    for (int g = 0; g < eigen.length; g++) {
      double[] one = weight(g, epsilon, true);
      for (int k = 0; k < sum.length; k++) {
        sum[k] += one[k];
      }
    }
    return sum;
  }

  private double[] weight(int group, double epsilon, boolean times) {
    int r = eigen[group].values().size();
    double[] value = new double[r];
    for (int k = 0; k < r; k++) {
      double square = square(group, k);
      value[k] =
          penalty.threshold(group) * (times ? square : 1) / Math.sqrt(square + epsilon * epsilon);
    }
    Matrix e = eigen[group].vectors();
    return e.columnsScaled(org.eckart.linalg.Vector.wrap(value)).timesTranspose(e).array();
  }

  /**
   * τ_g E Λ^{−½} Eᵀ where Λ is not rounding: A_g times this, times Bᵀ, is τ_g times the polar part.
   */
  Matrix polar(int group) {
    int r = eigen[group].values().size();
    double[] value = new double[r];
    for (int k = 0; k < r; k++) {
      double square = square(group, k);
      value[k] =
          square > 1e-24 * square(group, 0) ? penalty.threshold(group) / Math.sqrt(square) : 0;
    }
    Matrix e = eigen[group].vectors();
    return e.columnsScaled(org.eckart.linalg.Vector.wrap(value)).timesTranspose(e);
  }
}
