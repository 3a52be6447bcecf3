package org.eckart.recovery.sensing;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.scaled.FactorPair;

/**
 * A matrix found from its measurements, and how well it explains them.
 *
 * @param factors U n₁ × r, s, V n₂ × r of X; the largest entry of each column of U is positive
 * @param residual ‖𝒜(X) − y‖₂ / ‖y‖₂; 0 if both are 0. For other losses than the squared one, y is
 *     compared with the mean that the model gives
 * @param steps done in all
 * @param settled false if the run ended at the most steps allowed, or was stopped
 * @param stepSize η at the end, relative as the options have it
 * @param halvings how often η was halved because the descent diverged
 */
public record SensingEstimate(
    Svd factors, double residual, int steps, boolean settled, double stepSize, int halvings) {
  public int rank() {
    return factors.rank();
  }

  /** Σ s. */
  public double nuclearNorm() {
    double sum = 0;
    for (int k = 0; k < factors.rank(); k++) {
      sum += factors.s().get(k);
    }
    return sum;
  }

  /** X with all its entries, 8 n₁ n₂ bytes. */
  public Matrix matrix() {
    return factors.product();
  }

  /**
   * The triplets of a factor pair times a unit, signs turned so that the largest entry of each
   * column of U is positive.
   */
  public static Svd triplets(FactorPair pair, double unit) {
    Svd svd = pair.svd();
    double[] s = svd.s().toArray();
    Matrix u = svd.u().copy();
    Matrix v = svd.v().copy();
    for (int k = 0; k < s.length; k++) {
      s[k] *= unit;
      double largest = 0;
      for (int i = 0; i < u.rows(); i++) {
        if (Math.abs(u.get(i, k)) > Math.abs(largest)) {
          largest = u.get(i, k);
        }
      }
      if (largest < 0) {
        turn(u, k);
        turn(v, k);
      }
    }
    return new Svd(u, Vector.wrap(s), v);
  }

  private static void turn(Matrix factor, int column) {
    for (int i = 0; i < factor.rows(); i++) {
      factor.set(i, column, -factor.get(i, column));
    }
  }
}
