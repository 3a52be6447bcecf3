package org.eckart.recovery.sensing;

import org.eckart.linalg.Kernels;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;

/**
 * Whether ⟨𝒜(X), z⟩ = ⟨X, 𝒜*(z)⟩, tried on a random X = l rᵀ of rank one and a random z. An
 * adjoint that is wrong anywhere fails with probability one, but for errors below {@link
 * #TOLERANCE}.
 */
public final class AdjointTest {
  /** Relative to ‖𝒜(X)‖ ‖z‖: far above rounding, far below what would mislead a method. */
  private static final double TOLERANCE = 1e-8;

  private AdjointTest() {}

  /**
   * Refuses an operator whose parts do not belong together. Costs a measurement and an adjoint.
   *
   * @throws IllegalArgumentException with both numbers
   */
  public static void check(MeasurementOperator operator) {
    RandomStream random = RandomStream.of(1, "adjoint test");
    Matrix left = random.gaussian(operator.rows(), 1);
    Matrix right = random.gaussian(operator.columns(), 1);
    double[] z = random.gaussian(operator.count(), 1).array();
    double[] measured = operator.measure(left, right);
    Shapes.checkMeasurements(operator, measured);
    LinearOperator adjoint = operator.adjoint(z);
    if (adjoint.rows() != operator.rows() || adjoint.columns() != operator.columns()) {
      throw new IllegalArgumentException(
          String.format(
              java.util.Locale.ROOT,
              "The operator measures %d × %d matrices but its adjoint gives a %d × %d one",
              operator.rows(),
              operator.columns(),
              adjoint.rows(),
              adjoint.columns()));
    }
    double size =
        Matrix.wrap(measured.length, 1, measured).frobeniusNorm()
            * Matrix.wrap(z.length, 1, z).frobeniusNorm();
    double forward = dot(measured, z);
    compare(forward, dot(left.array(), adjoint.times(right).array()), size, "⟨X, 𝒜*(z)⟩");
    compare(
        forward, dot(right.array(), adjoint.transposeTimes(left).array()), size, "⟨Xᵀ, 𝒜*(z)ᵀ⟩");
  }

  private static void compare(double forward, double backward, double size, String what) {
    if (!(Math.abs(forward - backward) <= TOLERANCE * size)) { // NaN fails too
      throw new IllegalArgumentException(
          String.format(
              java.util.Locale.ROOT,
              "The operator fails the adjoint test: for a random X and z, ⟨𝒜(X), z⟩ is %.6g but %s"
                  + " is %.6g; they must be equal for every X and z, so correct one of the two",
              forward,
              what,
              backward));
    }
  }

  private static double dot(double[] a, double[] b) {
    return Kernels.dot(a, 0, b, 0, a.length);
  }
}
