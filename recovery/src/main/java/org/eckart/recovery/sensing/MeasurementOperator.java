package org.eckart.recovery.sensing;

import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;

/**
 * 𝒜: ℝ^{n₁×n₂} → ℝᵐ, linear measurements 𝒜(X)ₖ = ⟨Aₖ, X⟩ = Σᵢⱼ Aₖ(i, j) X(i, j) of a matrix.
 *
 * <p>Implement {@link #measure(Matrix)} and {@link #adjoint}; that is enough for every method of
 * this package. Override {@link #measure(Matrix, Matrix)} where L Rᵀ need not be formed, and return
 * from {@link #adjoint} an operator that multiplies without being formed where n₁ n₂ numbers are
 * too many. {@link Measurements} tries whether adjoint and measurement belong together.
 *
 * <p>Implementations are immutable and may be called from several threads.
 */
public interface MeasurementOperator {
  /** n₁, at least 1. */
  int rows();

  /** n₂, at least 1. */
  int columns();

  /** m, at least 1. */
  int count();

  /**
   * 𝒜(X).
   *
   * @param x n₁ × n₂
   * @return m numbers
   */
  double[] measure(Matrix x);

  /**
   * 𝒜(L Rᵀ). Unless overridden it forms L Rᵀ, 8 n₁ n₂ bytes.
   *
   * @param left L, n₁ × r
   * @param right R, n₂ × r
   * @return m numbers
   */
  default double[] measure(Matrix left, Matrix right) {
    return measure(left.timesTranspose(right));
  }

  /**
   * The backprojection 𝒜*(z) = Σ zₖ Aₖ as something to multiply with: a {@link Matrix} where
   * forming it costs no more than one Aₖ does, an implicit operator else.
   *
   * @param z m numbers
   * @return n₁ × n₂
   */
  LinearOperator adjoint(double[] z);

  /** 𝒜*(z) with all its n₁ n₂ numbers. */
  default Matrix denseAdjoint(double[] z) {
    LinearOperator adjoint = adjoint(z);
    if (adjoint instanceof Matrix formed) {
      return formed;
    }
    return rows() < columns()
        ? adjoint.transposeTimes(Matrix.identity(rows())).transpose()
        : adjoint.times(Matrix.identity(columns()));
  }

  /**
   * The same operator, its work shared out among a team, with bits that do not depend on the team;
   * this operator itself where nothing can be shared.
   *
   * @param team stays the caller's to close, and open while the operator is in use
   */
  default MeasurementOperator withThreads(Parallel team) {
    return this;
  }
}
