package org.eckart.recovery.robustsensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Vector;
import org.eckart.recovery.robustsensing.StepRule.Geometric;
import org.eckart.recovery.robustsensing.StepRule.Polyak;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.sensing.Measurements;
import org.eckart.recovery.sensing.PortableData;
import org.eckart.recovery.sensing.RankOneMeasurements;
import org.eckart.recovery.sensing.SensingOptions.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Iteration counts of an independent program on the very same numbers; σ runs from κ down to 1.
 *
 * <p>A sign that turns one step earlier changes all that follow: starts that differ by 1e-15 of
 * themselves took 168 to 173 steps in that program. Hence ±4 %. Other draws of the same kind differ
 * by far more: at n = 50, rank 5 and κ = 1 seeds 1 to 6 took 217, 206, 192, 226, 236 and 229 steps,
 * at n = 40, rank 3 three orders of drawing took 145 to 158; so published counts of one draw (229,
 * and 145, 161, 155) are the same to some 10 %.
 */
class RobustSensingOracleTest {
  private record Planted(Measurements measurements, Matrix truth, double leastLoss) {}

  private static Planted planted(
      long seed, int n, int rank, int count, double condition, double part, boolean quadratic) {
    PortableData data = new PortableData(seed);
    Matrix u = data.orthonormal(n, rank);
    Vector s = PortableData.linear(condition, 1, rank);
    Matrix truth = u.columnsScaled(s).timesTranspose(quadratic ? u : data.orthonormal(n, rank));
    var operator =
        quadratic
            ? RankOneMeasurements.quadratic(data.normal(count, n))
            : data.normalOperator(n, n, count);
    double[] y = operator.measure(truth);
    double largest = Matrix.wrap(count, 1, y).largestMagnitude();
    double leastLoss = 0;
    double[] outlier = new double[count];
    for (int k = 0; k < count; k++) {
      outlier[k] = 10 * largest * (2 * data.uniform() - 1);
    }
    for (int k = 0; k < count; k++) {
      boolean wild = quadratic ? k < part * count : data.uniform() < part;
      if (wild) {
        leastLoss += Math.abs(outlier[k]);
        y[k] += outlier[k];
      }
    }
    return new Planted(Measurements.of(operator, y), truth, leastLoss);
  }

  private static int steps(Planted planted, RobustSensingOptions options, double error, int most) {
    RobustSensing sensing = new RobustSensing(options);
    RobustSensingState state = sensing.start(planted.measurements());
    Matrix truth = planted.truth();
    double unit = new AbsoluteResidual(planted.measurements(), options.symmetric()).unit();
    for (int k = 0; k <= most; k++) {
      Matrix x = state.factors().product().scaled(unit);
      if (x.minus(truth).frobeniusNorm() < error * truth.frobeniusNorm()) {
        return k;
      }
      state = sensing.step(planted.measurements(), state);
    }
    return most + 1;
  }

  @ParameterizedTest
  @CsvSource({"1, 145", "10, 170", "50, 153"})
  void polyakStepsDoNotDependOnTheCondition(double condition, int expected) {
    Planted planted = planted(4, 40, 3, 960, condition, 0.2, false);
    RobustSensingOptions options =
        RobustSensingOptions.rank(3)
            .withRule(new Polyak(planted.leastLoss()))
            .withOutliers(0.2)
            .withTolerance(1e-15);
    int steps = steps(planted, options, 1e-8, 400);
    assertThat((double) steps).isCloseTo(expected, within(0.04 * expected));
  }

  @ParameterizedTest
  @CsvSource({"1, 217", "20, 223"})
  void figureOfTheSubgradientPaper(double condition, int expected) {
    Planted planted = planted(1, 50, 5, 2000, condition, 0.2, false);
    RobustSensingOptions options =
        RobustSensingOptions.rank(5)
            .withRule(new Polyak(planted.leastLoss()))
            .withOutliers(0.2)
            .withTolerance(1e-15);
    int steps = steps(planted, options, 1e-10, 500);
    assertThat((double) steps).isCloseTo(expected, within(0.04 * expected));
  }

  @ParameterizedTest
  @CsvSource({"1, 159", "5, 158", "20, 156"})
  void quadraticMeasurements(double condition, int expected) {
    Planted planted = planted(1, 40, 3, 960, condition, 0.2, true);
    RobustSensingOptions options =
        RobustSensingOptions.rank(3)
            .withSymmetric(true)
            .withRule(new Polyak(planted.leastLoss()))
            .withOutliers(0.2)
            .withTolerance(1e-15);
    int steps = steps(planted, options, 1e-10, 500);
    assertThat((double) steps).isCloseTo(expected, within(0.08 * expected));
  }

