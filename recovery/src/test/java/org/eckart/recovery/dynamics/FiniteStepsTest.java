package org.eckart.recovery.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values computed with NumPy from the same recursion on 4000 equal angles, to 10 digits. */
class FiniteStepsTest {
  private static final RankOneProblem PROBLEM = new RankOneProblem(0.75, 1.5, 0.3, 0.15, 1);

  @ParameterizedTest
  @CsvSource({
    "1,0.3674669506,0.3245208204,0.8798623571",
    "2,0.4837510678,0.4454492308,1.3691883654",
    "5,0.7173333534,0.6832848371,1.9176796512",
  })
  void descentOfStepOneHalf(int step, double left, double right, double rayleigh) {
    CurvePoint found = FiniteSteps.of(PROBLEM, new StepRule.Descent(0.5)).curve(step).getLast();
    assertThat(found.left()).isCloseTo(left, within(1e-9));
    assertThat(found.right()).isCloseTo(right, within(1e-9));
    assertThat(found.rayleigh()).isCloseTo(rayleigh, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "1,0.2514594403,0.3611030490,1.3927295324",
    "2,0.4542405942,0.5278305221,1.7211607711",
    "5,0.7527243984,0.7397771115,2.0350032103",
  })
  void alternatingPowerIterationForgetsTheLeftStart(
      int step, double left, double right, double rayleigh) {
    CurvePoint found = FiniteSteps.of(PROBLEM, new StepRule.Power()).curve(step).getLast();
    assertThat(found.left()).isCloseTo(left, within(1e-9));
    assertThat(found.right()).isCloseTo(right, within(1e-9));
    assertThat(found.rayleigh()).isCloseTo(rayleigh, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"0.5,1.5", "1,0.7", "2.5,2", "0.75,0.9306048591020996", "0.1,0.2"})
  void smallStepsFollowTheFlow(double c, double strength) {
    RankOneProblem problem = new RankOneProblem(c, strength, 0.3, -0.1, 1);
    GradientFlow flow = GradientFlow.of(problem);
    double previous = Double.NaN;
    for (int per : new int[] {100, 200}) { // steps in a unit of time
      List<CurvePoint> steps =
          FiniteSteps.of(problem, new StepRule.Descent(1.0 / per)).curve(8 * per);
      double worst = 0;
      for (int t = 0; t <= 8; t++) {
        worst = Math.max(worst, Math.abs(steps.get(t * per).left() - flow.at(t).left()));
        worst = Math.max(worst, Math.abs(steps.get(t * per).right() - flow.at(t).right()));
      }
      assertThat(worst).isLessThan(1.0 / per);
      if (!Double.isNaN(previous)) {
        assertThat(previous / worst).isCloseTo(2, within(0.05)); // an error of first order
      }
      previous = worst;
    }
  }

  @Test
  void noiseLevelIsAUnitOfTimeAndStrength() {
    RankOneProblem scaled = new RankOneProblem(0.75, 3.0e5, 0.3, 0.15, 2e5);
    CurvePoint flow = GradientFlow.of(scaled).at(2 / 2e5);
    assertThat(flow.left()).isCloseTo(0.7159703300, within(1e-9));
    assertThat(flow.rayleigh() / 2e5).isCloseTo(1.8914773289, within(1e-9));
    CurvePoint steps = FiniteSteps.of(scaled, new StepRule.Descent(0.5 / 2e5)).curve(2).getLast();
    assertThat(steps.left()).isCloseTo(0.4837510678, within(1e-9));
    assertThat(steps.rayleigh() / 2e5).isCloseTo(1.3691883654, within(1e-9));
  }

  @Test
  void aNegativeStrengthTurnsTheRightVector() {
    RankOneProblem turned = new RankOneProblem(0.75, -1.5, 0.3, -0.15, 1);
    assertThat(GradientFlow.of(turned).at(1).right()).isCloseTo(-0.5188281900, within(1e-9));
    assertThat(turned.limit().right()).isCloseTo(-0.7679476478, within(1e-9));
    CurvePoint steps = FiniteSteps.of(turned, new StepRule.Power()).curve(2).getLast();
    assertThat(steps.left()).isCloseTo(0.4542405942, within(1e-9));
    assertThat(steps.right()).isCloseTo(-0.5278305221, within(1e-9));
  }

  @Test
  void manyStepsSettleOnTheLimit() {
    CurvePoint limit = PROBLEM.limit();
    for (StepRule rule :
        List.of(
            new StepRule.Descent(0.9 * StepRule.Descent.limit(PROBLEM)), new StepRule.Power())) {
      CurvePoint last = FiniteSteps.of(PROBLEM, rule).curve(2000).getLast();
      assertThat(last.left()).isCloseTo(limit.left(), within(1e-12));
      assertThat(last.right()).isCloseTo(limit.right(), within(1e-12));
    }
  }

  @Test
  void badStepsAreRefused() {
    assertThatThrownBy(() -> new StepRule.Descent(0))
        .hasMessage("stepSize is 0.0; it must be above 0, say 0.1");
    assertThatThrownBy(() -> FiniteSteps.of(PROBLEM, new StepRule.Power()).curve(-1))
        .hasMessage("steps is -1; it must be from 0 to 10000000");
  }
}
