package org.eckart.recovery.denoising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.recovery.denoising.DenoisingOptions.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loss that is predicted, against the loss there is. */
class DenoisingErrorTest {
  private static final Parallel TEAM = Parallel.of(2);
  private static final DenoisingOptions OPTIONS = DenoisingOptions.defaults();

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  private static DenoisedMatrix of(Matrix y) {
    return new Denoising(OPTIONS, TEAM).of(y);
  }

  /**
   * A mean over 8 draws: the standard error is 2 %, and the loss of the weighted matrix is half as
   * large. The strong component lies in the rows that are seen little.
   */
  @ParameterizedTest
  @CsvSource({"shrink, 2", "rank, 2", "shrink, 1"}) // the last leaves out one that is seen
  void predictedLossOfWeightedEntriesIsThatOfTheResult(String rule, int rank) {
    double came = 0;
    double predicted = 0;
    int draws = 8;
    DenoisingOptions options =
        OPTIONS.withRule(rule.equals("rank") ? Rule.RANK : Rule.SHRINK).withRank(rank);
    for (int draw = 0; draw < draws; draw++) {
      Svd factors = Planted.factors(300, 400, draw, 4, 2.5);
      Matrix u = factors.u().copy();
      for (int i = 0; i < 300; i++) {
        u.set(i, 0, u.get(i, 0) * (i < 150 ? 0.5 : Math.sqrt(1.75)));
      }
      Matrix signal = u.columnsScaled(factors.s()).timesTranspose(factors.v());
      Matrix noise = RandomStream.of(draw, "noise").gaussian(300, 400);
      Planted planted = new Planted(signal, signal.plus(noise));
      RandomStream random = RandomStream.of(draw, "holes");
      Matrix holes = planted.noisy().copy();
      for (int k = 0; k < holes.array().length; k++) {
        if (random.nextUniform() > (k / 400 < 150 ? 0.9 : 0.3)) {
          holes.array()[k] = Double.NaN;
        }
      }
      DenoisedMatrix found = new Denoising(options, TEAM).ofObserved(holes);
      assertThat(found.rank()).isEqualTo(rank);
      came += planted.loss(found.matrix()) / draws;
      predicted += found.predictedLoss() / 400 / draws;
      assertThat(found.predictedRmse())
          .isCloseTo(Math.sqrt(found.predictedLoss() / 300 / 400), within(1e-12));
    }
    assertThat(predicted).isCloseTo(came, within(0.1 * came));
  }

  @Test
  void withoutWeightsTheWeightedErrorIsTheLoss() {
    DenoisedMatrix found = of(Planted.of(80, 120, 3, 4, 2.5).noisy());
    double[] left = new double[80];
    double[] right = new double[120];
    java.util.Arrays.fill(left, 3);
    java.util.Arrays.fill(right, 0.5);
    assertThat(new WeightedError(found).rms(left, right))
        .isCloseTo(1.5 * found.predictedRmse(), within(1e-12));
  }

  /** Without noise, what is cut is known, and counts as loss. */
  @ParameterizedTest
  @CsvSource({"60, 40", "1400, 900"})
  void exactMatricesThatAreCutAreNotCalledUnchanged(int rows, int columns) {
    Matrix y = Planted.signal(rows, columns, 2, 3, 2, 1);
    for (StandardLoss loss : StandardLoss.values()) {
      DenoisedMatrix found = new Denoising(OPTIONS.withRank(1).withLoss(loss), TEAM).of(y);
      double unit = loss.scaled(Math.sqrt(columns));
      double left =
          switch (loss) {
            case FROBENIUS -> 5;
            case OPERATOR -> 2;
            case NUCLEAR -> 3;
          };
      assertThat(found.rank()).isEqualTo(1);
      assertThat(found.unchanged()).isFalse();
      assertThat(found.predictedLoss()).isCloseTo(left * unit, within(1e-6 * unit));
      assertThat(found.predictedRmse()).isCloseTo(Math.sqrt(5.0 / rows), within(1e-6));
      assertThat(found.warnings())
          .contains(
              "The matrix has rank 3 but for rounding, so there is no noise to remove; its best"
                  + " approximation of rank 1 is returned");
    }
    assertThat(new Denoising(OPTIONS.withRank(3), TEAM).of(y).unchanged()).isTrue();
  }

  /** What was seen and left out is signal: x² of it is lost, whatever leaves it out. */
  @Test
  void componentsLeftOutAreInThePredictedLoss() {
    Planted planted = Planted.of(200, 400, 5, 5, 3, 1.4);
    DenoisedMatrix all = of(planted.noisy());
    assertThat(all.rank()).isEqualTo(3);
    DenoisedMatrix one = new Denoising(OPTIONS.withRank(1), TEAM).of(planted.noisy());
    double second = all.components().get(1).strength();
    double third = all.components().get(2).strength();
    double expected = all.components().get(0).loss() + second * second + third * third;
    assertThat(one.predictedLoss()).isCloseTo(expected, within(1e-9 * expected));
    assertThat(one.losses().operator()).isCloseTo(second, within(1e-9 * second));
    DenoisedMatrix hard = new Denoising(OPTIONS.withRule(Rule.RANK), TEAM).of(planted.noisy());
    assertThat(hard.rank()).isEqualTo(2); // 1.4 shows, below the hard threshold
    assertThat(hard.predictedLoss()).isGreaterThan(third * third);
    DenoisingOptions correlated = OPTIONS.withNoise(new Noise.Correlated());
    DenoisedMatrix free = new Denoising(correlated, TEAM).of(planted.noisy());
    DenoisedMatrix cut = new Denoising(correlated.withRank(1), TEAM).of(planted.noisy());
    assertThat(cut.components().get(0)).isEqualTo(free.components().get(0));
    assertThat(cut.predictedLoss()).isGreaterThan(free.predictedLoss());
  }

  @Test
  void lossesHaveTheirNamesInTheProvenance() {
    assertThat(OPTIONS.recorded().loss()).isEqualTo("frobenius");
    assertThat(OPTIONS.withLoss(Loss.schatten(3)).recorded().loss()).isEqualTo("schatten-3.0");
  }
}
