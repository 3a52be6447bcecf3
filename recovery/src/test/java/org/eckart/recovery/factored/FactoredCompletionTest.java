package org.eckart.recovery.factored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.eckart.core.InputException;
import org.eckart.core.RunException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.Run;
import org.eckart.core.run.StopReason;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.scaled.FactorPair;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against iterations and errors that an independent implementation found on the same numbers. */
class FactoredCompletionTest {
  private static final Parallel TEAM = Parallel.of(2);

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  private static FactoredOptions options(FactoredMethod method) {
    return FactoredOptions.of(method)
        .withRank(4)
        .withTolerance(1e-14)
        .withStart(FactoredOptions.Start.SPECTRAL)
        .knowing(0.4, 1);
  }

  /** Steps until the error relative to the truth is below the tolerance; −1 if that takes more. */
  private static int steps(
      PortableMatrix planted,
      ObservedEntries entries,
      FactoredOptions options,
      double tolerance,
      int most) {
    FactoredProblem problem = FactoredProblem.of(entries, TEAM);
    FactoredCompletion completion = new FactoredCompletion(options);
    FactoredState state = completion.start(problem);
    for (int step = 0; step <= most; step++) {
      if (planted.relativeError(completion.factors(problem, state)) < tolerance) {
        return step;
      }
      state = completion.step(problem, state);
    }
    return -1;
  }

