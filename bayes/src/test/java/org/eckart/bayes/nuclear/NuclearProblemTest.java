package org.eckart.bayes.nuclear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.eckart.bayes.chain.Schedule;
import org.eckart.core.InputException;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;

/** Bad and odd data: a right answer, a warning or a clear refusal, never a NaN. */
class NuclearProblemTest {
  private static NuclearPosterior run(Matrix y, double noise, Engine engine) {
    return OracleData.run(
        NuclearProblem.of(y, noise),
        NuclearOptions.of(engine, Penalty.of(2)).withSchedule(Schedule.of(40, 60).withChains(2)));
  }

  private static void assertSound(NuclearPosterior found) {
    for (double[] all :
        new double[][] {
          found.mean().array(),
          found.sd().array(),
          found.quantile(0.05).array(),
          found.quantile(0.95).array()
        }) {
      for (double one : all) {
        assertThat(one).isFinite();
      }
    }
    for (int k = 0; k < found.mean().array().length; k++) {
      assertThat(found.quantile(0.05).array()[k])
          .isLessThanOrEqualTo(found.quantile(0.95).array()[k]);
    }
  }

  @Test
  void oddDataGiveFiniteAnswers() {
    Matrix twins = Matrix.zeros(4, 4); // singular values 3, 3, 3, 3
    Matrix constant = Matrix.zeros(3, 5);
    for (int k = 0; k < 4; k++) {
      twins.set(k, k, 3);
    }
    java.util.Arrays.fill(constant.array(), 7);
    Matrix row = RandomStream.of(1, "row").gaussian(1, 6);
    for (Engine engine :
        new Engine[] {
          Engine.SPECTRAL,
          Engine.HAMILTONIAN,
          Engine.NORMAL_PRODUCT,
          Engine.PROXIMAL,
          Engine.SVD_GIBBS
        }) {
      assertSound(run(Matrix.of(new double[][] {{3}}), 1, engine));
      assertSound(run(row, 1, engine));
      assertSound(run(row.transpose(), 1, engine));
      assertSound(run(twins, 1, engine));
      assertSound(run(constant, 1, engine));
      assertSound(run(Matrix.zeros(3, 4), 1, engine));
    }
  }

  /** The chain sees data over noise, so that units make no difference but for rounding. */
  @Test
  void unitsMakeNoDifference() {
    Matrix y = RandomStream.of(2, "units").gaussian(5, 4).scaled(3);
    NuclearPosterior plain = run(y, 1, Engine.SPECTRAL);
    for (double scale : new double[] {0x1p-40, 0x1p40, 0x1p-400, 0x1p400}) {
      NuclearPosterior scaled = run(y.scaled(scale), scale, Engine.SPECTRAL);
      double apart = scaled.mean().scaled(1 / scale).minus(plain.mean()).largestMagnitude();
      assertThat(apart).isCloseTo(0, within(1e-9));
      assertSound(scaled);
    }
  }

  @Test
  void extremeRatiosOfDataToNoiseAreSoundOrRefused() {
    Matrix y = RandomStream.of(3, "ratio").gaussian(4, 4);
    assertSound(run(y.scaled(1e12), 1e3, Engine.SPECTRAL));
    assertSound(run(y.scaled(1e-12), 1, Engine.SPECTRAL));
    assertThatThrownBy(() -> NuclearProblem.of(y.scaled(1e12), 1e-12))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("times the noise level, and beyond 1e+12 rounding exceeds the noise");
  }

  @Test
  void rowsWithoutDataAreThePriorsAndSaidSo() {
    Matrix y = RandomStream.of(4, "rows").gaussian(5, 4);
    for (int j = 0; j < 4; j++) {
      y.set(2, j, Double.NaN);
    }
    NuclearPosterior found = run(y, 1, Engine.SPECTRAL);
    assertSound(found);
    assertThat(found.warnings())
        .contains(
            "1 rows and 0 columns have no observed entry; what is said of them is the prior's");
  }

