package org.eckart.recovery.groups.factor;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.recovery.groups.GroupPenalty;

/**
 * A fitted X = A Bᵀ in the units of the values.
 *
 * @param left A, n × r; rows without cells are exactly 0
 * @param right B, p × r, orthonormal
 * @param penalty it was fitted under
 * @param objective ½‖P_Ω(Y − X)‖² + Σ τ_g‖X_g‖_*
 * @param loss the first of the two
 * @param nuclearNorms ‖X_g‖_* of each group
 * @param epsilon of the smoothing at the end
 * @param sweeps done in all
 * @param settled whether the objective had stopped to fall
 */
public record GroupAlsEstimate(
    Matrix left,
    Matrix right,
    GroupPenalty penalty,
    double objective,
    double loss,
    double[] nuclearNorms,
    double epsilon,
    int sweeps,
    boolean settled) {
  public int rank() {
    return left.columns();
  }

  public double predict(int row, int column) {
    double sum = 0;
    for (int k = 0; k < rank(); k++) {
      sum += left.get(row, k) * right.get(column, k);
    }
    return sum;
  }

  /** The singular triplets of X, from the factors. */
  public Svd triplets() {
    Svd a = Svd.of(left); // B is orthonormal
    return new Svd(a.u(), a.s(), right.times(a.v()));
  }
}
