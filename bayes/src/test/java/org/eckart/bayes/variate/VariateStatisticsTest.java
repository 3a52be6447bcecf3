package org.eckart.bayes.variate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleSupplier;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("statistical")
class VariateStatisticsTest {
  private static final int DRAWS = 100_000;
  private final RandomStream random = RandomStream.of(5, "variates");

  /** Two-sided at 4 standard errors: a false alarm once in 16,000 seeds; seeds are fixed. */
  private static void assertMean(DoubleSupplier draw, double expected) {
    double sum = 0;
    double square = 0;
    for (int t = 0; t < DRAWS; t++) {
      double x = draw.getAsDouble();
      sum += x;
      square += x * x;
    }
    double mean = sum / DRAWS;
    double error = Math.sqrt((square / DRAWS - mean * mean) / DRAWS);
    assertThat(mean).isCloseTo(expected, within(4 * error + 1e-12));
  }

  /** E cos θ = I₁(κ)/I₀(κ). */
  @Test
  void vonMisesHasItsMean() {
    assertMean(() -> VonMises.cosine(1e-9, random), 0);
    assertMean(() -> VonMises.cosine(1e-5, random), 5e-6);
    assertMean(() -> VonMises.cosine(0.3, random), 0.148337);
    assertMean(() -> VonMises.cosine(3, random), 0.809985);
    assertMean(() -> VonMises.cosine(30, random), 0.983190);
    assertMean(() -> VonMises.cosine(3000, random), 0.99983332);
    assertThat(VonMises.cosine(1e12, random)).isCloseTo(1, within(1e-10));
    assertThat(VonMises.cosine(1e300, random)).isEqualTo(1);
  }

  @Test
  void fisherHasItsMean() {
    assertMean(() -> VonMises.component(3, 2, random), 0.537315);
    assertMean(() -> VonMises.component(5, 4, random), 0.582141);
    assertMean(() -> VonMises.component(2, 3, random), 0.809985);
    assertMean(() -> VonMises.component(1, 0.5, random), Math.tanh(0.5));
    assertMean(() -> VonMises.component(4, 0, random), 0);
    assertThat(VonMises.component(4, 1e12, random)).isCloseTo(1, within(1e-10));
  }

  @Test
  void gammasHaveTheirMeans() {
    assertMean(() -> GammaVariate.gamma(0.3, 2, random), 0.15);
    assertMean(() -> GammaVariate.gamma(7, 0.5, random), 14);
    assertMean(() -> GammaVariate.inverse(5, 8, random), 2);
    assertMean(() -> GammaVariate.beta(2, 6, random), 0.25);
  }
}