  @Test
  void refusesInWords() {
    Matrix y = Matrix.of(new double[][] {{1, 2}, {3, Double.POSITIVE_INFINITY}, {5, 6}});
    assertThatThrownBy(() -> NuclearProblem.of(y, 1))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Entry (1, 1) is Infinity; give a finite number, or NaN where it was not observed");
    assertThatThrownBy(() -> NuclearProblem.of(Matrix.zeros(2, 2), 0))
        .hasMessage("noise is 0.0; it must be above 0: without noise the data are the answer");
    assertThatThrownBy(() -> Penalty.of(0))
        .hasMessage("lambda is 0.0; it must be above 0, say 5, or be learned");
    assertThatThrownBy(() -> Penalty.of(-1)).hasMessageStartingWith("lambda is -1.0");
    Matrix none = Matrix.of(new double[][] {{Double.NaN}});
    assertThatThrownBy(() -> NuclearProblem.of(none, 1))
        .hasMessage("The 1 × 1 matrix has no observed entry; give at least one");
    assertThatThrownBy(() -> new PenaltyPrior.Gamma(1, 0))
        .hasMessageStartingWith("The gamma prior has shape 1.0 and rate 0.0; both must be above 0");
    Matrix holes = Matrix.of(new double[][] {{1, Double.NaN}, {2, 3}});
    assertThatThrownBy(() ->
            NuclearSampler.of(
                NuclearProblem.of(holes, 1), NuclearOptions.of(Engine.SVD_GIBBS, Penalty.of(1))))
        .hasMessage(
            "engine is 'svd-gibbs', which needs every entry and noise of one level; take 'jg' or"
                + " 'hmc'");
    assertThatThrownBy(() -> NuclearOptions.of(Engine.PROXIMAL, Penalty.of(1)).withLearnedNoise())
        .hasMessage(
            "engine is 'pmala', which takes the noise as known; learn the noise with 'jg', or give"
                + " it");
  }

  @Test
  void learningTheNoiseWarns() {
    NuclearPosterior found =
        OracleData.run(
            NuclearProblem.of(RandomStream.of(5, "noise").gaussian(6, 6), 1),
            NuclearOptions.of(Engine.SPECTRAL, Penalty.learned())
                .withSchedule(Schedule.of(40, 60).withChains(2))
                .withLearnedNoise());
    assertSound(found);
    assertThat(String.join(" ", found.warnings())).contains("takes noise for signal");
  }

  /**
   * λ ~ Gamma(4000, 2000) has mean 2 and sd 0.03, whatever the data; these alone would have 0.5 or
   * so.
   */
  @Test
  void theNormalProductHoldsToThePriorOfLambda() {
    NuclearProblem problem = NuclearProblem.of(OracleData.of(6, 8, 1, 1, 3, 1).seen(), 1);
    for (double mean : new double[] {2, 20}) {
      Penalty penalty = new Penalty.Learned(new PenaltyPrior.Gamma(4000, 4000 / mean));
      NuclearPosterior found =
          OracleData.run(
              problem,
              NuclearOptions.of(Engine.NORMAL_PRODUCT, penalty)
                  .withSchedule(Schedule.of(50, 100).withChains(2)));
      assertThat(found.lambda().orElseThrow().mean()).isCloseTo(mean, within(0.05 * mean));
    }
  }

  /** Learned levels are those of the data's units: the threshold is λγ, not λ. */
  @Test
  void theRankOfTheModeIsThatOfTheNoiseFound() {
    for (double given : new double[] {0.5, 3}) {
      NuclearProblem problem = NuclearProblem.of(OracleData.of(8, 9, 2, 1, 5, 1).seen(), given);
      NuclearPosterior found =
          OracleData.run(
              problem,
              NuclearOptions.of(Engine.SPECTRAL, Penalty.of(4))
                  .withSchedule(Schedule.of(100, 100).withChains(2))
                  .withLearnedNoise());
      double threshold = 4 * found.noise().orElseThrow().median();
      long above =
          java.util.Arrays.stream(problem.spectrum().s().toArray())
              .filter(s -> s * given > threshold)
              .count();
      assertThat(found.modeRank()).hasValue((int) above);
    }
  }

