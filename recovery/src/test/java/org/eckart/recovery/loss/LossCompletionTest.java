package org.eckart.recovery.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.eckart.core.CapacityException;
import org.eckart.core.InputException;
import org.eckart.core.holdout.HoldOut;
import org.eckart.core.holdout.Split;
import org.eckart.core.loss.Logistic;
import org.eckart.core.loss.Loss;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Run;
import org.eckart.core.run.StopReason;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.Completion;
import org.eckart.recovery.completion.CompletionModel;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.completion.CompletionProblem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LossCompletionTest {
  private static final Parallel TEAM = Parallel.of(2);

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  private static LossEstimate fit(ObservedEntries entries, LossOptions options) {
    return Run.of(new LossCompletion(options))
        .start(LossProblem.of(entries, options, TEAM))
        .estimate();
  }

  /** The squared-loss answer, cut to what the values can be, costs more on entries never seen. */
  @ParameterizedTest
  @CsvSource({"LOGISTIC, 1.5, 0.998", "POISSON, 0.8, 0.9", "HUBER, 1, 0.9"})
  void costsLessThanTheSquaredLossOnEntriesNeverSeen(LossKind kind, double amplitude, double part) {
    ObservedEntries all = PlantedOutcomes.of(kind, 600, 400, 40_000, 3, amplitude, 12);
    Split split = new HoldOut.Uniform(0.15).split(all, 3);
    LossEstimate found = fit(split.observed(), LossOptions.of(kind));
    CompletionOptions options = CompletionOptions.defaults();
    CompletionModel squared =
        Run.of(new Completion(options))
            .start(CompletionProblem.of(split.observed(), options, TEAM))
            .estimate()
            .model();
    double own = 0;
    double theirs = 0;
    ObservedEntries judged = split.heldOut();
    for (int k = 0; k < judged.count(); k++) {
      double other = squared.predict(judged.row(k), judged.column(k));
      double cut =
          switch (kind) {
            case LOGISTIC -> Math.clamp(other, 0.02, 0.98);
            case POISSON -> Math.max(other, 0.1);
            default -> other;
          };
      double y = judged.value(k);
      own += found.model().cost(found.model().predict(judged.row(k), judged.column(k)), y);
      theirs += found.model().cost(cut, y);
    }
    assertThat(own).isLessThan(part * theirs);
    assertThat(found.heldOutCost()).isLessThan(0.98 * found.offsetsCost());
  }

  /** The parabola touches and lies above, whatever the spread of a, where it claims to. */
  @Test
  void parabolasOfTheLogisticLossLieAbove() {
    Expectation expectation = new Expectation(LossKind.LOGISTIC, 1);
    Logistic loss = new Logistic();
    for (double mean = -6; mean <= 6; mean += 0.5) {
      for (int y = 0; y <= 1; y++) {
        expectation.at(mean, 0, y);
        assertThat(expectation.slope).isCloseTo(loss.derivative(mean, y), within(1e-12));
        for (double to = -8; to <= 8; to += 0.25) {
          double bound =
              loss.value(mean, y)
                  + expectation.slope * (to - mean)
                  + 0.5 * expectation.curvature * (to - mean) * (to - mean);
          assertThat(bound).isGreaterThanOrEqualTo(loss.value(to, y) - 1e-12);
        }
      }
    }
  }

  /**
   * With a spread, for a ~ N(m, s²): E log(1 + eᵃ) ≤ E ½ w (a² − ξ²) + ½ a + log 2 cosh ½ξ for
   * every m and s, with w of any other; the expectation by the trapezoidal rule, to 1e-12.
   */
  @Test
  void parabolasLieAboveTheExpectedLossWhateverTheSpread() {
    Expectation expectation = new Expectation(LossKind.LOGISTIC, 1);
    for (double mean = -5; mean <= 5; mean += 1.25) {
      for (double spread : new double[] {0.1, 1, 4}) {
        expectation.at(mean, spread * spread, 1);
        double w = expectation.curvature;
        double square = mean * mean + spread * spread;
        double top = Math.log(2 * Math.cosh(0.5 * Math.sqrt(square)));
        assertThat(expectation.slope).isCloseTo(w * mean - 0.5, within(1e-12));
        for (double to = -6; to <= 6; to += 1.5) {
          for (double wide : new double[] {0.05, 0.7, 3}) {
            double bound = 0.5 * w * (to * to + wide * wide - square) + 0.5 * to + top - to;
            assertThat(bound).isGreaterThanOrEqualTo(expectedYes(to, wide) - 1e-10);
          }
        }
      }
    }
  }

  /** E log(1 + eᵃ) − a over a ~ N(m, s²). */
  private static double expectedYes(double mean, double deviation) {
    double sum = 0;
    double weights = 0;
    for (double z = -10; z <= 10; z += 0.01) {
      double weight = Math.exp(-0.5 * z * z);
      sum += weight * new Logistic().value(mean + deviation * z, 1);
      weights += weight;
    }
    return sum / weights;
  }

  /** Offsets alone under a fixed prior, against Newton's method on the whole objective at once. */
  @ParameterizedTest
  @EnumSource(
      value = LossKind.class,
      names = {"LOGISTIC", "POISSON"})
  void offsetsAloneReachTheMinimum(LossKind kind) {
    ObservedEntries entries = PlantedOutcomes.of(kind, 12, 9, 80, 1, 0.5, 4);
    LossOptions options =
        LossOptions.of(kind).withRank(0).withPenalty(2).withMaxSweeps(10).withTolerance(1e-14);
    LossProblem problem = LossProblem.of(entries, options, TEAM);
    LossProblem.Prepared data = problem.complete();
    Posterior at = Posterior.start(kind, data.rows(), data.columns(), 2);
    for (int sweep = 0; sweep < 300; sweep++) {
      at = at.swept(kind, data.rows(), data.columns(), true, TEAM);
    }
    // at the minimum of the expected objective the slope of each row's offset is 0
    Expectation expectation = new Expectation(kind, 1);
    for (int i = 0; i < 12; i++) {
      double slope = 2 * at.rows().offset()[i];
      double curvature = 2;
      for (int k = 0; k < entries.count(); k++) {
        if (entries.row(k) == i) {
          expectation.at(
              at.mean(i, entries.column(k)), at.variance(i, entries.column(k)), entries.value(k));
          slope += expectation.slope;
          curvature += expectation.curvature;
        }
      }
      assertThat(slope).isCloseTo(0, within(1e-6)); // rows and columns in turn converge slowly
      assertThat(at.rows().offsetVariance()[i]).isCloseTo(1 / curvature, within(1e-8));
    }
  }

  @Test
  void predictionsAreOnTheScaleOfTheValuesAndComeBackFromAFile() {
    ObservedEntries entries = PlantedOutcomes.of(LossKind.LOGISTIC, 60, 40, 1200, 2, 2, 9);
    LossModel model = fit(entries, LossOptions.of(LossKind.LOGISTIC).withRank(2)).model();
    LossModel again = LossModel.load(model.save());
    for (int i = -1; i < 60; i++) {
      for (int j = -1; j < 40; j++) {
        assertThat(model.predict(i, j)).isBetween(0.0, 1.0);
        assertThat(again.predict(i, j)).isEqualTo(model.predict(i, j));
      }
    }
    assertThat(model.directions().rank()).isEqualTo(2);
  }

  /** A row that never said no is not certain to say yes. */
  @Test
  void uncertaintyModeratesProbabilities() {
    int[] row = {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3};
    int[] column = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2};
    double[] value = {1, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0};
    ObservedEntries entries =
        ObservedEntries.of(Labels.numbered(4), Labels.numbered(3), row, column, value);
    LossModel model = fit(entries, LossOptions.of(LossKind.LOGISTIC).withRank(0)).model();
    assertThat(model.predict(0, 1)).isBetween(0.5, 0.9);
    assertThat(model.predict(0, 1)).isGreaterThan(model.predict(1, 1));
  }

  @Test
  void noStructureMeansNoRank() {
    ObservedEntries entries = PlantedOutcomes.of(LossKind.LOGISTIC, 100, 80, 3000, 1, 0, 7);
    assertThat(fit(entries, LossOptions.of(LossKind.LOGISTIC)).model().rank()).isZero();
  }

  @Test
  void wildValuesDoNotPull() {
    ObservedEntries all = PlantedOutcomes.of(LossKind.SQUARED, 150, 120, 6000, 2, 1, 5);
    double[] wild = all.valueArray().clone();
    for (int k = 0; k < wild.length; k += 12) {
      wild[k] = 1e6;
    }
    ObservedEntries spoilt =
        ObservedEntries.of(
            all.rowLabels(), all.columnLabels(), all.rowArray(), all.columnArray(), wild);
    LossModel model = fit(spoilt, LossOptions.of(LossKind.HUBER).withRank(2)).model();
    double squares = 0;
    for (int k = 0; k < all.count(); k++) {
      squares += Math.pow(model.predict(all.row(k), all.column(k)) - all.value(k), 2);
    }
    assertThat(Math.sqrt(squares / all.count())).isLessThan(0.6); // the noise is 0.3
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LOGISTIC|2|The entry at row 'b', column 'y' is 2.0, but the Logistic loss takes 0 and 1;"
            + " choose another loss",
        "POISSON|1.5|The entry at row 'b', column 'y' is 1.5, but the Poisson loss takes counts 0,"
            + " 1, 2, …; choose another loss",
        "POISSON|-1|The entry at row 'b', column 'y' is -1.0, but the Poisson loss takes counts 0,"
            + " 1, 2, …; choose another loss"
      })
  void valuesOutsideTheDomainAreNamed(LossKind kind, double value, String sentence) {
    ObservedEntries entries =
        ObservedEntries.of(
            Labels.of("a", "b"),
            Labels.of("x", "y"),
            new int[] {0, 1},
            new int[] {0, 1},
            new double[] {1, value});
    assertThatThrownBy(() -> fit(entries, LossOptions.of(kind)))
        .isInstanceOf(InputException.class)
        .hasMessage(sentence);
  }

  /** A fit ends after two quiet sweeps and says so; at the most sweeps allowed it says that. */
  @Test
  void anEndAtTheMostSweepsIsNotCalledSettled() {
    ObservedEntries entries = PlantedOutcomes.of(LossKind.POISSON, 60, 40, 1200, 2, 0.8, 9);
    LossOptions few = LossOptions.of(LossKind.POISSON).withRank(2).withMaxSweeps(3);
    var stopped = Run.of(new LossCompletion(few)).start(LossProblem.of(entries, few, TEAM));
    assertThat(stopped.reason()).isEqualTo(StopReason.STEPS);
    assertThat(stopped.estimate().settled()).isFalse();
    LossOptions enough = few.withMaxSweeps(500);
    var ended = Run.of(new LossCompletion(enough)).start(LossProblem.of(entries, enough, TEAM));
    assertThat(ended.reason()).isEqualTo(StopReason.SETTLED);
    assertThat(ended.estimate().settled()).isTrue();
    assertThat(ended.state().quiet()).isGreaterThanOrEqualTo(2);
  }

  /** While the rank is chosen, what is held out has no part in the cost of what is fitted. */
  @Test
  void theTrainingCostIsThatOfTheFittedEntries() {
    ObservedEntries entries = PlantedOutcomes.of(LossKind.LOGISTIC, 60, 40, 1200, 2, 2, 9);
    LossOptions options = LossOptions.of(LossKind.LOGISTIC);
    LossProblem problem = LossProblem.of(entries, options, TEAM);
    LossCompletion completion = new LossCompletion(options);
    LossState state = completion.start(problem);
    for (int sweep = 0; sweep < 5; sweep++) {
      state = completion.step(problem, state);
    }
    assertThat(state.phase()).isEqualTo(LossState.Phase.SELECT);
    Split split = new HoldOut.Uniform(options.holdOut()).split(entries, options.seed());
    assertThat(state.trainCost())
        .isCloseTo(problem.cost(state.current(), split.observed()).mean(), within(1e-12));
    assertThat(state.heldOutCost())
        .isCloseTo(problem.cost(state.current(), split.heldOut()).mean(), within(1e-12));
  }

  @Test
  void aRankThatNoArrayCanHoldIsRefused() {
    ObservedEntries wide =
        ObservedEntries.of(
            Labels.numbered(400),
            Labels.numbered(2_000_000),
            new int[] {1},
            new int[] {2},
            new double[] {3});
    LossOptions options = LossOptions.of(LossKind.POISSON).withRank(358);
    LossProblem problem = LossProblem.of(wide, options, TEAM);
    assertThatThrownBy(() -> new LossCompletion(options).start(problem))
        .isInstanceOf(CapacityException.class)
        .hasMessage(
            "Rank 358 of a 400 × 2000000 matrix needs arrays of more than 2147483639 numbers; ask"
                + " for rank 357 or less");
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    LossOptions fine = LossOptions.of(LossKind.POISSON);
    assertThatThrownBy(() -> fine.withRank(-1))
        .hasMessage("rank is -1; it must be 0 (offsets alone) or more, or left to be chosen");
    assertThatThrownBy(() -> fine.withPenalty(0))
        .hasMessage("penalty is 0.0; it must be above 0, or left to be learned");
    ObservedEntries entries = PlantedOutcomes.of(LossKind.POISSON, 8, 6, 30, 1, 0.5, 5);
    assertThatThrownBy(() -> fit(entries, fine.withRank(7)))
        .hasMessage("rank is 7, but a 8 × 6 matrix has rank at most 6; ask for 0 to 6");
  }

  @Test
  void lossesAreThoseOfTheCore() {
    for (LossKind kind : LossKind.values()) {
      Loss loss = kind.loss(0.7);
      assertThat(loss.getClass().getSimpleName()).isEqualToIgnoringCase(kind.name());
    }
  }
}
