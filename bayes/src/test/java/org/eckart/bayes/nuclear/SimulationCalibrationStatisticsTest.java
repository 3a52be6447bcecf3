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
import org.eckart.linalg.Svd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Simulation-based calibration: λ from its prior, X from the exact 2 × 3 distribution, data,
 * posterior; the rank of the truth among thinned draws is then uniform, and so 90 % intervals hold
 * 90 % of truths. With holes, an entry is missing and the others are seen under two levels of
 * noise.
 *
 * <p>80 data sets, or as many as the system property {@code eckart.calibration.sets} says; 8 bins.
 * Each test is refused with p below 1e-5: of 28, one false alarm in 3,600 seeds; seeds are fixed.
 */
@Tag("statistical")
class SimulationCalibrationStatisticsTest {
  private static final int SETS = Integer.getInteger("eckart.calibration.sets", 80);
  private static final int BINS = 8;
  private static final int DRAWS = 63;

  /** For the engine that has its own prior, the normal product. */
  private static final double FIXED = 1.5;

  @ParameterizedTest
  @CsvSource({
    "SPECTRAL, false, 10", "SPECTRAL, true, 10", "HAMILTONIAN, false, 3", "HAMILTONIAN, true, 3",
    "PROXIMAL, false, 30", "PROXIMAL, true, 30", "SVD_GIBBS, false, 10", "SVD_LANGEVIN, false, 20",
    "NORMAL_PRODUCT, false, 10", "NORMAL_PRODUCT, true, 10"
  })
  void ranksAreUniform(Engine engine, boolean holes, int thin) {
    boolean product = engine == Engine.NORMAL_PRODUCT;
    Penalty prior = product ? Penalty.of(FIXED) : new Penalty.Learned(new PenaltyPrior.Gamma(3, 1));
    NuclearOptions options =
        NuclearOptions.of(engine, prior)
            .withSchedule(Schedule.of(150, DRAWS).withChains(1).withThin(thin));
    int[][] places = new int[SETS][];
    try (Parallel parallel = Parallel.of(2);
        Parallel alone = Parallel.of(1)) {
      parallel.forEachBlock(
          SETS,
          set ->
              places[set] =
                  ranks(options.withSchedule(options.schedule().withSeed(set)), holes, set, alone));
    }
    for (int k = 0; k < places[0].length; k++) {
      int[] count = new int[BINS];
      for (int[] place : places) {
        count[place[k] * BINS / (DRAWS + 1)]++;
      }
      double chi = 0;
      double expected = (double) SETS / BINS;
      for (int one : count) {
        chi += (one - expected) * (one - expected) / expected;
      }
      assertThat(ChiSquaredDistribution.of(BINS - 1).survivalProbability(chi))
          .as("p-value of %s", java.util.Arrays.toString(count))
          .isGreaterThan(1e-5);
    }
  }

  /** Ranks of ‖X‖_* and x₁₁, and of λ where it is learned. */
  private static int[] ranks(NuclearOptions options, boolean holes, int set, Parallel alone) {
    RandomStream random = RandomStream.of(17, "calibration").split(set);
    boolean learned = options.penalty() instanceof Penalty.Learned;
    double lambda = learned ? GammaVariate.gamma(3, 1, random) : FIXED;
    NuclearNormDistribution nuclear = NuclearNormDistribution.of(2, 3, lambda);
    Matrix x = learned ? nuclear.draw(random) : NormalProduct.like(nuclear).draw(random);
    Matrix level = Matrix.zeros(2, 3);
    Matrix y = x.copy();
    for (int k = 0; k < 6; k++) {
      level.array()[k] = holes && k % 2 == 1 ? 1.5 : 1;
      y.array()[k] += level.array()[k] * random.nextGaussian();
    }
    if (holes) {
      y.set(1, 1, Double.NaN);
    }
    NuclearProblem problem = NuclearProblem.of(y, level);
    Posterior draws =
        Run.of(new Chains<>(NuclearSampler.of(problem, options), alone)).start(problem).estimate();
    double norm = Energies.nuclearNorm(Svd.of(x));
    int ofNorm = below(draws.trace("nuclearNorm")[0], norm);
    int ofEntry = below(draws.watchedTrace(0)[0], x.get(0, 0));
    return learned
        ? new int[] {ofNorm, ofEntry, below(draws.trace("lambda")[0], lambda)}
        : new int[] {ofNorm, ofEntry};
  }

  private static int below(double[] draws, double truth) {
    int below = 0;
    for (double one : draws) {
      below += one < truth ? 1 : 0;
    }
    return below;
  }
}
