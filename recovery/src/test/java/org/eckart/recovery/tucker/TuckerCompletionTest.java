package org.eckart.recovery.tucker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.run.Run;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.tucker.TuckerCompletionOptions.Offsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completion with everything chosen by itself, on tensors of known rank. */
class TuckerCompletionTest {
  private static final Parallel TEAM = Parallel.of(2);

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  private static TuckerCompletionEstimate completed(
      ObservedTensor entries, TuckerCompletionOptions options) {
    return Run.of(new TuckerCompletion(options))
        .start(TuckerCompletionProblem.of(entries, TEAM))
        .estimate();
  }

  /** Few steps for every condition number: the linear equations are solved, not descended. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 10, 100, 1000})
  void noiselessTensorsAreFoundExactly(double kappa) {
    Tucker truth = PlantedTensors.published(50, 4, kappa, 3);
    ObservedTensor entries = PlantedTensors.observed(truth, 0.1, 0, 1);
    TuckerCompletionEstimate found =
        completed(entries, TuckerCompletionOptions.defaults().withRanks(4, 4, 4));
    assertThat(found.settled()).isTrue();
    assertThat(found.model().relativeError(truth)).isLessThan(1e-11);
    assertThat(found.steps()).isLessThan(25);
  }

  @Test
  void ranksNoiseAndIntervalsAreFound() {
    int[] shape = {40, 30, 20};
    int[] ranks = {3, 2, 4};
    Tucker truth = PlantedTensors.normal(shape, ranks, 5);
    double noise = 0.3;
    ObservedTensor entries = PlantedTensors.observed(truth, 0.25, noise, 1);
    TuckerCompletionEstimate found = completed(entries, TuckerCompletionOptions.defaults());
    assertThat(found.model().ranks()).isEqualTo(ranks);
    assertThat(found.noise()).isCloseTo(noise, Offset.offset(0.02)); // 6000 entries: sd 0.003
    int held = 0;
    int inside = 0;
    RandomStream random = RandomStream.of(9, "new entries");
    for (int trial = 0; trial < 4000; trial++) {
      int[] at = {random.nextInt(40), random.nextInt(30), random.nextInt(20)};
      double value = truth.at(at) + noise * random.nextGaussian();
      held++;
      inside += Math.abs(value - found.predict(at)) <= found.halfWidth(0.9) ? 1 : 0;
    }
    // by the 600 held-out errors the level is known to ±0.012, by 4000 new ones to ±0.005
    assertThat((double) inside / held).isBetween(0.85, 0.95);
  }

  @Test
  void offsetsAreTakenOutWhereTheyHelp() {
    int[] shape = {30, 20, 10};
    RandomStream random = RandomStream.of(2, "levels");
    double[] a = random.gaussian(1, 30).array();
    double[] b = random.gaussian(1, 20).array();
    double[] values = PlantedTensors.normal(shape, new int[] {1, 1, 1}, 3).tensor().array();
    for (int i = 0; i < values.length; i++) {
      values[i] = 100 + 3 * a[i / 200] + 3 * b[i / 10 % 20] + 0.3 * values[i];
      values[i] = random.nextUniform() < 0.3 ? values[i] + 0.1 * random.nextGaussian() : Double.NaN;
    }
    TuckerCompletionEstimate found =
        completed(ObservedTensor.ofArray(values, shape), TuckerCompletionOptions.defaults());
    assertThat(found.best().orElseThrow().levels()).isTrue();
    assertThat(found.offsets().mean()).isCloseTo(100, Offset.offset(3.0));
    assertThat(found.noise()).isLessThan(0.15);
  }

  @Test
  void aMatrixIsATensorOfOrderTwo() {
    Tucker truth = PlantedTensors.normal(new int[] {40, 30}, new int[] {3, 3}, 1);
    ObservedTensor entries = PlantedTensors.observed(truth, 0.5, 0, 1);
    TuckerCompletionEstimate found =
        completed(entries, TuckerCompletionOptions.defaults().withRanks(3, 3));
    assertThat(found.model().relativeError(truth)).isLessThan(1e-10);
  }

  @Test
  void sixModesOneOfSizeOne() {
    int[] shape = {6, 5, 1, 4, 5, 6};
    int[] ranks = {2, 2, 1, 2, 1, 2};
    Tucker truth = PlantedTensors.normal(shape, ranks, 2);
    ObservedTensor entries = PlantedTensors.observed(truth, 0.4, 0, 1);
    TuckerCompletionEstimate found =
        completed(entries, TuckerCompletionOptions.defaults().withRanks(ranks));
    assertThat(found.model().relativeError(truth)).isLessThan(1e-9);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-150, 1, 1e150})
  void scaleMakesNoDifference(double scale) {
    Tucker truth = PlantedTensors.normal(new int[] {12, 10, 8}, new int[] {2, 2, 2}, 1);
    ObservedTensor entries = PlantedTensors.observed(truth, 0.6, 0.01, 1);
    double[] values = entries.valueArray().clone();
    for (int e = 0; e < values.length; e++) {
      values[e] *= scale;
    }
    TuckerCompletionEstimate found =
        completed(entries.withValues(values), TuckerCompletionOptions.defaults());
    double expected =
        completed(entries, TuckerCompletionOptions.defaults()).predict(3, 4, 5) * scale;
    assertThat(found.predict(3, 4, 5))
        .isCloseTo(expected, Offset.offset(1e-6 * Math.abs(expected)));
  }

  /** An index without entries is predicted by the offsets of its other indices alone. */
  @Test
  void emptySlicesArePredictedFromOffsets() {
    Tucker truth = PlantedTensors.normal(new int[] {10, 9, 8}, new int[] {1, 1, 1}, 1);
    ObservedTensor all = PlantedTensors.observed(truth, 0.8, 0.1, 1);
    int[] kept = IntStream.range(0, all.count()).filter(e -> all.index(0, e) != 4).toArray();
    TuckerCompletionEstimate found =
        completed(
            all.select(kept),
            TuckerCompletionOptions.defaults().withRanks(1, 1, 1).withOffsets(Offsets.LEVELS));
    assertThat(found.predict(4, 2, 3)).isEqualTo(found.offsets().at(4, 2, 3));
    double[] together = found.predict(all, TEAM);
    assertThat(together[5])
        .isCloseTo(
            found.predict(all.index(0, 5), all.index(1, 5), all.index(2, 5)), Offset.offset(1e-12));
  }

