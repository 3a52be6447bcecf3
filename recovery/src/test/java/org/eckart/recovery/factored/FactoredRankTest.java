package org.eckart.recovery.factored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.Run;
import org.eckart.core.run.StopReason;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rank where it is not given, and what holds of the run that chooses it. */
class FactoredRankTest {
  private static final Parallel TEAM = Parallel.of(2);

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-3})
  void theRankIsFound(double noiseToSignal) {
    PortableMatrix planted = new PortableMatrix(150, 120, 5, 20, 23);
    double noise = noiseToSignal * planted.truth.norm() / Math.sqrt(150 * 120);
    FactoredEstimate found =
        Run.of(new FactoredCompletion(FactoredOptions.of(FactoredMethod.SCALED)))
            .start(FactoredProblem.of(planted.observed(0.4, noise), TEAM))
            .estimate();
    assertThat(found.rank()).isEqualTo(5);
    double squares = 0;
    Matrix x = planted.truth.product();
    for (int i = 0; i < 150; i++) {
      for (int j = 0; j < 120; j++) {
        squares += Math.pow(found.predict(i, j) - x.get(i, j), 2);
      }
    }
    assertThat(Math.sqrt(squares) / planted.truth.norm()).isLessThan(Math.max(1e-7, noiseToSignal));
  }

  /** With the rank to be chosen, what else was asked for holds as well. */
  @Test
  void settingsHoldWhereTheRankIsChosen() {
    PortableMatrix planted = new PortableMatrix(80, 60, 3, 2, 23);
    FactoredOptions options = FactoredOptions.of(FactoredMethod.SCALED);
    FactoredProblem problem = FactoredProblem.of(planted.observed(0.5, 0), TEAM);
    FactoredState kept = firstOfTheFit(problem, options);
    FactoredState spectral =
        firstOfTheFit(problem, options.withStart(FactoredOptions.Start.SPECTRAL));
    FactoredState given =
        new FactoredCompletion(options.withRank(3).withStart(FactoredOptions.Start.SPECTRAL))
            .start(problem);
    assertThat(kept.factors().rank()).isEqualTo(3);
    assertThat(spectral.factors().distance(given.factors())).isLessThan(1e-12); // its own rounding
    assertThat(kept.factors().distance(given.factors())).isGreaterThan(1e-3);
    assertThat(spectral.gap()).isEqualTo(given.gap());
    assertThat(kept.bound()).isInfinite();
    FactoredState projected = firstOfTheFit(problem, options.withProjection(3));
    assertThat(projected.bound())
        .isEqualTo(
            new FactoredCompletion(
                    options.withRank(3).withStart(FactoredOptions.Start.SPECTRAL).withProjection(3))
                .start(problem)
                .bound());
    Outcome<FactoredState, FactoredEstimate> stopped =
        Run.of(new FactoredCompletion(options.withMaxSteps(5))).start(problem);
    assertThat(stopped.reason()).isEqualTo(StopReason.STEPS);
    assertThat(stopped.steps()).isEqualTo(10); // five to choose the rank, five to fit
  }

  private static FactoredState firstOfTheFit(FactoredProblem problem, FactoredOptions options) {
    FactoredCompletion completion = new FactoredCompletion(options);
    FactoredState state = completion.start(problem);
    while (state.phase() == FactoredState.Phase.SELECT) {
      state = completion.step(problem, state);
    }
    return state;
  }

  /** Rank continuation goes row by row: exactly for alternating minimisation, never for gd. */
  @Test
  void continuationIsThatOfTheMethod() {
    PortableMatrix planted = new PortableMatrix(100, 80, 3, 1000, 5);
    FactoredProblem problem = FactoredProblem.of(planted.observed(0.4, 0), TEAM);
    FactoredOptions alternating = FactoredOptions.of(FactoredMethod.ALTERNATING).withRank(3);
    FactoredCompletion completion = new FactoredCompletion(alternating);
    FactoredState state = completion.start(problem);
    assertThat(state.phase()).isEqualTo(FactoredState.Phase.CONTINUE);
    while (state.factors().rank() < 3) {
      state = completion.step(problem, state);
    }
    FactoredState next = completion.step(problem, state);
    FactoredProblem.Prepared data = problem.complete();
    RowSweep solved =
        RowSweep.run(
            data.rows(),
            data.columns(),
            state.factors().left(),
            state.factors().right(),
            3,
            0,
            TEAM);
    assertThat(next.factors().left().minus(solved.factor()).largestMagnitude()).isZero();
    FactoredState plain =
        new FactoredCompletion(FactoredOptions.of(FactoredMethod.VANILLA).withRank(3))
            .start(problem);
    assertThat(plain.phase()).isEqualTo(FactoredState.Phase.FIT);
    assertThat(plain.gap()).isLessThan(FactoredCompletion.GAP);
    assertThatThrownBy(() ->
            FactoredOptions.of(FactoredMethod.VANILLA)
                .withStart(FactoredOptions.Start.CONTINUATION))
        .hasMessage(
            "start is CONTINUATION, which goes row by row, but gradient descent moves all rows at"
                + " once; start from the spectrum, or take another method");
  }

  /** A rank of 0 makes no row weak, not even an empty one. */
  @Test
  void emptyRowsAreNotAmongThoseWithEntries() {
    ObservedEntries entries =
        ObservedEntries.of(
            Labels.numbered(4),
            Labels.numbered(2),
            new int[] {0, 2},
            new int[] {0, 1},
            new double[] {1, 2});
    FactoredProblem.Prepared data = FactoredProblem.of(entries, TEAM).complete();
    assertThat(data.rows().rowsWith(0)).isEqualTo(2);
    assertThat(data.rows().rowsWith(1)).isEqualTo(2);
    assertThat(data.rows().rowsWith(2)).isZero();
  }
}
