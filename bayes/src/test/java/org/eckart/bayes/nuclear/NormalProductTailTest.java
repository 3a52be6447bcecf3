package org.eckart.bayes.nuclear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eckart.bayes.variate.Bessel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The law behind d = m + ⌈n/2⌉: as τ → 0 the density of τ A B at X is ∝ e^{−‖X‖_* / τ} Π
 * sᵢ^{(d−m−1)/2} Π_{i&lt;j} (sᵢ + sⱼ)^{−1/2}. Here for 2 × m, by quadrature over W = A Aᵀ, whose
 * angle gives a Bessel function.
 */
class NormalProductTailTest {
  /** Of s = (1.5, 0.5) against (1.1, 0.9), whose nuclear norms are the same. */
  private static double logRatio(double tau, int d, int m) {
    return logDensity(1.5 / tau, 0.5 / tau, d, m) - logDensity(1.1 / tau, 0.9 / tau, d, m);
  }

  /**
   * log ∫∫ over a &gt; b &gt; 0 of (a − b) (ab)^{(d−3−m)/2} e^{−(a+b)/2 − (1/a+1/b)M/2} I₀((1/b −
   * 1/a)D/2), M and D half the sum and half the difference of s₁² and s₂²; in u = log √(ab) and v =
   * log(a/b), by the trapezoidal and by Simpson's rule.
   */
  private static double logDensity(double s1, double s2, int d, int m) {
    double sum = 0.5 * (s1 * s1 + s2 * s2);
    double apart = 0.5 * (s1 * s1 - s2 * s2);
    double width = 10 / Math.sqrt(Math.min(s2, 4)) * Math.max(0.25, 1 / Math.sqrt(s2));
    double middle = 0.5 * Math.log(s1 * s2);
    double longest = Math.log(s1 / s2) + 2 * width;
    int nodes = 1000;
    double du = 2 * width / nodes;
    double dv = longest / nodes;
    double top = -(s1 + s2);
    double total = 0;
    for (int i = 0; i <= nodes; i++) {
      double u = middle - width + i * du;
      for (int j = 1; j <= nodes; j++) { // nothing at v = 0
        double v = j * dv;
        double a = Math.exp(u + v / 2);
        double b = Math.exp(u - v / 2);
        double turn = 0.5 * (1 / b - 1 / a) * apart;
        double log =
            -0.5 * (a + b) - 0.5 * (1 / a + 1 / b) * sum + turn + (d - 3 - m) * u + 2 * u - top;
        if (log > -60) {
          double simpson = j == nodes ? 1 : j % 2 == 1 ? 4 : 2;
          total += simpson * (a - b) * Math.exp(log) * Bessel.scaledI0(turn);
        }
      }
    }
    return top + Math.log(total * du * dv / 3);
  }

  @ParameterizedTest
  @CsvSource({
    "0.2, 2, 2, 0.12707",
    "0.05, 2, 2, 0.13515",
    "0.0125, 2, 2, 0.13783",
    "0.003125, 2, 2, 0.13856",
    "0.2, 2, 5, 0.64624",
    "0.003125, 2, 5, 0.55727",
    "0.2, 4, 2, -0.10409",
    "0.003125, 4, 2, -0.13806",
    "0.2, 3, 2, 0",
    "0.003125, 3, 2, 0"
  })
  void tendsToItsPower(double tau, int d, int m, double expected) {
    assertThat(logRatio(tau, d, m)).isCloseTo(expected, within(1e-5));
    double limit = 0.5 * (d - m - 1) * Math.log(1.5 * 0.5 / (1.1 * 0.9));
    assertThat(expected).isCloseTo(limit, within(Math.max(1e-12, 0.7 * tau)));
  }
}
