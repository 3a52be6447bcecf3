package org.eckart.recovery.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds at every shape, strength and start, from far below the threshold to far above. */
class GradientFlowPropertyTest {
  static List<RankOneProblem> problems() {
    RandomStream random = RandomStream.of(8, "dynamics problems");
    List<RankOneProblem> all = new java.util.ArrayList<>();
    for (int k = 0; k < 40; k++) {
      double c =
          Math.pow(10, k % 5 == 0 ? 10 * random.nextUniform() - 5 : random.nextGaussian() / 3);
      double threshold = Math.sqrt(Math.sqrt(c));
      double[] factors = {0, 0.3, 1 - 1e-9, 1, 1 + 1e-9, 1.001, 1.5, 20, 1e8};
      double strength = threshold * factors[k % factors.length];
      all.add(
          new RankOneProblem(
              c, strength, 2 * random.nextUniform() - 1, 2 * random.nextUniform() - 1, 1));
    }
    return all;
  }

  private static final double[] TIMES = {0, 1e-6, 0.1, 1, 10, 1e3, 1e6, 1e12, 1e50};

  @ParameterizedTest
  @MethodSource("problems")
  void overlapsAreCosinesAndBeginAtTheStart(RankOneProblem problem) {
    List<CurvePoint> curve = GradientFlow.of(problem).curve(TIMES);
    OracleFilter best = OracleFilter.of(problem);
    for (CurvePoint point : curve) {
      assertThat(Math.abs(point.left())).isLessThanOrEqualTo(best.left() + 1e-9);
      assertThat(Math.abs(point.right())).isLessThanOrEqualTo(best.right() + 1e-9);
      assertThat(point.rayleigh()).isLessThanOrEqualTo(problem.largestValue() * (1 + 1e-12));
    }
    assertThat(curve.getFirst().left()).isCloseTo(problem.left(), within(1e-12));
    assertThat(curve.getFirst().right()).isCloseTo(problem.right(), within(1e-12));
    double size = 1 + problem.strength();
    assertThat(curve.getFirst().rayleigh())
        .isCloseTo(problem.strength() * problem.left() * problem.right(), within(1e-12 * size));
    for (int k = 1; k < curve.size(); k++) {
      assertThat(curve.get(k).rayleigh())
          .isGreaterThanOrEqualTo(curve.get(k - 1).rayleigh() - 1e-11 * problem.largestValue());
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void inTheEndTheLimitIsReached(RankOneProblem problem) {
    CurvePoint late = GradientFlow.of(problem).at(1e50);
    CurvePoint limit = problem.limit();
    // at the threshold the approach is t^(−1/4), at 1 ± 1e-9 no time below 1e17 shows the
    // difference
    assertThat(late.left()).isCloseTo(limit.left(), within(1e-7));
    assertThat(late.right()).isCloseTo(limit.right(), within(1e-7));
    assertThat(late.rayleigh()).isCloseTo(limit.rayleigh(), within(1e-9 * limit.rayleigh()));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void theTransposedProblemHasTheSidesExchanged(RankOneProblem problem) {
    // columns and rows change places: the noise of variance 1/n is one of level √c in units of 1/m
    RankOneProblem transposed =
        new RankOneProblem(
            1 / problem.aspectRatio(),
            problem.strength(),
            problem.right(),
            problem.left(),
            Math.sqrt(problem.aspectRatio()));
    List<CurvePoint> one = GradientFlow.of(problem).curve(0.3, 2, 40);
    List<CurvePoint> other = GradientFlow.of(transposed).curve(0.3, 2, 40);
    for (int k = 0; k < one.size(); k++) {
      assertThat(other.get(k).left()).isCloseTo(one.get(k).right(), within(1e-10));
      assertThat(other.get(k).right()).isCloseTo(one.get(k).left(), within(1e-10));
      assertThat(other.get(k).rayleigh() / one.get(k).rayleigh()).isCloseTo(1, within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void finiteStepsStayInBounds(RankOneProblem problem) {
    StepRule descent = new StepRule.Descent(0.5 * StepRule.Descent.limit(problem));
    OracleFilter best = OracleFilter.of(problem);
    for (StepRule rule : List.of(descent, new StepRule.Power())) {
      for (CurvePoint point : FiniteSteps.of(problem, rule).curve(30)) {
        assertThat(Math.abs(point.left())).isLessThanOrEqualTo(best.left() + 1e-9);
        assertThat(Math.abs(point.right())).isLessThanOrEqualTo(best.right() + 1e-9);
      }
    }
  }
}
