package org.eckart.recovery.sensing;

import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;

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
  /** Random matrices measured for an estimate of {@link #gain()}. */
  int PROBES = 16;

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
   * The gain ‖𝒜‖²_F / (n₁ n₂), which is the mean of ‖𝒜(X)‖² over X of norm 1 in all directions; 1
   * for operators that keep norms, as the theory has them. Step sizes and spectral starts are
   * relative to it, so that the units of an operator make no difference.
   *
   * <p>Unless overridden, an estimate from {@value #PROBES} random X of rank one; its relative
   * error is about √(2 / (m · {@value #PROBES})) for operators without preferred directions.
   */
  default double gain() {
    RandomStream random = RandomStream.of(1, "gain of an operator");
    double sum = 0;
    for (int k = 0; k < PROBES; k++) {
      double[] z = measure(random.gaussian(rows(), 1), random.gaussian(columns(), 1));
      double norm = Matrix.wrap(z.length, 1, z).frobeniusNorm();
      sum += norm * norm / PROBES;
    }
    return sum / ((double) rows() * columns());
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
