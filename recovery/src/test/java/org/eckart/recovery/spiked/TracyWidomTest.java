package org.eckart.recovery.spiked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracyWidomTest {
  @ParameterizedTest
  @CsvSource({
    "0.1, 0.4501, 1e-4",
    "0.05, 0.9793, 1e-4",
    "0.01, 2.0234, 1e-4",
    "0.001, 3.2724, 3e-4" // the law itself, by determinants of 120 and 200 nodes, says 3.2722
  })
  void quantilesOfThePublishedTable(double level, double quantile, double error) { // Bejan 2005
    assertThat(TracyWidom.upperQuantile(level)).isCloseTo(quantile, within(error));
    assertThat(TracyWidom.survival(TracyWidom.upperQuantile(level)))
        .isCloseTo(level, within(1e-13));
  }

  @ParameterizedTest
  @CsvSource({ // Fredholm determinants with 160 nodes, not nodes of the expansion
    "-8, 1.8068292104398094e-12, 2e-7",
    "-5, 0.00027791775492146825, 1e-7",
    "-3, 0.06960011886735995, 1e-9",
    "-1, 0.5837898955196903, 1e-10",
    "0, 0.8319080662029269, 1e-10",
    "2, 0.9895975710848247, 1e-10",
  })
  void distributionAtPointsComputedApart(double s, double mass, double relative) {
    assertThat(TracyWidom.distribution(s)).isCloseTo(mass, within(mass * relative));
  }

  @Test
  void meanAndDeviation() {
    double mean = 0;
    double square = 0;
    double step = 1e-3;
    for (double s = -10; s < 12; s += step) {
      double mass = TracyWidom.distribution(s + step) - TracyWidom.distribution(s);
      mean += mass * (s + step / 2);
      square += mass * (s + step / 2) * (s + step / 2);
    }
    assertThat(mean).isCloseTo(-1.2065, within(5e-5));
    assertThat(Math.sqrt(square - mean * mean)).isCloseTo(1.2680, within(5e-5));
  }

  @Test
  void neverFallsAndNeverStops() {
    double last = 0;
    for (double s = -12; s <= 14; s += 0.01) {
      double mass = TracyWidom.distribution(s);
      assertThat(mass).isBetween(last, 1.0);
      last = mass;
    }
    assertThat(TracyWidom.upperQuantile(1e-14)).isBetween(10.0, 16.0);
    assertThat(TracyWidom.survival(TracyWidom.upperQuantile(1e-14)))
        .isCloseTo(1e-14, within(1e-20));
    assertThatThrownBy(() -> TracyWidom.upperQuantile(0))
        .hasMessage("level is 0.0; it must be above 0 and below 1, say 0.05");
  }

  /**
   * The largest value of p × n noise by its bidiagonal form, χ variates on both diagonals: an
   * independent program's 10,000 draws exceeded the quantiles of 10, 5 and 1 % in these shares.
   * Within 4.4 standard errors of the difference: false alarm 1e-5.
   */
  @ParameterizedTest
  @CsvSource({"100, 200, 0.0997, 0.0488, 0.0099", "20, 40, 0.0976, 0.0498, 0.0099"})
  @Tag("statistical")
  void noiseExceedsTheQuantilesAsOftenAsTheySay(int p, int n, double ten, double five, double one) {
    double[] points = {0.4501, 0.9793, 2.0234};
    double[] expected = {ten, five, one};
    int draws = 5000;
    int[] above = new int[3];
    RandomStream random = RandomStream.of(1, "bidiagonal");
    for (int draw = 0; draw < draws; draw++) {
      double[] diagonal = new double[p]; // of B Bᵀ, B lower bidiagonal
      double[] beside = new double[p];
      double last = 0;
      for (int k = 0; k < p; k++) {
        double own = chiSquare(n - k, random);
        double below = k + 1 < p ? chiSquare(p - 1 - k, random) : 0;
        diagonal[k] = own + last;
        beside[k] = own * below; // squared
        last = below;
      }
      for (int q = 0; q < 3; q++) {
        double at = TracyWidom.center(p, n) + points[q] * TracyWidom.spread(p, n);
        above[q] += exceeds(diagonal, beside, at) ? 1 : 0;
      }
    }
    for (int q = 0; q < 3; q++) {
      double deviation = Math.sqrt(expected[q] * (1 - expected[q]) * (1.0 / draws + 1e-4));
      assertThat(above[q] / (double) draws).isCloseTo(expected[q], within(4.4 * deviation));
    }
  }

  private static double chiSquare(int degrees, RandomStream random) {
    double sum = 0;
    for (int k = 0; k < degrees; k++) {
      double g = random.nextGaussian();
      sum += g * g;
    }
    return sum;
  }

  /** Whether a tridiagonal matrix has an eigenvalue above: a pivot of T − at is then positive. */
  private static boolean exceeds(double[] diagonal, double[] besideSquared, double at) {
    double pivot = diagonal[0] - at;
    for (int k = 1; k < diagonal.length && pivot < 0; k++) {
      pivot = diagonal[k] - at - besideSquared[k - 1] / pivot;
    }
    return pivot >= 0;
  }
}