  @Test
  void fewDrawsOfTheTailsAreSaid() {
    NuclearPosterior found =
        OracleData.run(
            NuclearProblem.of(RandomStream.of(7, "tails").gaussian(4, 5).scaled(3), 1),
            NuclearOptions.of(Engine.SPECTRAL, Penalty.of(1))
                .withSchedule(Schedule.of(100, 150).withChains(2)));
    java.util.List<String> few =
        found.diagnostics().entrySet().stream()
            .filter(one -> one.getValue().bulkEss() >= 200 && one.getValue().tailEss() < 200)
            .map(java.util.Map.Entry::getKey)
            .toList();
    assertThat(few).isNotEmpty();
    assertThat(found.warnings())
        .anySatisfy(warning ->
            assertThat(warning)
                .startsWith("Fewer than 100 effective draws a chain for the tails of ")
                .contains(few.getFirst() + " (")
                .endsWith("so intervals are rough; take more draws"));
  }

  /** In other units, the same choices: nothing overflows where values are 1e14 times the noise. */
  @Test
  void pairsMoveAlikeInAllUnits() {
    double unit = 0x1p46;
    for (int n : new int[] {9, 12}) {
      Matrix x = RandomStream.of(8, "pairs").gaussian(n, n).scaled(5);
      Matrix y = RandomStream.of(9, "pairs").gaussian(n, n).scaled(5);
      SpectralFrame plain = SpectralFrame.of(x, 1);
      SpectralFrame scaled = SpectralFrame.of(x, 1);
      plain.see(y);
      scaled.see(y.scaled(unit));
      for (int k = 0; k < n; k++) {
        scaled.s[k] *= unit;
      }
      double once = new PairSweep(plain, 1, 1, 0.4, 1, RandomStream.of(1, "moves")).sweep();
      double again =
          new PairSweep(
                  scaled, 1 / unit, 1 / unit / unit, 0.4 * unit, 1, RandomStream.of(1, "moves"))
              .sweep();
      assertThat(again).isEqualTo(once);
      for (int k = 0; k < n; k++) {
        assertThat(scaled.s[k] / unit).isCloseTo(plain.s[k], within(1e-9));
      }
    }
  }

  @Test
  void refusesADrawThatNoArrayHolds() {
    PriorSampler sampler = new PriorSampler(PriorOptions.of(1));
    assertThatThrownBy(() -> sampler.entries(new PriorSampler.Shape(50_000, 50_000)))
        .isInstanceOf(org.eckart.core.CapacityException.class)
        .hasMessage(
            "A 50000 × 50000 matrix has 2500000000 entries, and a draw can have 2147483639; take"
                + " fewer rows or columns");
  }

  @Test
  void enginesAreChosenByTheData() {
    Matrix y = RandomStream.of(6, "chosen").gaussian(10, 10);
    NuclearOptions auto = NuclearOptions.of(Penalty.learned());
    assertThat(NuclearSampler.of(NuclearProblem.of(y, 1), auto).engine())
        .isEqualTo(Engine.SPECTRAL);
    for (int k = 0; k < 65; k++) {
      y.array()[k] = Double.NaN;
    }
    assertThat(NuclearSampler.of(NuclearProblem.of(y, 1), auto).engine())
        .isEqualTo(Engine.HAMILTONIAN);
    assertThat(NuclearSampler.of(NuclearProblem.of(Matrix.zeros(301, 301), 1), auto).engine())
        .isEqualTo(Engine.NORMAL_PRODUCT);
  }
}
