package org.eckart.bayes.variate;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Means within 4.5 standard errors: false alarm 7e-6 each; seeds are fixed. */
@Tag("statistical")
class RobustVariateStatisticsTest {
  private static final int DRAWS = 100_000;

  /** E N | lower &lt; N &lt; upper = (φ(lower) − φ(upper)) / (Φ(upper) − Φ(lower)). */
  @ParameterizedTest
  @CsvSource({
    "-Infinity, Infinity", "-1, 2", "-0.5, 0.3", "0.5, Infinity", "3, 3.1", "6, Infinity",
    "-Infinity, -5", "-2, -1", "0, 0.1", "1, 4", "0, Infinity", "-Infinity, 0"
  })
  void truncatedNormalsHaveTheirMean(double lower, double upper) {
    NormalDistribution normal = NormalDistribution.of(0, 1);
    double mass =
        lower > 0
            ? normal.survivalProbability(lower) - normal.survivalProbability(upper)
            : normal.probability(lower, upper);
    double exact = (normal.density(lower) - normal.density(upper)) / mass;
    RandomStream random = RandomStream.of(3, "truncated");
    double sum = 0;
    double squares = 0;
    for (int k = 0; k < DRAWS; k++) {
      double x = TruncatedNormal.standard(lower, upper, random);
      assertThat(x >= lower && x <= upper).isTrue();
      sum += x;
      squares += x * x;
    }
    double mean = sum / DRAWS;
    double error = Math.sqrt((squares / DRAWS - mean * mean) / DRAWS);
    assertThat((mean - exact) / error).isBetween(-4.5, 4.5);
  }

  /**
   * P(√v ≤ 1) = ½; and with three normals of sum of squares 3 the mean of v/(1+v) by quadrature.
   */
  @Test
  void halfCauchyVariancesHaveTheirConditional() {
    double mass = 0;
    double mean = 0;
    int steps = 100_000;
    for (int k = 0; k < steps; k++) {
      double root = Math.tan(Math.PI / 2 * (k + 0.5) / steps);
      double v = root * root;
      double weight = Math.exp(-1.5 / v) / (v * root);
      mass += weight;
      mean += weight * v / (1 + v);
    }
    RandomStream random = RandomStream.of(4, "half-Cauchy");
    double v = 1;
    double sum = 0;
    for (int k = 0; k < DRAWS; k++) {
      v = HalfCauchy.variance(v, 3, 3, random);
      sum += v / (1 + v);
    }
    // the chain's correlation is small; 0.003 is above five standard errors
    assertThat(sum / DRAWS).isBetween(mean / mass - 0.003, mean / mass + 0.003);
  }

  /** Slices of a gamma of shape 3: mean 3, variance 3, whatever the width. */
  @ParameterizedTest
  @CsvSource({"0.1", "2", "50"})
  void slicesLeaveTheirDensityInvariant(double width) {
    RandomStream random = RandomStream.of(5, "slice");
    double x = 3;
    double sum = 0;
    double squares = 0;
    for (int k = 0; k < DRAWS; k++) {
      x =
          Slice.move(
              x, width, y -> y <= 0 ? Double.NEGATIVE_INFINITY : 2 * Math.log(y) - y, random);
      sum += x;
      squares += x * x;
    }
    double mean = sum / DRAWS;
    assertThat(mean).isBetween(2.9, 3.1);
    assertThat(squares / DRAWS - mean * mean).isBetween(2.8, 3.2);
  }

  @Test
  void tableOfTheNormalIsWithinEightDigits() {
    NormalDistribution normal = NormalDistribution.of(0, 1);
    for (double x = -9; x < 9; x += 0.00731) {
      assertThat(NormalTable.cdf(x))
          .isBetween(
              normal.cumulativeProbability(x) - 1e-8, normal.cumulativeProbability(x) + 1e-8);
    }
    assertThat(NormalTable.cdf(Double.NEGATIVE_INFINITY)).isEqualTo(0);
    assertThat(NormalTable.cdf(Double.POSITIVE_INFINITY)).isEqualTo(1);
  }
}
