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

  /** E (s₁ − s₂)/(s₁ + s₂) = (√π/2) Γ(m)/Γ(m + 1/2). */
  @ParameterizedTest
  @CsvSource({"7, 9.3869, 4.6131", "2, 3.3333333, 0.6666667"})
  void twoRowsHaveTheirSpectrum(int m, double first, double second) {
    RandomStream random = RandomStream.of(2, "two rows");
    double[][] s = new double[2][20_000];
    for (int t = 0; t < 20_000; t++) {
      double[] values =
          org.eckart.linalg.Svd.of(NuclearNormDistribution.of(m, 2, 1).draw(random)).s().toArray();
      s[0][t] = values[0];
      s[1][t] = values[1];
    }
    assertMean(Diagnostic.of(new double[][] {s[0]}), first);
    assertMean(Diagnostic.of(new double[][] {s[1]}), second);
  }

  /**
   * ‖X‖_* is Gamma(nm, ρ): Kolmogorov and Smirnov's distance of 6,000 draws, which are independent
   * since the radius is drawn anew each time; refused at p &lt; 1e-4. Independent Gamma(m − n + 1)
   * values, which leave out the repulsion of singular values, give a mean of 9 for 15.
   */
  @Test
  void nuclearNormHasItsLaw() {
    NuclearNormDistribution nuclear = NuclearNormDistribution.of(3, 5, 2);
    Posterior draws;
    try (Parallel parallel = Parallel.of(2)) {
      draws =
          Run.of(
                  new Chains<>(
                      new PriorSampler(new PriorOptions(2, Schedule.of(200, 1500))), parallel))
              .start(new PriorSampler.Shape(3, 5))
              .estimate();
    }
    double[] all =
        java.util.Arrays.stream(draws.trace("nuclearNorm"))
            .flatMapToDouble(java.util.Arrays::stream)
            .sorted()
            .toArray();
    double distance = 0;
    for (int k = 0; k < all.length; k++) {
      double law = nuclear.nuclearNorm().cumulativeProbability(all[k]);
      distance = Math.max(distance, Math.max(law - k / 6000.0, (k + 1) / 6000.0 - law));
    }
    // P(√N D > t) ≈ 2 e^{−2t²}, which is 1e-4 at 2.225
    assertThat(all).hasSize(6000);
    assertThat(distance * Math.sqrt(6000)).isLessThan(2.225);
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
    "4, 3, 1.320802, 0.644889, 1.290106, 0.596756",
    "900, 135, 6.663930, 0.222163, 6.659587, 0.222093",
    "12, 40, 0.306715, 0.086947, 0.320164, 0.088300"
  })
  void penaltiesAreDrawnFromTheirDensities(
      double entries, double norm, double root, double rootSd, double half, double halfSd) {
    RandomStream random = RandomStream.of(4, "penalty");
    double[][] draws = new double[2][40_000];
    double penalty = 1;
    for (int t = 0; t < 40_000; t++) {
      penalty = new PenaltyPrior.RootHalfCauchy().draw(entries, norm, penalty, random);
      draws[0][t] = penalty;
      draws[1][t] = new PenaltyPrior.HalfCauchy(1).draw(entries, norm, penalty, random);
    }
    Diagnostic ofRoot = Diagnostic.of(new double[][] {draws[0]});
    Diagnostic ofHalf = Diagnostic.of(new double[][] {draws[1]});
    assertMean(ofRoot, root);
    assertMean(ofHalf, half);
    assertThat(ofRoot.sd()).isCloseTo(rootSd, within(0.02 * rootSd)); // 5 standard errors
    assertThat(ofHalf.sd()).isCloseTo(halfSd, within(0.02 * halfSd));
  }
}
