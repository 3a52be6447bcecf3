package org.eckart.bayes.variate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BesselTest {
  /**
   * (1/π) ∫ e^{x(cos t − 1)} dt by the trapezoidal rule, exact to rounding for a periodic function.
   */
  private static double byQuadrature(double x) {
    int nodes = 4000;
    double sum = 0;
    for (int k = 0; k < nodes; k++) {
      sum += Math.exp(x * (Math.cos(2 * Math.PI * (k + 0.5) / nodes) - 1));
    }
    return sum / nodes;
  }

  @Test
  void agreesWithQuadratureAndAsymptotics() {
    for (double x : new double[] {0, 1e-9, 0.1, 0.9, 2, 5, 7.99, 8, 8.01, 20, 300, 9000}) {
      double expected = byQuadrature(x);
      assertThat(Bessel.scaledI0(x)).isCloseTo(expected, within(2e-13 * expected));
      double level = expected * Math.sqrt(1 + x);
      assertThat(Bessel.levelI0(x)).isCloseTo(level, within(1e-10 * level));
    }
    for (double x : new double[] {1e6, 1e15, 1e300}) {
      double expected = (1 + 1 / (8 * x)) / Math.sqrt(2 * Math.PI);
      assertThat(Bessel.scaledI0(x) * Math.sqrt(x)).isCloseTo(expected, within(1e-12));
      double level = expected * Math.sqrt(1 + 1 / x); // √(1 + x) where the expansion has √x
      assertThat(Bessel.levelI0(x)).isCloseTo(level, within(1e-10));
    }
  }
}
