package org.eckart.recovery.scaled;

import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;

/**
 * Where a step of both factors leads, before its length is chosen.
 *
 * @param left against which L is moved, m × r
 * @param right against which R is moved, n × r
 * @param size D of {@link ScaledStep}
 * @param damping λ that was added beyond what was asked for, since a Gram matrix was singular to
 *     working precision; 0 if none was
 */
public record ScaledDirection(Matrix left, Matrix right, double size, double damping) {
  /**
   * G R (RᵀR + λI)⁻¹ and Gᵀ L (LᵀL + λI)⁻¹.
   *
   * @param leftGradient G R, m × r
   * @param rightGradient Gᵀ L, n × r
   * @param damping λ ≥ 0
   */
  public static ScaledDirection scaled(
      FactorPair at, Matrix leftGradient, Matrix rightGradient, double damping) {
    GramPreconditioner byRight = GramPreconditioner.ofGram(at.right().gram(), damping);
    GramPreconditioner byLeft = GramPreconditioner.ofGram(at.left().gram(), damping);
    Matrix left = byRight.divide(leftGradient);
    Matrix right = byLeft.divide(rightGradient);
    double square = inner(leftGradient, left) + inner(rightGradient, right);
    return new ScaledDirection(
        left,
        right,
        Math.sqrt(Math.max(0, square)),
        Math.max(byRight.damping(), byLeft.damping()) - damping);
  }

  /** The gradients themselves. */
  public static ScaledDirection vanilla(Matrix leftGradient, Matrix rightGradient) {
    return new ScaledDirection(
        leftGradient,
        rightGradient,
        Math.hypot(leftGradient.frobeniusNorm(), rightGradient.frobeniusNorm()),
        0);
  }

  /** The step of this length η. */
  public ScaledStep step(FactorPair from, double stepSize) {
    return new ScaledStep(
        new FactorPair(moved(from.left(), left, stepSize), moved(from.right(), right, stepSize)),
        size,
        damping);
  }

  private static double inner(Matrix a, Matrix b) {
    return Kernels.dot(a.array(), 0, b.array(), 0, a.array().length);
  }

  /** A − η D. */
  private static Matrix moved(Matrix from, Matrix direction, double stepSize) {
    Matrix to = from.copy();
    Kernels.axpy(-stepSize, direction.array(), 0, to.array(), 0, to.array().length);
    return to;
  }
}
