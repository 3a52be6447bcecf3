package org.eckart.recovery.scaled;

import org.eckart.linalg.Matrix;

/**
 * A step of both factors from the same old pair: L − η G R (RᵀR + λI)⁻¹ and R − η Gᵀ L (LᵀL +
 * λI)⁻¹.
 *
 * <p>At a fully observed matrix the error contracts by max(|1 − η|, |1 − 2η|) a step whatever the
 * condition number, at best by 1/3 at η = 2/3, and the step is unstable from η = 1 on.
 *
 * @param next the pair after the step
 * @param size D = (⟨GR, GR K_R⁻¹⟩ + ⟨GᵀL, GᵀL K_L⁻¹⟩)^½, the norm of the scaled gradient: the same
 *     for every pair that stands for the same X (undamped). For a vanilla step the Euclidean norm
 *     of the gradient.
 * @param damping λ that was added beyond what was asked for, since a Gram matrix was singular to
 *     working precision; 0 if none was
 */
public record ScaledStep(FactorPair next, double size, double damping) {

  /**
   * The scaled step.
   *
   * @param leftGradient G R, m × r
   * @param rightGradient Gᵀ L, n × r
   * @param stepSize η
   * @param damping λ ≥ 0
   */
  public static ScaledStep scaled(
      FactorPair at, Matrix leftGradient, Matrix rightGradient, double stepSize, double damping) {
    return ScaledDirection.scaled(at, leftGradient, rightGradient, damping).step(at, stepSize);
  }

  /**
   * The step of plain gradient descent, L − η G R and R − η Gᵀ L, which the papers compare with.
   * Its η has a unit: they take 0.5/σ₁ of the matrix sought.
   */
  public static ScaledStep vanilla(
      FactorPair at, Matrix leftGradient, Matrix rightGradient, double stepSize) {
    return ScaledDirection.vanilla(leftGradient, rightGradient).step(at, stepSize);
  }
}