  /**
   * 300 × 200, rank 4, 24,122 entries; ±2 steps or ±4 %, for singular vectors differ by rounding.
   */
  @ParameterizedTest
  @CsvSource({
    "SCALED, 1, 0.5, 63",
    "SCALED, 10, 0.5, 70",
    "SCALED, 1, 0.6666666666666666, 46",
    "SCALED, 10, 0.6666666666666666, 47",
    "VANILLA, 1, 0.5, 64",
    "VANILLA, 10, 0.5, 682",
    "ALTERNATING, 1, 0.5, 9",
    "ALTERNATING, 10, 0.5, 10"
  })
  void stepsAreThoseOfAnIndependentImplementation(
      FactoredMethod method, double condition, double stepSize, int expected) {
    PortableMatrix planted = new PortableMatrix(300, 200, 4, condition, 7);
    ObservedEntries entries = planted.observed(0.4, 0);
    assertThat(entries.count()).isEqualTo(24122);
    int found = steps(planted, entries, options(method).withStepSize(stepSize), 1e-8, 800);
    assertThat((double) found).isCloseTo(expected, within(Math.max(2, 0.04 * expected)));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 16", "1, 2, 9", "1, 4, 9", "10, 1, 18", "10, 2, 11", "10, 4, 10"})
  void sweepsRowByRowAreThoseOfAnIndependentImplementation(
      double condition, int innerSteps, int expected) {
    PortableMatrix planted = new PortableMatrix(300, 200, 4, condition, 7);
    int found =
        steps(
            planted,
            planted.observed(0.4, 0),
            options(FactoredMethod.ROWS).withInnerSteps(innerSteps),
            1e-8,
            40);
    assertThat((double) found).isCloseTo(expected, within(2.0));
  }

  @ParameterizedTest
  @CsvSource({"1, 0.29073", "10, 0.38171"})
  void theStartIsTheSpectrumOfTheEntriesOverTheirShare(double condition, double error) {
    PortableMatrix planted = new PortableMatrix(300, 200, 4, condition, 7);
    FactoredProblem problem = FactoredProblem.of(planted.observed(0.4, 0), TEAM);
    FactoredCompletion completion = new FactoredCompletion(options(FactoredMethod.SCALED));
    FactorPair start = completion.factors(problem, completion.start(problem));
    assertThat(planted.relativeError(start)).isCloseTo(error, within(1e-5));
  }

  /** Where the weakest of four directions is 100 to 10,000 times below the strongest. */
  @ParameterizedTest
  @ValueSource(doubles = {100, 1000, 10000})
  void buriedDirectionsAreFoundOneByOne(double condition) {
    for (int seed = 1; seed <= 8; seed++) {
      PortableMatrix planted = new PortableMatrix(300, 200, 4, condition, seed);
      FactoredOptions options =
          FactoredOptions.of(FactoredMethod.SCALED).withRank(4).withTolerance(1e-14);
      ObservedEntries entries = planted.observed(0.4, 0);
      assertThat(steps(planted, entries, options, 1e-8, 20)).as("seed %d", seed).isBetween(10, 20);
      FactoredEstimate found =
          Run.of(new FactoredCompletion(options.withTolerance(1e-9)))
              .start(FactoredProblem.of(entries, TEAM))
              .estimate();
      assertThat(found.gap()).isLessThan(FactoredCompletion.GAP);
      assertThat(found.continued()).isTrue();
    }
  }

  @Test
  void projectionThatIsWideEnoughChangesNothing() {
    PortableMatrix planted = new PortableMatrix(300, 200, 4, 10, 7);
    ObservedEntries entries = planted.observed(0.4, 0);
    FactoredOptions options = options(FactoredMethod.SCALED);
    int without = steps(planted, entries, options, 1e-8, 100);
    assertThat(steps(planted, entries, options.withProjection(3), 1e-8, 100)).isEqualTo(without);
  }

  /** The floor of double; the solver in single precision has its own test. */
  @Test
  void aNoiselessMatrixIsRecoveredToTheLimitsOfDouble() {
    PortableMatrix planted = new PortableMatrix(300, 300, 5, 10, 31);
    FactoredOptions options =
        FactoredOptions.of(FactoredMethod.SCALED).withRank(5).withTolerance(1e-15);
    assertThat(steps(planted, planted.observed(0.3, 0), options, 3e-15, 200)).isPositive();
  }

  /** σ √((m + n − r) r / p) / ‖X‖, within 8 % (measured 4.5 % above on one draw). */
  @ParameterizedTest
  @ValueSource(strings = {"SCALED", "ALTERNATING", "ROWS"})
  void noiseIsFittedDownToItsFloor(FactoredMethod method) {
    PortableMatrix planted = new PortableMatrix(400, 400, 5, 10, 19);
    double noise = planted.truth.norm() / 400 / 100; // 40 dB
    ObservedEntries entries = planted.observed(0.25, noise);
    FactoredProblem problem = FactoredProblem.of(entries, TEAM);
    FactoredCompletion completion =
        new FactoredCompletion(
            FactoredOptions.of(method).withRank(5).withStart(FactoredOptions.Start.SPECTRAL));
    Outcome<FactoredState, FactoredEstimate> outcome = Run.of(completion).start(problem);
    double floor = noise * Math.sqrt((800 - 5) * 5 / 0.25) / planted.truth.norm();
    assertThat(planted.relativeError(completion.factors(problem, outcome.state())))
        .isBetween(0.92 * floor, 1.08 * floor);
    assertThat(outcome.reason()).isEqualTo(StopReason.SETTLED);
  }

  @Test
  void aStepThatDivergesIsHalvedAndSaid() {
    PortableMatrix planted = new PortableMatrix(100, 80, 3, 5, 4);
    FactoredOptions options =
        FactoredOptions.of(FactoredMethod.SCALED)
            .withRank(3)
            .withStepSize(0.99)
            .withStart(FactoredOptions.Start.SPECTRAL);
    FactoredEstimate found =
        Run.of(new FactoredCompletion(options))
            .start(FactoredProblem.of(planted.observed(0.3, 0), TEAM))
            .estimate();
    assertThat(found.halvings()).isPositive();
    assertThat(found.trainRmse()).isLessThan(1e-6);
  }

  /** Gradient descent told a σ₁ a million times too small has a step a million times too long. */
  @Test
  void aDescentThatStillDivergesIsRefused() {
    PortableMatrix planted = new PortableMatrix(40, 30, 2, 2, 4);
    FactoredOptions options =
        FactoredOptions.of(FactoredMethod.VANILLA)
            .withRank(2)
            .withStart(FactoredOptions.Start.SPECTRAL)
            .knowing(0.5, 1e-6);
    FactoredProblem problem = FactoredProblem.of(planted.observed(0.5, 0), TEAM);
    assertThatThrownBy(() -> Run.of(new FactoredCompletion(options)).start(problem))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("still diverges with its step size halved 10 times");
  }

  @Test
  void anyScaleGivesTheSameAnswer() {
    PortableMatrix planted = new PortableMatrix(40, 30, 2, 5, 6);
    ObservedEntries entries = planted.observed(0.6, 0);
    FactoredOptions options = FactoredOptions.of(FactoredMethod.SCALED).withRank(2);
    double[] values = entries.valueArray();
    double reference = fit(entries, options).predict(3, 4);
    for (int exponent : new int[] {-400, 400}) {
      double[] scaled = new double[values.length];
      for (int k = 0; k < scaled.length; k++) {
        scaled[k] = Math.scalb(values[k], exponent);
      }
      ObservedEntries far =
          ObservedEntries.of(
              entries.rowLabels(),
              entries.columnLabels(),
              entries.rowArray(),
              entries.columnArray(),
              scaled);
      assertThat(Math.scalb(fit(far, options).predict(3, 4), -exponent)).isEqualTo(reference);
    }
  }

  private static FactoredEstimate fit(ObservedEntries entries, FactoredOptions options) {
    return Run.of(new FactoredCompletion(options))
        .start(FactoredProblem.of(entries, TEAM))
        .estimate();
  }

  @Test
  void tooFewEntriesForTheRankAreRefusedWithTheNumbers() {
    PortableMatrix planted = new PortableMatrix(50, 40, 1, 1, 6);
    ObservedEntries entries = planted.observed(0.2, 0);
    assertThatThrownBy(() -> fit(entries, FactoredOptions.of(FactoredMethod.SCALED).withRank(8)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "%d entries of a 50 × 40 matrix cannot fix the 656 free numbers of rank 8; observe"
                + " more, or ask for rank 4",
            entries.count());
    assertThatThrownBy(() -> fit(entries, FactoredOptions.of(FactoredMethod.SCALED).withRank(41)))
        .hasMessage("rank is 41, but a 50 × 40 matrix has rank at most 40; ask for 1 to 40");
  }

  @Test
  void twoEntriesAtOnePlaceAreRefused() {
    ObservedEntries twice =
        ObservedEntries.of(
            Labels.of("a", "b"),
            Labels.of("x"),
            new int[] {0, 1, 1},
            new int[] {0, 0, 0},
            new double[] {1, 2, 3});
    assertThatThrownBy(() -> fit(twice, FactoredOptions.of(FactoredMethod.SCALED).withRank(1)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "There are two entries at row 'b', column 'x', and a matrix has one; say which counts");
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    FactoredOptions fine = FactoredOptions.of(FactoredMethod.SCALED);
    assertThatThrownBy(() -> fine.withStepSize(1))
        .hasMessage(
            "stepSize is 1.0; it must be above 0 and below 1, where the descent is unstable even if"
                + " every entry is known; 0.5 is usual");
    assertThatThrownBy(() -> fine.withRank(0))
        .hasMessage("rank is 0; it must be at least 1, or left to be chosen");
    assertThatThrownBy(() -> fine.withPenalty(1))
        .hasMessage(
            "penalty is 1.0, but the gradient methods fit the entries as they are; leave it out, or"
                + " go row by row");
    assertThatThrownBy(() -> fine.withProjection(0.5))
        .hasMessage(
            "projection is 0.5; below 1 it would shorten the start itself, so ask for 1 or more,"
                + " say 3");
  }
}
