package org.eckart.recovery.denoising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.TruncatedSvd;
import org.eckart.recovery.denoising.DenoisingOptions.Rule;
import org.eckart.recovery.spiked.SpikedModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DenoisingTest {
  private static final Parallel TEAM = Parallel.of(2);
  private static final DenoisingOptions OPTIONS = DenoisingOptions.defaults();

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  private static DenoisedMatrix of(Matrix y) {
    return new Denoising(OPTIONS, TEAM).of(y);
  }

  @Test
  void componentsFollowTheFormulasFromTheirValues() {
    Planted planted = Planted.of(80, 120, 3, 4, 2.5);
    DenoisedMatrix found =
        new Denoising(OPTIONS.withNoise(Noise.known(1)), TEAM).of(planted.noisy());
    Svd svd = Svd.of(planted.noisy());
    SpikedModel model = SpikedModel.of(80, 120);
    double unit = Math.sqrt(120);
    assertThat(found.rank()).isEqualTo(2);
    for (int k = 0; k < 2; k++) {
      var spike = model.ofValue(svd.s().get(k) / unit);
      Component component = found.components().get(k);
      assertThat(component.strength()).isCloseTo(spike.strength() * unit, within(1e-10));
      assertThat(component.shrunk())
          .isCloseTo(spike.strength() * spike.cosineProduct() * unit, within(1e-10));
      assertThat(component.leftCosine()).isEqualTo(spike.leftCosine());
      assertThat(found.factors().s().get(k)).isEqualTo(component.shrunk());
    }
    double sum = found.components().stream().mapToDouble(Component::loss).sum();
    assertThat(found.predictedLoss()).isCloseTo(sum, within(1e-10 * sum));
    assertThat(found.predictedRmse())
        .isCloseTo(Math.sqrt(found.predictedLoss() / 80 / 120), within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"60, 90", "90, 60", "50, 50"})
  void scalingTransposingAndRotatingCarryThrough(int rows, int columns) {
    Matrix y = Planted.of(rows, columns, 5, 5, 3).noisy();
    Matrix denoised = of(y).matrix();
    double tolerance = 1e-10 * denoised.largestMagnitude();
    for (double a : new double[] {1e-150, 1e-8, 1e8, 1e150}) {
      DenoisedMatrix scaled = of(y.scaled(a));
      assertThat(scaled.matrix().scaled(1 / a).minus(denoised).largestMagnitude())
          .isLessThan(tolerance);
      assertThat(scaled.noiseLevel() / a).isCloseTo(of(y).noiseLevel(), within(1e-10));
    }
    assertThat(of(y.transpose()).matrix().transpose().minus(denoised).largestMagnitude())
        .isLessThan(tolerance);
    Matrix q = Svd.of(RandomStream.of(1, "rotation").gaussian(rows, rows)).u();
    assertThat(of(q.times(y)).matrix().minus(q.times(denoised)).largestMagnitude())
        .isLessThan(tolerance);
  }

  @ParameterizedTest
  @ValueSource(strings = {"white", "median", "correlated"})
  void readInBlocksItIsTheSame(String noise) {
    Noise kind =
        switch (noise) {
          case "median" -> new Noise.WhiteByMedian();
          case "correlated" -> new Noise.Correlated();
          default -> Noise.white();
        };
    for (int[] shape : new int[][] {{700, 300}, {300, 700}}) {
      Matrix y = Planted.of(shape[0], shape[1], 9, 5, 4, 3).noisy();
      Denoising denoising = new Denoising(OPTIONS.withNoise(kind), TEAM);
      DenoisedMatrix held = denoising.of(y);
      DenoisedMatrix read = denoising.of(StoredMatrix.of(y));
      assertThat(read.rank()).isEqualTo(held.rank()).isEqualTo(3);
      assertThat(read.noiseLevel()).isCloseTo(held.noiseLevel(), within(1e-10));
      assertThat(read.matrix().minus(held.matrix()).largestMagnitude()).isLessThan(1e-9);
      assertThat(read.fit().value()).isCloseTo(held.fit().value(), within(1e-9));
    }
  }

  @Test
  void leadingTripletsAloneGiveTheSameAsAll() {
    Matrix y = Planted.of(400, 300, 4, 6, 5, 4, 3).noisy();
    LeadingTriplets all = LeadingTriplets.all(y, TEAM);
    LeadingTriplets counted = LeadingTriplets.counted(y, y.frobeniusNorm(), OPTIONS, TEAM);
    assertThat(counted.triplets().rank()).isEqualTo(4);
    RankTest whole = RankTest.sequential(all.values(), 0.05);
    RankTest part = RankTest.sequential(counted.values(), 0.05);
    assertThat(part.rank()).isEqualTo(whole.rank());
    assertThat(part.noiseLevel()).isCloseTo(whole.noiseLevel(), within(1e-9));
    assertThat(counted.triplets().s().distance(all.triplets().s().first(4))).isLessThan(1e-8);
  }

  @Test
  void largeMatricesAreDenoisedByLeadingTriplets() {
    Planted planted = Planted.of(1500, 900, 8, 6, 4, 2.5); // above the limit of all triplets
    DenoisedMatrix found = of(planted.noisy());
    assertThat(found.whole()).isFalse();
    assertThat(found.rank()).isEqualTo(3);
    assertThat(found.noiseLevel()).isCloseTo(1, within(0.004)); // 5 standard errors
    assertThat(found.fit().statistic()).isEqualTo("moment");
    assertThat(found.fit().isWhite()).isTrue();
    assertThat(found.predictedLoss() / 900).isCloseTo(planted.loss(found.matrix()), within(0.4));
  }

  @Test
  void threadsDoNotChangeABit() {
    Matrix y = Planted.of(1200, 850, 8, 6, 4).noisy();
    try (Parallel one = Parallel.of(1)) {
      assertThat(new Denoising(OPTIONS, one).of(y).factors().u().array())
          .isEqualTo(of(y).factors().u().array());
      StoredMatrix stored = StoredMatrix.of(y.rows(0, 500));
      assertThat(new Denoising(OPTIONS, one).of(stored).factors().v().array())
          .isEqualTo(new Denoising(OPTIONS, TEAM).of(stored).factors().v().array());
    }
  }

  @Test
  void countingEndsWithNothingInNoiseAlone() {
    TruncatedSvd found =
        TruncatedSvd.lanczos(
            RandomStream.of(1, "noise").gaussian(900, 850),
            LanczosOptions.rank(20),
            values -> 0,
            TEAM);
    assertThat(found.triplets().rank()).isZero();
    assertThat(found.settled()).isTrue();
  }

  @Test
  void noiseAloneGivesZeroAndSaysSo() {
    DenoisedMatrix found = of(RandomStream.of(2, "noise").gaussian(200, 100));
    assertThat(found.rank()).isZero();
    assertThat(found.matrix().largestMagnitude()).isZero();
    assertThat(found.warnings())
        .anyMatch(w -> w.startsWith("No component stands out of the noise, so the result is 0"));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 60", "60, 1", "30, 40", "3, 20000"})
  void constantAndZeroMatricesComeBackOrVanish(int rows, int columns) {
    Matrix constant = Matrix.zeros(rows, columns);
    assertThat(of(constant).matrix().largestMagnitude()).isZero();
    assertThat(of(constant).unchanged()).isTrue();
    java.util.Arrays.fill(constant.array(), 3);
    DenoisedMatrix found = of(constant);
    if (Math.min(rows, columns) > 1) { // one row alone cannot be told from noise
      assertThat(found.unchanged()).isTrue();
      assertThat(found.matrix().minus(constant).largestMagnitude()).isLessThan(1e-11);
      assertThat(found.warnings())
          .contains(
              "The matrix has rank 1 but for rounding, so there is no noise to remove; it is"
                  + " returned as it is");
    } else {
      assertThat(found.warnings()).anyMatch(w -> w.contains("predictions are rough"));
    }
  }

  @Test
  void exactLowRankIsLeftAloneAlsoByLeadingTriplets() {
    Matrix small = Planted.signal(60, 40, 2, 3, 1e-7);
    assertThat(of(small).rank()).isEqualTo(2);
    Matrix large = Planted.signal(1400, 900, 2, 3, 2, 1);
    DenoisedMatrix found = of(large);
    assertThat(found.unchanged()).isTrue();
    assertThat(found.rank()).isEqualTo(3);
    assertThat(found.matrix().minus(large).largestMagnitude()).isLessThan(1e-8);
  }

  /** Also where only leading triplets are looked for, and more than half of all. */
  @Test
  void askedRanksAboveHalfAreKept() {
    Matrix y = Planted.of(60, 50, 5, 6).noisy();
    for (int rank : new int[] {40, 50}) {
      LeadingTriplets found =
          LeadingTriplets.counted(
              y, y.frobeniusNorm(), OPTIONS.withRule(Rule.RANK).withRank(rank), TEAM);
      assertThat(found.triplets().s().distance(Svd.of(y).s().first(rank))).isLessThan(1e-8);
    }
    Matrix small = Planted.of(20, 30, 5, 6).noisy();
    DenoisedMatrix cut =
        new Denoising(OPTIONS.withNoise(new Noise.Correlated()).withRank(20), TEAM).of(small);
    assertThat(cut.rank()).isEqualTo(19);
    assertThat(cut.warnings())
        .contains(
            "20 components were asked for and 19 can be judged, since some values must be left to"
                + " tell the noise by");
  }

  @Test
  void manyTiesAreSaidInShort() {
    double[] strengths = new double[12];
    java.util.Arrays.fill(strengths, 9);
    assertThat(of(Planted.of(300, 400, 5, strengths).noisy()).warnings())
        .anyMatch(w -> w.startsWith("Components ") && w.contains(" and 4 more pairs have "));
  }

  @Test
  void askedRankIsKeptOrSaidToBeInvisible() {
    Matrix y = Planted.of(100, 150, 6, 5).noisy();
    DenoisedMatrix shrunk = new Denoising(OPTIONS.withRank(4), TEAM).of(y);
    assertThat(shrunk.rank()).isLessThanOrEqualTo(2);
    assertThat(shrunk.warnings()).anyMatch(w -> w.startsWith("4 components were asked for"));
    DenoisedMatrix kept = new Denoising(OPTIONS.withRule(Rule.RANK).withRank(4), TEAM).of(y);
    assertThat(kept.factors().s()).isEqualTo(Svd.of(y).s().first(4));
    assertThatThrownBy(() -> new Denoising(OPTIONS.withRank(101), TEAM).of(y))
        .hasMessage("rank is 101, but a 100 × 150 matrix has rank at most 100; ask for 1 to 100");
  }

  @Test
  void heavyTailsAreSaidWithTheStatistic() {
    RandomStream random = RandomStream.of(3, "cauchy");
    Matrix y = Matrix.zeros(120, 150);
    for (int k = 0; k < y.array().length; k++) {
      double normal = random.nextGaussian();
      y.array()[k] = normal / random.nextGaussian();
    }
    assertThat(of(y).warnings())
        .anyMatch(w -> w.startsWith("The noise has heavy tails (excess kurtosis "));
    assertThat(of(RandomStream.of(3, "noise").gaussian(120, 150)).fit().isHeavyTailed()).isFalse();
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> Noise.known(0))
        .hasMessage(
            "noiseLevel is 0.0; a standard deviation must be above 0 (without noise there is"
                + " nothing to remove), or leave it out to have it estimated");
    assertThatThrownBy(() -> Noise.known(-1)).hasMessageStartingWith("noiseLevel is -1.0;");
    assertThatThrownBy(() -> of(Matrix.zeros(0, 5)))
        .hasMessage("The matrix is empty (0 × 5); it needs at least one row and one column");
    Denoising correlated = new Denoising(OPTIONS.withNoise(new Noise.Correlated()), TEAM);
    assertThatThrownBy(() -> correlated.of(Matrix.identity(5)))
        .hasMessageContaining("cannot be told from signal by 5 singular values");
    assertThatThrownBy(() ->
            new Denoising(OPTIONS.withNoise(new Noise.Correlated()).withRankBound(10), TEAM)
                .of(RandomStream.of(1, "x").gaussian(20, 20)))
        .hasMessage("rankBound is 10, but with 20 singular values it must be from 1 to 9");
  }

  @Test
  void meansAreTakenOutAndAdded() {
    Matrix y = Planted.of(40, 30, 6, 5).noisy();
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < 30; j++) {
        y.set(i, j, y.get(i, j) + 100 + 3 * i - j);
      }
    }
    for (Centering centering : Centering.values()) {
      Centering.Centred centred = centering.of(y);
      Matrix back = centred.matrix().copy();
      centred.addTo(back, 0);
      assertThat(back.minus(y).largestMagnitude()).isLessThan(1e-12);
    }
    Matrix both = Centering.BOTH.of(y).matrix();
    for (int j = 0; j < 30; j++) {
      double sum = 0;
      for (int i = 0; i < 40; i++) {
        sum += both.get(i, j);
      }
      assertThat(sum).isCloseTo(0, within(1e-10));
    }
    assertThat(of(y).warnings()).anyMatch(w -> w.contains("an offset rather than structure"));
  }

  @Test
  void permutationCountsWhatColumnsShare() {
    Planted planted = Planted.of(120, 60, 3, 5, 4);
    ParallelAnalysis found =
        ParallelAnalysis.of(planted.noisy(), Svd.of(planted.noisy()).s(), 6, 19, 1, TEAM);
    assertThat(found.rank()).isEqualTo(2);
    assertThat(found.thresholds().size()).isEqualTo(6);
    assertThatThrownBy(() ->
            ParallelAnalysis.of(planted.noisy(), Svd.of(planted.noisy()).s(), -2, 19, 1, TEAM))
        .hasMessage("most is -2; it must be at least 1");
  }
}
