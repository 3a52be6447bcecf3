package org.eckart.bench;

import java.util.Arrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.groups.GroupPenalty;

/**
 * The peer of the exact solver: the alternating direction method as textbooks have it (Boyd et al.
 * 2011, chapter 7), one full SVD of every group a step, ρ fixed, no over-relaxation. Groups are
 * decomposed in parallel, as there.
 */
final class TextbookAdmm {
  private final Matrix values;
  private final Matrix observed;
  private final GroupPenalty penalty;
  private final double rho;
  private final Parallel parallel;
  private final Matrix[] v;
  private final Matrix[] u;
  private Matrix x;

  TextbookAdmm(
      Matrix values, Matrix observed, GroupPenalty penalty, double rho, Parallel parallel) {
    this.values = values;
    this.observed = observed;
    this.penalty = penalty;
    this.rho = rho;
    this.parallel = parallel;
    this.v = new Matrix[penalty.size()];
    this.u = new Matrix[penalty.size()];
    for (int g = 0; g < v.length; g++) {
      v[g] = Matrix.zeros(penalty.members(g).length, values.columns());
      u[g] = v[g].copy();
    }
    this.x = Matrix.zeros(values.rows(), values.columns());
  }

  void step() {
    int p = values.columns();
    Matrix next = Matrix.zeros(values.rows(), p);
    int[] covers = penalty.covers();
    for (int g = 0; g < v.length; g++) {
      int[] members = penalty.members(g);
      for (int k = 0; k < members.length; k++) {
        for (int j = 0; j < p; j++) {
          next.array()[members[k] * p + j] += v[g].array()[k * p + j] - u[g].array()[k * p + j];
        }
      }
    }
    for (int k = 0; k < next.array().length; k++) {
      double w = observed.array()[k];
      double y = w > 0 ? values.array()[k] : 0;
      next.array()[k] = (w * y + rho * next.array()[k]) / (w + rho * covers[k / p]);
    }
    x = next;
    parallel.forEachBlock(
        v.length,
        g -> {
          Matrix h = rows(x, penalty.members(g)).plus(u[g]);
          Svd svd = Svd.of(h);
          double[] s = svd.s().toArray();
          Arrays.setAll(s, k -> Math.max(0, s[k] - penalty.threshold(g) / rho));
          v[g] = svd.u().columnsScaled(Vector.wrap(s)).timesTranspose(svd.v());
          u[g] = h.minus(v[g]);
        });
  }

  static Matrix rows(Matrix x, int[] members) {
    int p = x.columns();
    Matrix rows = Matrix.zeros(members.length, p);
    for (int k = 0; k < members.length; k++) {
      System.arraycopy(x.array(), members[k] * p, rows.array(), k * p, p);
    }
    return rows;
  }

  /** ½‖P_Ω(Y − X)‖² + Σ τ_g‖X_g‖_*. */
  double objective() {
    double[] norms = new double[v.length];
    parallel.forEachBlock(
        v.length,
        g -> norms[g] = Arrays.stream(Svd.of(rows(x, penalty.members(g))).s().toArray()).sum());
    double sum = 0;
    for (int k = 0; k < x.array().length; k++) {
      if (observed.array()[k] > 0) {
        sum += Math.pow(values.array()[k] - x.array()[k], 2) / 2;
      }
    }
    for (int g = 0; g < norms.length; g++) {
      sum += penalty.threshold(g) * norms[g];
    }
    return sum;
  }

  /**
   * A bound that no objective is below, from the multipliers Z_g = ρU_g: what they leave where
   * nothing was observed is taken out in proportion to the thresholds, and all are scaled until
   * ‖Z_g‖ ≤ τ_g.
   */
  double lowerBound() {
    int p = values.columns();
    Matrix sum = Matrix.zeros(values.rows(), p);
    for (int g = 0; g < u.length; g++) {
      int[] members = penalty.members(g);
      for (int k = 0; k < members.length; k++) {
        for (int j = 0; j < p; j++) {
          sum.array()[members[k] * p + j] += rho * u[g].get(k, j);
        }
      }
    }
    double inner = 0;
    double squares = 0;
    for (int k = 0; k < sum.array().length; k++) {
      if (observed.array()[k] > 0) {
        inner += sum.array()[k] * values.array()[k];
        squares += sum.array()[k] * sum.array()[k];
        sum.array()[k] = 0;
      }
    }
    double[] totals = penalty.totals();
    double[] most = new double[u.length];
    parallel.forEachBlock(
        u.length,
        g -> {
          int[] members = penalty.members(g);
          double tau = penalty.threshold(g);
          Matrix z = u[g].scaled(rho);
          for (int k = 0; k < members.length; k++) {
            double share = tau / totals[members[k]];
            for (int j = 0; j < p; j++) {
              z.set(k, j, z.get(k, j) - share * sum.get(members[k], j));
            }
          }
          most[g] = tau / Math.max(Double.MIN_NORMAL, Svd.of(z).s().get(0));
        });
    double s = Math.min(Arrays.stream(most).min().orElse(0), inner / squares);
    return s * (inner - s / 2 * squares);
  }
}
