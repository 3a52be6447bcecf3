package org.eckart.recovery.spectralnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpectralLayerTest {
  private static final Matrix G = Matrix.of(new double[][] {{1, 2}, {3, 4}});

  private static Matrix rankTwo(int rows, int columns) {
    RandomStream random = RandomStream.of(4, "rank two");
    return random.gaussian(rows, 2).timesTranspose(random.gaussian(columns, 2));
  }

  /** Generic, degenerate, of low rank, tall, wide, zero, nearly degenerate. */
  static List<Matrix> inputs() {
    RandomStream random = RandomStream.of(3, "layers");
    Matrix nearly = Matrix.identity(5).scaled(0.7).plus(random.gaussian(5, 5).scaled(1e-12));
    return List.of(
        random.gaussian(6, 6),
        Matrix.identity(6).scaled(0.01),
        rankTwo(6, 6),
        random.gaussian(7, 4),
        random.gaussian(4, 7),
        rankTwo(7, 4),
        rankTwo(4, 7),
        Matrix.zeros(7, 4),
        Matrix.zeros(3, 3),
        nearly,
        random.gaussian(1, 1),
        random.gaussian(1, 6));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void theDerivativeIsThatOfCentralDifferences(Matrix q) {
    // error of a central difference: h² of a third derivative, and 1e-16/h of rounding: 1e-10
    RandomStream random = RandomStream.of(9, "directions");
    double h = 1e-5;
    for (SpectralFunction function : SpectralFunction.values()) {
      if (!function.isOdd()) {
        continue;
      }
      Matrix g = random.gaussian(q.rows(), q.columns());
      Matrix direction = random.gaussian(q.rows(), q.columns());
      SpectralLayer layer = SpectralLayer.at(q, function);
      Matrix up = SpectralLayer.at(q.plus(direction.scaled(h)), function).output();
      Matrix down = SpectralLayer.at(q.minus(direction.scaled(h)), function).output();
      Matrix difference = up.minus(down).scaled(1 / (2 * h));
      Matrix pushed = layer.derivative(direction);
      double size = pushed.frobeniusNorm();
      assertThat(pushed.minus(difference).frobeniusNorm())
          .as("%s at %d × %d", function, q.rows(), q.columns())
          .isLessThan(1e-8 * size);
      assertThat(product(layer.derivative(g), direction)) // self-adjoint
          .isCloseTo(product(g, pushed), within(1e-12 * size * g.frobeniusNorm()));
    }
  }

  private static double product(Matrix a, Matrix b) {
    double sum = 0;
    for (int i = 0; i < a.array().length; i++) {
      sum += a.array()[i] * b.array()[i];
    }
    return sum;
  }

  /** Values of the formula in 30 digits, of tanh. */
  @Test
  void theDerivativeOfTanhHasTheseDigits() {
    assertDerivative(
        new double[][] {{1, 0}, {0, 0.5}},
        new double[][] {{0.419974341614, 1.089481222407}, {1.905288764551, 3.145790931864}});
    assertDerivative(
        new double[][] {{0.3, 0}, {0, 0.3}},
        new double[][] {{0.915136961827, 1.802321383814}, {2.773363425319, 3.660547847307}});
    assertDerivative(
        new double[][] {{0, 1}, {0, 0}},
        new double[][] {{0.761594155956, 0.839948683228}, {3, 3.046376623823}});
    assertDerivative(new double[][] {{0, 0}, {0, 0}}, new double[][] {{1, 2}, {3, 4}});
  }

  private static void assertDerivative(double[][] q, double[][] expected) {
    Matrix found = SpectralLayer.at(Matrix.of(q), SpectralFunction.TANH).derivative(G);
    assertThat(found.minus(Matrix.of(expected)).largestMagnitude()).isLessThan(1e-11);
  }

  @Test
  void dividedDifferencesKeepTheirDigits() {
    SpectralFunction tanh = SpectralFunction.TANH;
    assertThat(tanh.divided(1, 0.5)).isCloseTo(0.5989539973915, within(1e-13));
    assertThat(tanh.divided(1, -0.5)).isCloseTo(0.8158075421438, within(1e-13));
    // 1 − tanh 15 tanh 14, of which the plain formula keeps four digits
    assertThat(tanh.divided(15, 14) / Math.tanh(1)).isCloseTo(1.5700324808e-12, within(1e-21));
    for (SpectralFunction function : SpectralFunction.values()) {
      for (double a : new double[] {-800, -3, -1e-9, 0, 1e-7, 0.3, 2, 500}) {
        double slope = function.slope(a);
        for (double near : new double[] {1e-13, 1e-9, 1e-6}) {
          assertThat(function.divided(a, a + near)) // curvature of γ is at most 1
              .isCloseTo(slope, within(2 * near * Math.max(slope, near) + 1e-15));
        }
        for (double b : new double[] {-40, -1, 0.7, 9}) {
          double quotient = (function.value(a) - function.value(b)) / (a - b);
          double rounding = 4e-16 * (1 + Math.abs(function.value(a))) / Math.abs(a - b);
          assertThat(function.divided(a, b)).isCloseTo(quotient, within(4 * rounding + 1e-15));
        }
      }
    }
  }

  @Test
  void aFunctionThatIsNotOddIsRefused() {
    assertThatThrownBy(() -> SpectralLayer.at(rankTwo(4, 4), SpectralFunction.SIGMOID))
        .hasMessage(
            "SIGMOID is 0.5 at 0, and Γ has a derivative only for odd functions; take tanh, which is"
                + " the same curve moved to 0 and stretched");
    assertThatThrownBy(() -> SpectralNetOptions.defaults().withFunction(SpectralFunction.SIGMOID))
        .hasMessage(
            "function is SIGMOID, which is not odd: it would bend a missing direction to 0.5; take"
                + " tanh");
  }
}
