package org.eckart.recovery.sensing;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;

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
 * @param damped steps that had to be damped because a Gram matrix was singular: the rank is above
 *     that of the matrix
 */
public record SensingEstimate(
    Svd factors,
    double residual,
    int steps,
    boolean settled,
    double stepSize,
    int halvings,
    int damped) {
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
}