  /**
   * The rank asked for is above the truth: the surplus directions do little harm. They only fade
   * with the learned penalty, and the run stops where that gains less than its tolerance.
   */
  @Test
  void surplusRanksDoNoHarm() {
    Tucker truth = PlantedTensors.normal(new int[] {30, 25, 20}, new int[] {2, 2, 2}, 7);
    ObservedTensor entries = PlantedTensors.observed(truth, 0.3, 0, 1);
    TuckerCompletionEstimate found =
        completed(entries, TuckerCompletionOptions.defaults().withRanks(4, 4, 4));
    assertThat(found.model().relativeError(truth)).isLessThan(1e-3);
  }

  @Test
  void zeroAndConstantTensors() {
    ObservedTensor zero = ObservedTensor.ofArray(new double[60], 3, 4, 5);
    assertThat(completed(zero, TuckerCompletionOptions.defaults()).predict(1, 2, 3)).isZero();
    double[] fours = new double[60];
    Arrays.fill(fours, 4);
    fours[17] = Double.NaN;
    ObservedTensor constant = ObservedTensor.ofArray(fours, 3, 4, 5);
    assertThat(completed(constant, TuckerCompletionOptions.defaults()).predict(0, 3, 2))
        .isCloseTo(4, Offset.offset(1e-6));
  }

  /**
   * A run stopped while it compares ranks, after any step, gives the best model by then: its error
   * on entries never seen is about its held-out error. Where the rank is too low errors are
   * products of normals, kurtosis 27, so that 500 of them know their size to ±0.11 (one sigma).
   */
  @Test
  void stoppedInTheSearchItGivesTheBestTrial() {
    Tucker truth = PlantedTensors.normal(new int[] {30, 25, 20}, new int[] {3, 3, 3}, 5);
    ObservedTensor all = PlantedTensors.observed(truth, 0.4, 0.1, 1);
    int[] first = IntStream.range(0, all.count()).filter(e -> e % 6 != 0).toArray();
    ObservedTensor unseen =
        all.select(IntStream.range(0, all.count()).filter(e -> e % 6 == 0).toArray());
    TuckerCompletion algorithm = new TuckerCompletion(TuckerCompletionOptions.defaults());
    TuckerCompletionProblem problem = TuckerCompletionProblem.of(all.select(first), TEAM);
    TuckerCompletionState state = algorithm.start(problem);
    int judged = 0;
    while (state.phase() == TuckerCompletionState.Phase.SEARCH) {
      TuckerCompletionEstimate stopped = algorithm.estimate(problem, state);
      assertThat(stopped.settled()).isFalse();
      assertThat(stopped.hasIntervals()).isEqualTo(stopped.best().isPresent());
      if (stopped.best().isPresent()) {
        TuckerTrial best = stopped.best().get();
        assertThat(stopped.model().ranks()).isEqualTo(best.rankArray());
        double[] predicted = stopped.predict(unseen, TEAM);
        double squares = 0;
        for (int e = 0; e < predicted.length; e++) {
          squares += Math.pow(predicted[e] - unseen.value(e), 2) / predicted.length;
        }
        assertThat(Math.sqrt(squares))
            .isCloseTo(best.heldOutRmse(), Offset.offset(0.35 * best.heldOutRmse()));
        assertThat(stopped.trainRmse()).isEqualTo(best.trainRmse());
        judged++;
      }
      state = algorithm.step(problem, state);
    }
    assertThat(judged).isGreaterThan(10);
    TuckerCompletionEstimate last = algorithm.estimate(problem, state);
    TuckerTrial taken =
        last.trials().stream()
            .filter(t -> Arrays.equals(t.rankArray(), last.model().ranks()))
            .filter(t -> last.errors().equals(t.errors()))
            .findFirst()
            .orElseThrow(); // the intervals are those of the ranks that were taken
    assertThat(taken.heldOutRmse()).isLessThan(1.01 * last.best().orElseThrow().heldOutRmse());
  }

