package org.eckart.bayes.nuclear;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.eckart.bayes.chain.Chains;
import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.variate.GammaVariate;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Simulation-based calibration: λ from its prior, X from the exact 2 × 3 distribution, data,
 * posterior; the rank of the truth among thinned draws is then uniform. 200 data sets, 8 bins. Each
 * test is refused with p below 1e-4: of twelve, one false alarm in 800 seeds; seeds are fixed.
 */
@Tag("statistical")
class SimulationCalibrationStatisticsTest {
  private static final int SETS = 200;
  private static final int BINS = 8;
  private static final int DRAWS = 63;

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"SPECTRAL", "HAMILTONIAN", "PROXIMAL", "SVD_GIBBS"})
  void ranksAreUniform(Engine engine) {
    Penalty prior = new Penalty.Learned(new PenaltyPrior.Gamma(3, 1));
    NuclearOptions options =
        NuclearOptions.of(engine, prior)
            .withSchedule(
                Schedule.of(150, DRAWS)
                    .withChains(1)
                    .withThin(engine == Engine.PROXIMAL ? 30 : 10));
    int[][] counts = new int[3][BINS];
    try (Parallel parallel = Parallel.of(2)) {
      int[][] places = new int[SETS][];
      try (Parallel alone = Parallel.of(1)) {
        parallel.forEachBlock(
            SETS,
            set ->
                places[set] =
                    ranks(options.withSchedule(options.schedule().withSeed(set)), set, alone));
      }
      for (int[] place : places) {
        for (int k = 0; k < 3; k++) {
          counts[k][place[k] * BINS / (DRAWS + 1)]++;
        }
      }
    }
    for (int[] count : counts) {
      double chi = 0;
      double expected = (double) SETS / BINS;
      for (int one : count) {
        chi += (one - expected) * (one - expected) / expected;
      }
      assertThat(ChiSquaredDistribution.of(BINS - 1).survivalProbability(chi))
          .as("p-value of %s", java.util.Arrays.toString(count))
          .isGreaterThan(1e-4);
    }
  }

  /** Ranks of λ, ‖X‖_* and x₁₁. */
  private static int[] ranks(NuclearOptions options, int set, Parallel alone) {
    RandomStream random = RandomStream.of(17, "calibration").split(set);
    double lambda = GammaVariate.gamma(3, 1, random);
    Matrix x = NuclearNormDistribution.of(2, 3, lambda).draw(random);
    Matrix y = x.plus(random.gaussian(2, 3));
    NuclearProblem problem = NuclearProblem.of(y, 1);
    Posterior draws =
        Run.of(new Chains<>(NuclearSampler.of(problem, options), alone)).start(problem).estimate();
    double norm = Energies.nuclearNorm(org.eckart.linalg.Svd.of(x));
    return new int[] {
      below(draws.trace("lambda")[0], lambda),
      below(draws.trace("nuclearNorm")[0], norm),
      below(draws.watchedTrace(0)[0], x.get(0, 0))
    };
  }

  private static int below(double[] draws, double truth) {
    int below = 0;
    for (double one : draws) {
      below += one < truth ? 1 : 0;
    }
    return below;
  }
}
