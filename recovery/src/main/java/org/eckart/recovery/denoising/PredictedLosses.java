package org.eckart.recovery.denoising;

/**
 * The expected losses of one result, whichever of them its weights make least. As in {@link
 * DenoisedMatrix#predictedLoss()}, directions too weak to be seen are not in them; a loss that is
 * not known is NaN.
 *
 * @param frobenius Σ dᵢ² over the singular values dᵢ of estimate − signal
 * @param operator the largest dᵢ
 * @param nuclear Σ dᵢ
 */
public record PredictedLosses(double frobenius, double operator, double nuclear) {
  /** Those of a matrix multiplied by {@code factor}. */
  PredictedLosses scaled(double factor) {
    return new PredictedLosses(
        frobenius * StandardLoss.FROBENIUS.scaled(factor),
        operator * StandardLoss.OPERATOR.scaled(factor),
        nuclear * StandardLoss.NUCLEAR.scaled(factor));
  }
}
