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

  Matrix x() {
    return x;
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
  static double objective(Matrix values, Matrix observed, GroupPenalty penalty, Matrix x) {
    double sum = 0;
    for (int k = 0; k < x.array().length; k++) {
      if (observed.array()[k] > 0) {
        sum += Math.pow(values.array()[k] - x.array()[k], 2) / 2;
      }
    }
    for (int g = 0; g < penalty.size(); g++) {
      for (double s : Svd.of(rows(x, penalty.members(g))).s().toArray()) {
        sum += penalty.threshold(g) * s;
      }
    }
    return sum;
  }
}