  @Test
  void plainStepsDependOnTheCondition() {
    Planted planted = planted(4, 40, 3, 960, 10, 0.2, false);
    RobustSensingOptions options =
        RobustSensingOptions.rank(3)
            .withRule(new Polyak(planted.leastLoss()))
            .withDirection(Direction.PLAIN)
            .withOutliers(0.2)
            .withTolerance(1e-15);
    int steps = steps(planted, options, 1e-8, 800);
    assertThat((double) steps).isBetween(450.0, 900.0);
  }

  /** Nothing known but that no more than 30 % are outliers, and even that may be wrong. */
  @ParameterizedTest
  @CsvSource({"0.2, 0.3", "0.2, 0.1"})
  void trimmedStepsNeedNoLeastLoss(double part, double bound) {
    Planted planted = planted(3, 40, 3, 960, 10, part, false);
    RobustSensingOptions options =
        RobustSensingOptions.rank(3).withOutliers(bound).withTolerance(1e-11);
    var outcome = Run.of(new RobustSensing(options)).start(planted.measurements());
    Matrix x = outcome.estimate().found().matrix();
    assertThat(x.minus(planted.truth()).frobeniusNorm())
        .isLessThan(1e-9 * planted.truth().frobeniusNorm());
    assertThat(outcome.estimate().outlierCount()).isEqualTo((int) changed(planted));
  }

  private static long changed(Planted planted) {
    double[] exact = planted.measurements().operator().measure(planted.truth());
    long changed = 0;
    for (int k = 0; k < exact.length; k++) {
      changed += exact[k] == planted.measurements().values().get(k) ? 0 : 1;
    }
    return changed;
  }

  @Test
  void geometricStepsConvergeWithoutKnowingTheLeastLoss() {
    Planted planted = planted(3, 40, 3, 960, 10, 0.2, false);
    RobustSensingOptions options =
        RobustSensingOptions.rank(3)
            .withRule(new Geometric(Geometric.FIRST, Geometric.DECAY))
            .withOutliers(0.2);
    int steps = steps(planted, options, 1e-8, 800);
    assertThat(steps).isLessThan(700);
  }

  /** The length of a step is first · ‖X₀‖_F · decayᵗ, whatever the best factors are by then. */
  @Test
  void geometricStepsShrinkFromTheNormOfTheStart() {
    Planted planted = planted(3, 40, 3, 960, 10, 0.2, false);
    RobustSensing sensing =
        new RobustSensing(
            RobustSensingOptions.rank(3).withRule(new Geometric(0.7, 0.9)).withOutliers(0.2));
    RobustSensingState state = sensing.start(planted.measurements());
    double norm = state.factors().norm();
    for (int t = 0; t < 12; t++) {
      RobustSensingState next = sensing.step(planted.measurements(), state);
      FactorPair at = state.factors();
      Matrix left = next.factors().left().minus(at.left());
      Matrix right = next.factors().right().minus(at.right());
      double length = // in the metric of the preconditioner, ‖ΔL (RᵀR)^½‖² + ‖ΔR (LᵀL)^½‖²
          Math.sqrt(
              new FactorPair(left, at.right()).product().frobeniusNorm()
                      * new FactorPair(left, at.right()).product().frobeniusNorm()
                  + new FactorPair(at.left(), right).product().frobeniusNorm()
                      * new FactorPair(at.left(), right).product().frobeniusNorm());
      double expected = 0.7 * norm * Math.pow(0.9, t);
      assertThat(length).isCloseTo(expected, within(1e-9 * expected));
      state = next;
    }
  }

  /**
   * E[aaᵀ(aᵀXa)] = 2X + tr(X)I, on which the quadratic start stands; 0.5 is beyond 4 deviations.
   */
  @Test
  void quadraticMeasurementsBackprojectToTwiceTheMatrixAndItsTrace() {
    PortableData data = new PortableData(5);
    Matrix b = data.normal(5, 5);
    Matrix x = b.plus(b.transpose()).scaled(0.5);
    int count = 400_000;
    RankOneMeasurements operator = RankOneMeasurements.quadratic(data.normal(count, 5));
    Matrix mean = operator.denseAdjoint(operator.measure(x)).scaled(1.0 / count);
    double trace = 0;
    for (int k = 0; k < 5; k++) {
      trace += x.get(k, k);
    }
    Matrix expected = x.scaled(2).plus(Matrix.identity(5).scaled(trace));
    assertThat(mean.minus(expected).largestMagnitude()).isLessThan(0.5);
  }
}
