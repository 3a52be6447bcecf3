package org.eckart.recovery.robustpca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.eckart.core.InputException;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.Run;
import org.eckart.core.run.StopReason;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.robustpca.Separation.Doubt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagedRobustPcaTest {
  private static final Parallel TEAM = Parallel.of(2);
  private static final StagedOptions DEFAULTS = StagedOptions.defaults();

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  private static Separation separated(Corrupted data, StagedOptions options) {
    Outcome<?, Separation> outcome = Run.of(new StagedRobustPca(options)).start(data.problem(TEAM));
    assertThat(outcome.reason()).isEqualTo(StopReason.SETTLED);
    return outcome.estimate();
  }

  /** Steps until ‖X̂ − X‖_F ≤ 1e-8 ‖X‖_F, without telling the algorithm the rank. */
  private static int stepsTo(double error, Corrupted data) {
    RobustPcaProblem problem = data.problem(TEAM);
    StagedRobustPca algorithm = new StagedRobustPca(DEFAULTS.withTolerance(1e-10));
    StagedState state = algorithm.start(problem);
    for (int step = 1; step <= 300; step++) {
      state = algorithm.step(problem, state);
      Matrix left = state.x().left();
      if (left.columns() > 0
          && data.error(left.scaled(problem.scale()), state.x().right()) <= error) {
        return step;
      }
    }
    return Integer.MAX_VALUE;
  }

  /** The nine combinations that the specification has, at most 110 steps each; it had 67 to 79. */
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1, 30",
    "1, 1000",
    "10, 1",
    "10, 30",
    "10, 1000",
    "1000, 1",
    "1000, 30",
    "1000, 1000"
  })
  void exactlyATenthCorrupted(double amplitude, double kappa) {
    Corrupted data = Corrupted.of(200, 200, 3, kappa, 9).corruptEvenly(20, amplitude);
    assertThat(stepsTo(1e-8, data)).isLessThanOrEqualTo(110);
  }

  @ParameterizedTest
  @CsvSource({
    "300, 300, 5, 10, 0.05, 0.5", "300, 300, 5, 10, 0.3, 10", "500, 60, 3, 10, 0.1, 10",
    "60, 500, 3, 20, 0.1, 100", "200, 200, 3, 1000, 0.2, 500", "250, 250, 16, 5, 0.1, 10",
    "200, 150, 4, 10, 0, 0"
  })
  void eachEntryCorruptedWithAProbability(
      int m, int n, int rank, double kappa, double probability, double amplitude) {
    Corrupted data = Corrupted.of(m, n, rank, kappa, 4).corrupt(probability, amplitude);
    Separation found = separated(data, DEFAULTS);
    assertThat(found.rank()).isEqualTo(rank);
    assertThat(data.error(found)).isLessThan(1e-6);
    assertThat(found.doubts()).isEmpty();
    assertThat((double) found.corrupted() / found.observed())
        .isCloseTo(probability, within(0.015)); // 3 standard deviations, and outliers near 0
  }

  @Test
  void outliersOnOneSideOnly() {
    Corrupted data = Corrupted.of(300, 300, 5, 10, 2).corrupt(0.2, 0, 8);
    Separation found = separated(data, DEFAULTS);
    assertThat(found.rank()).isEqualTo(5);
    assertThat(data.error(found)).isLessThan(1e-6);
  }

  /** What noise alone would leave: σ √((m + n) r / (p (1 − α))). */
  @ParameterizedTest
  @CsvSource({"0.1, 0.1, 0", "0.01, 0.2, 0", "1, 0.05, 0", "0.1, 0.1, 0.3"})
  void denseNoiseBesideOutliers(double level, double probability, double holes) {
    Corrupted data =
        Corrupted.of(300, 250, 5, 3, 6).corrupt(probability, 30).noise(level).holes(holes);
    Separation found = separated(data, DEFAULTS);
    assertThat(found.rank()).isEqualTo(5);
    assertThat(found.noiseLevel())
        .isCloseTo(level * data.mean(), within(0.05 * level * data.mean()));
    double floor =
        level
            * data.mean()
            * Math.sqrt(550 * 5 / ((1 - probability) * (1 - holes)))
            / data.truth.frobeniusNorm();
    assertThat(data.error(found)).isLessThan(1.25 * floor);
    assertThat(found.doubts()).isEmpty();
  }

  @Test
  void entriesMissingAtTheSameTime() {
    Corrupted data = Corrupted.of(300, 300, 5, 10, 1).corrupt(0.1, 10).holes(0.5);
    Separation found = separated(data, DEFAULTS);
    assertThat(found.rank()).isEqualTo(5);
    assertThat(data.error(found)).isLessThan(1e-6);
  }

  @Test
  void noiseThatDiffersFromRowToRowAddsNoDirections() {
    Corrupted data = Corrupted.of(300, 300, 3, 2, 8).corrupt(0.05, 50);
    RandomStream random = RandomStream.of(1, "uneven noise");
    for (int i = 0; i < 300; i++) {
      double level = i % 10 == 0 ? 0.3 : 0.05;
      for (int j = 0; j < 300; j++) {
        data.values.set(i, j, data.values.get(i, j) + level * data.mean() * random.nextGaussian());
      }
    }
    assertThat(separated(data, DEFAULTS).rank()).isEqualTo(3);
  }

  @Test
  void aGivenRankIsKept() {
    Corrupted data = Corrupted.of(200, 200, 4, 10, 5).corrupt(0.1, 10);
    Separation found = separated(data, DEFAULTS.withRank(4));
    assertThat(found.rank()).isEqualTo(4);
    assertThat(data.error(found)).isLessThan(1e-6);
  }

  @ParameterizedTest
  @CsvSource({"1e-150", "1e-10", "1e10", "1e150"})
  void theAnswerScalesWithTheData(double factor) {
    Corrupted data = Corrupted.of(120, 100, 2, 3, 5).corrupt(0.1, 10).scaled(factor);
    Separation found = separated(data, DEFAULTS);
    assertThat(found.rank()).isEqualTo(2);
    Matrix left = found.factors().u().columnsScaled(found.factors().s()).scaled(1 / factor);
    Matrix difference =
        left.timesTranspose(found.factors().v()).minus(data.truth.scaled(1 / factor));
    assertThat(difference.frobeniusNorm()).isLessThan(1e-5);
  }

  /** Never a silent wrong answer: with so much corrupted, something is said. */
  @ParameterizedTest
  @CsvSource({"0.6", "0.7"})
  void corruptionAboveWhatCanBeSeparatedIsSaid(double probability) {
    Corrupted data = Corrupted.of(300, 300, 5, 10, 1).corrupt(probability, 10);
    Outcome<?, Separation> outcome =
        Run.of(new StagedRobustPca(DEFAULTS)).start(data.problem(TEAM));
    assertThat(data.error(outcome.estimate())).isGreaterThan(0.1);
    assertThat(outcome.estimate().doubts()).contains(Doubt.RESIDUAL_IS_NOT_NOISE);
  }

  @Test
  void aWhollyCorruptedRowIsSaid() {
    Corrupted data = Corrupted.of(200, 200, 3, 2, 3).corrupt(0.05, 10);
    for (int j = 0; j < 200; j++) {
      data.values.set(17, j, (2 * data.uniform() - 1) * 200 * data.mean());
    }
    Separation found = separated(data, DEFAULTS);
    boolean doubted = found.doubts().contains(Doubt.DIRECTION_ON_ONE_LINE);
    boolean flagged = found.corruptedInRow()[17] > 100;
    assertThat(doubted || flagged).isTrue();
  }

  @Test
  void sameBitsForAnyNumberOfThreads() {
    Corrupted data = Corrupted.of(150, 700, 3, 10, 5).corrupt(0.1, 10).holes(0.1);
    double[][] found = new double[2][];
    for (int threads = 1; threads <= 2; threads++) {
      try (Parallel team = Parallel.of(threads)) {
        Separation one = Run.of(new StagedRobustPca(DEFAULTS)).start(data.problem(team)).estimate();
        found[threads - 1] = one.factors().u().array();
      }
    }
    assertThat(found[0]).isEqualTo(found[1]);
  }

  @Test
  void theListIsOfTheLargestFirst() {
    Corrupted data = Corrupted.of(100, 80, 2, 3, 5).corrupt(0.1, 10);
    RobustPcaProblem problem = data.problem(TEAM);
    Separation found = Run.of(new StagedRobustPca(DEFAULTS)).start(problem).estimate();
    OutlierTable all = OutlierTable.of(problem, found, 10_000);
    assertThat((long) all.count()).isEqualTo(found.corrupted()).isEqualTo(all.all());
    assertThat(Arrays.stream(found.corruptedInRow()).sum()).isEqualTo(all.count());
    assertThat(Arrays.stream(found.corruptedInColumn()).sum()).isEqualTo(all.count());
    OutlierTable few = OutlierTable.of(problem, found, 25);
    assertThat(few.count()).isEqualTo(25);
    for (int k = 0; k < 25; k++) {
      assertThat(few.row()[k]).isEqualTo(all.row()[k]);
      assertThat(few.outlier(k)).isEqualTo(all.outlier(k));
      double value = data.values.get(few.row()[k], few.column()[k]);
      assertThat(few.value()[k]).isEqualTo(value);
      assertThat(few.outlier(k))
          .isCloseTo(
              value - data.truth.get(few.row()[k], few.column()[k]), within(1e-6 * data.mean()));
      assertThat(Math.abs(few.outlier(k)))
          .isGreaterThanOrEqualTo(Math.abs(few.outlier(k + 1 < 25 ? k + 1 : k)));
    }
  }

  @Test
  void refusesWhatCannotBeUsed() {
    Matrix rowless = Matrix.of(new double[][] {{1, 2}, {Double.NaN, Double.NaN}});
    assertThatThrownBy(() -> RobustPcaProblem.of(rowless, TEAM))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Row 1 has no observed entry, so nothing can be said of it; leave such rows and"
                + " columns out (--drop-empty)");
    Matrix columnless = Matrix.of(new double[][] {{1, Double.NaN}, {2, Double.NaN}});
    assertThatThrownBy(() -> RobustPcaProblem.of(columnless, TEAM))
        .hasMessageStartingWith("Column 1 has no observed entry");
    Matrix infinite = Matrix.of(new double[][] {{1, 2}, {3, Double.POSITIVE_INFINITY}});
    assertThatThrownBy(() -> RobustPcaProblem.of(infinite, TEAM))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "The entry (1, 1) is infinite; each must be a finite number, or NaN where it is"
                + " missing");
    RobustPcaProblem small = Corrupted.of(6, 4, 1, 1, 1).problem(TEAM);
    assertThatThrownBy(() -> new StagedRobustPca(DEFAULTS.withRank(5)).start(small))
        .hasMessage("rank is 5, but a 6 × 4 matrix has rank at most 4; ask for 1 to 4");
    assertThatThrownBy(() -> new ScaledRobustPca(ScaledOptions.of(5, 0.1)).start(small))
        .hasMessage("rank is 5, but a 6 × 4 matrix has rank at most 4; ask for 1 to 4");
    assertThatThrownBy(() -> ScaledOptions.of(2, 0.6))
        .hasMessage(
            "corruption is 0.6; it must be above 0 and below 0.5, say 0.1, or left to be found");
  }
}
