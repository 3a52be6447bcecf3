package org.eckart.recovery.robustpca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.scaled.Descent;
import org.eckart.recovery.scaled.FactorPair;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaledRobustPcaTest {
  private static final Parallel TEAM = Parallel.of(2);

  @AfterAll
  static void endTheTeam() {
    TEAM.close();
  }

  private static int stepsTo(double error, Corrupted data, ScaledOptions options) {
    RobustPcaProblem problem = data.problem(TEAM);
    ScaledRobustPca algorithm = new ScaledRobustPca(options);
    ScaledState state = algorithm.start(problem);
    for (int step = 1; step <= 300; step++) {
      state = algorithm.step(problem, state);
      Matrix left = state.descent().factors().left().scaled(problem.scale());
      if (data.error(left, state.descent().factors().right()) <= error) {
        return step;
      }
    }
    return Integer.MAX_VALUE;
  }

  /**
   * The specification's table at n = 400, r = 5, κ = 10, exactly αn corruptions in each row and
   * column, to 1e-9; other draws of the same kind differ by some 10 %.
   */
  @ParameterizedTest
  @CsvSource({"20, 1, 39", "20, 1.5, 64", "20, 2, 89", "40, 1, 51"})
  void asManyStepsAsTheTableHas(int count, double widening, int expected) {
    Corrupted data = Corrupted.of(400, 400, 5, 10, 1).corruptEvenly(count, 10);
    ScaledOptions options = ScaledOptions.of(5, count / 400.0).withWidening(widening);
    assertThat((double) stepsTo(1e-9, data, options)).isCloseTo(expected, within(0.15 * expected));
  }

  /** The last step of a run that is stopped may have strayed; the best factors answer then. */
  @Test
  void aRunThatIsStoppedAnswersWithTheBestFactors() {
    Corrupted data = Corrupted.of(120, 100, 3, 5, 2).corrupt(0.05, 10);
    RobustPcaProblem problem = data.problem(TEAM);
    ScaledRobustPca algorithm = new ScaledRobustPca(ScaledOptions.of(3, 0.12));
    ScaledState state = algorithm.start(problem);
    for (int step = 0; step < 30; step++) {
      state = algorithm.step(problem, state);
    }
    Descent at = state.descent();
    FactorPair astray = new FactorPair(at.best().left().scaled(3), at.best().right());
    Descent strayed =
        new Descent(30, astray, at.best(), at.bestLoss(), at.stepSize(), 0, at.change(), 0);
    ScaledState stopped =
        new ScaledState(strayed, state.outliers(), state.keptRootMeanSquare(), state.noise());
    assertThat(data.error(algorithm.estimate(problem, stopped))).isLessThan(0.1);
    assertThat(data.error(algorithm.estimate(problem, state))).isLessThan(0.1);
  }

  /** A rank that is too low leaves directions in the residual, and that is said. */
  @Test
  void aRankThatIsTooLowIsSaid() {
    Corrupted data = Corrupted.of(200, 150, 4, 2, 2).corrupt(0.03, 10);
    Separation low =
        Run.of(new ScaledRobustPca(ScaledOptions.of(2, 0.08).withMaxSteps(60)))
            .start(data.problem(TEAM))
            .estimate();
    assertThat(low.doubts()).contains(Separation.Doubt.RESIDUAL_HAS_STRUCTURE);
    Separation right =
        Run.of(new ScaledRobustPca(ScaledOptions.of(4, 0.08))).start(data.problem(TEAM)).estimate();
    assertThat(right.doubts()).doesNotContain(Separation.Doubt.RESIDUAL_HAS_STRUCTURE);
  }

  @Test
  void settlesAndSeparates() {
    Corrupted data = Corrupted.of(200, 150, 3, 5, 2).corrupt(0.05, 10);
    Separation found =
        Run.of(new ScaledRobustPca(ScaledOptions.of(3, 0.11))).start(data.problem(TEAM)).estimate();
    assertThat(found.settled()).isTrue();
    assertThat(data.error(found)).isLessThan(1e-6);
  }
}
