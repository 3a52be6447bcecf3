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
 * @param damping the larger λ of the two sides as it was used
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
    GramPreconditioner byRight = GramPreconditioner.ofGram(at.right().gram(), damping);
    GramPreconditioner byLeft = GramPreconditioner.ofGram(at.left().gram(), damping);
    Matrix left = byRight.divide(leftGradient);
    Matrix right = byLeft.divide(rightGradient);
    double square = inner(leftGradient, left) + inner(rightGradient, right);
    return new ScaledStep(
        new FactorPair(moved(at.left(), left, stepSize), moved(at.right(), right, stepSize)),
        Math.sqrt(Math.max(0, square)),
        Math.max(byRight.damping(), byLeft.damping()));
  }

  /**
   * The step of plain gradient descent, L − η G R and R − η Gᵀ L, which the papers compare with.
   * Its η has a unit: they take 0.5/σ₁ of the matrix sought.
   */
  public static ScaledStep vanilla(
      FactorPair at, Matrix leftGradient, Matrix rightGradient, double stepSize) {
    return new ScaledStep(
        new FactorPair(
            moved(at.left(), leftGradient, stepSize), moved(at.right(), rightGradient, stepSize)),
        Math.hypot(leftGradient.frobeniusNorm(), rightGradient.frobeniusNorm()),
        0);
  }

  private static double inner(Matrix a, Matrix b) {
    double sum = 0;
    for (int k = 0; k < a.array().length; k++) {
      sum += a.array()[k] * b.array()[k];
    }
    return sum;
  }

  /** A − η D. */
  private static Matrix moved(Matrix from, Matrix direction, double stepSize) {
    Matrix to = from.copy();
    for (int k = 0; k < to.array().length; k++) {
      to.array()[k] -= stepSize * direction.array()[k];
    }
    return to;
  }
}
