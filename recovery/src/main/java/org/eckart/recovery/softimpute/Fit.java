package org.eckart.recovery.softimpute;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * Where the fit for one λ stands, in standardised values.
 *
 * @param x the fitted X, its singular values above 0
 * @param penalty λ
 * @param steps done for this λ
 * @param loss ½‖P_Ω(Y − X)‖²; NaN before the first step, as are the next four
 * @param lowerBound on the minimum over all X: the best found so far for this λ
 * @param excess (‖S‖₂/λ − 1)₊ for S = P_Ω(Y − X) of the sweep, by the upper bound on the norm
 * @param alignment |⟨S, X⟩ − λ‖X‖_*| over λ‖X‖_*; 0 where X = 0
 * @param progress part of the objective that the last step took away
 * @param capped whether a larger rank would have helped
 */
record Fit(
    Svd x,
    double penalty,
    int steps,
    double loss,
    double lowerBound,
    double excess,
    double alignment,
    double progress,
    boolean capped) {
  /** From X of an earlier fit. */
  static Fit start(Svd x, double penalty) {
    return new Fit(x, penalty, 0, Double.NaN, 0, Double.NaN, Double.NaN, Double.NaN, false);
  }

  static Svd zero(int rows, int columns) {
    return new Svd(Matrix.zeros(rows, 0), Vector.of(), Matrix.zeros(columns, 0));
  }

  double nuclearNorm() {
    return sum(x.s());
  }

  static double sum(Vector values) {
    double sum = 0;
    for (int k = 0; k < values.size(); k++) {
      sum += values.get(k);
    }
    return sum;
  }

  double objective() {
    return loss + penalty * nuclearNorm();
  }

  /** (P − D)/P, the part of the objective that could still be gained; at most 1. */
  double gap() {
    double objective = objective();
    return objective > 0 ? Math.max(0, (objective - lowerBound) / objective) : 0;
  }
}