  /**
   * Of n held-out errors the largest is the half width for n/(n + 1), and beyond it none is known.
   */
  @Test
  void levelsBeyondTheHeldOutErrorsHaveNoInterval() {
    Tucker truth = PlantedTensors.normal(new int[] {6, 5, 4}, new int[] {1, 1, 1}, 2);
    ObservedTensor entries = PlantedTensors.observed(truth, 0.9, 0.1, 1);
    TuckerCompletionEstimate found = completed(entries, TuckerCompletionOptions.defaults());
    int held = (int) Math.round(0.1 * entries.count()); // 11
    assertThat(found.halfWidth(0.9)).isFinite();
    assertThat(found.halfWidth(0.995 * held / (held + 1))).isFinite();
    assertThat(found.halfWidth(1.005 * held / (held + 1) + 0.005)).isInfinite();
  }

  /** The search begins at a rank that the entries can fix, or does not begin. */
  @Test
  void refusesToChooseARankWhereNotEvenRankOneIsFixed() {
    Tucker truth = PlantedTensors.normal(new int[] {10, 10, 10}, new int[] {1, 1, 1}, 1);
    ObservedTensor all = PlantedTensors.observed(truth, 0.5, 0.1, 1);
    double[] spread = new double[1000];
    Arrays.fill(spread, Double.NaN);
    for (int e = 0; e < 25; e++) { // an entry at each index of each mode
      spread[e % 10 * 100 + (3 * e + e / 10) % 10 * 10 + (7 * e + e / 10) % 10] = e;
    }
    ObservedTensor few = ObservedTensor.ofArray(spread, 10, 10, 10);
    assertThatThrownBy(() -> completed(few, TuckerCompletionOptions.defaults()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "25 observations of a 10 × 10 × 10 tensor cannot fix the 28 free numbers of rank 1 × 1"
                + " × 1; observe more");
    ObservedTensor block = all.select(IntStream.range(0, 60).toArray()); // two slices of ten
    assertThat(completed(block, TuckerCompletionOptions.defaults()).model().frobeniusNorm())
        .isFinite();
  }

  @Test
  void refusesWhatCannotBeCompleted() {
    ObservedTensor few =
        PlantedTensors.observed(
            PlantedTensors.normal(new int[] {10, 9, 8}, new int[] {3, 3, 3}, 1), 0.05, 0, 1);
    assertThatThrownBy(() -> completed(few, TuckerCompletionOptions.defaults().withRanks(3, 3, 3)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            few.count()
                + " observations of a 10 × 9 × 8 tensor cannot fix the 81 free numbers of rank 3 ×"
                + " 3 × 3; observe more, or ask for a lower rank");
    ObservedTensor none = few.select(new int[0]);
    assertThatThrownBy(() -> TuckerCompletionProblem.of(none, TEAM))
        .hasMessage(
            "There is no observed entry in a 10 × 9 × 8 tensor, so nothing can be completed");
    Labels two = Labels.of("a", "b");
    assertThatThrownBy(() ->
            ObservedTensor.of(
                List.of(two, two, two),
                new int[][] {{0, 1}, {1, 0}, {1, 1}},
                new double[] {1, Double.POSITIVE_INFINITY}))
        .hasMessage("The entry at ('b', 'a', 'b') is Infinity; values must be finite numbers");
    assertThatThrownBy(() -> TuckerCompletionOptions.defaults().withHoldOut(0.6))
        .hasMessage("holdOut is 0.6; it must be above 0 and at most 0.5, say 0.1");
  }
}
