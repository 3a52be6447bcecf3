package org.eckart.bayes.nuclear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eckart.bayes.chain.Chains;
import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.core.run.Run;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Draws of the prior and of its parameters; 4 standard errors: once in 16,000 seeds, which are
 * fixed.
 */
@Tag("statistical")
class PriorStatisticsTest {
  private static void assertMean(Diagnostic found, double expected) {
    assertThat(found.mean()).isCloseTo(expected, within(4 * found.mcse()));
  }

  @ParameterizedTest
  @CsvSource({"3, 5, 108.846153846", "8, 5, 458.374902211", "2, 7, 120", "1, 4, 20"})
  void samplerHasTheExactMoments(int rows, int columns, double square) {
    Posterior draws;
    try (Parallel parallel = Parallel.of(2)) {
      draws =
          Run.of(
                  new Chains<>(
                      new PriorSampler(new PriorOptions(1, Schedule.of(200, 3000))), parallel))
              .start(new PriorSampler.Shape(rows, columns))
              .estimate();
    }
    assertMean(draws.diagnostic("nuclearNorm"), rows * columns);
    assertMean(draws.diagnostic("square"), square);
    assertThat(draws.diagnostic("square").mcse()).isLessThan(0.015 * square);
    double variance = square / (rows * columns);
    for (int k = 0; k < rows * columns; k++) {
      assertThat(draws.mean()[k]).isCloseTo(0, within(5 * Math.sqrt(variance / 12_000)));
    }
  }

  @Test
  void twoBySevenHasItsSpectrum() {
    RandomStream random = RandomStream.of(2, "two by seven");
    double[][] s = new double[2][20_000];
    for (int t = 0; t < 20_000; t++) {
      double[] values =
          org.eckart.linalg.Svd.of(NuclearNormDistribution.of(7, 2, 1).draw(random)).s().toArray();
      s[0][t] = values[0];
      s[1][t] = values[1];
    }
    assertMean(Diagnostic.of(new double[][] {s[0]}), 9.3869);
    assertMean(Diagnostic.of(new double[][] {s[1]}), 4.6131);
  }

  /** Quadrature of r^{k−1} e^{−Rr²/2 − br}. */
  @ParameterizedTest
  @CsvSource({
    "1800, 712, 985, 1.0421076, 0.0205430",
    "8, 3, 2, 1.2945725, 0.3573520",
    "2, 1, 10, 0.1943830, 0.1355909",
    "1800, 0.5, 985, 1.8257182, 0.0430127"
  })
  void noiseIsDrawnFromItsDensity(double k, double square, double linear, double mean, double sd) {
    RandomStream random = RandomStream.of(3, "noise");
    double[] draws = random.gaussian(1, 40_000).array();
    java.util.Arrays.setAll(draws, _ -> NoiseDraw.draw(k, square, linear, random));
    Diagnostic found = Diagnostic.of(new double[][] {draws});
    assertMean(found, mean);
    assertThat(found.sd()).isCloseTo(sd, within(0.03 * sd));
  }

  /** λ given nm and N: quadrature of p(λ) λ^{nm} e^{−λN}. */
  @ParameterizedTest
  @CsvSource({
    "4, 3, 1.320802, 1.290106",
    "900, 135, 6.663930, 6.659587",
    "12, 40, 0.306715, 0.320164"
  })
  void penaltiesAreDrawnFromTheirDensities(double entries, double norm, double root, double half) {
    RandomStream random = RandomStream.of(4, "penalty");
    double[][] draws = new double[2][40_000];
    double penalty = 1;
    for (int t = 0; t < 40_000; t++) {
      penalty = new PenaltyPrior.RootHalfCauchy().draw(entries, norm, penalty, random);
      draws[0][t] = penalty;
      draws[1][t] = new PenaltyPrior.HalfCauchy(1).draw(entries, norm, penalty, random);
    }
    assertMean(Diagnostic.of(new double[][] {draws[0]}), root);
    assertMean(Diagnostic.of(new double[][] {draws[1]}), half);
  }
}
