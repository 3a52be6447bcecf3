package org.eckart.recovery.sensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import org.eckart.core.loss.Squared;
import org.eckart.core.run.Algorithm;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Vector;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.sensing.SensingOptions.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Iteration counts of an independent prototype, on portable data. */
class SensingOracleTest {
  /** Steps until ‖X − X⋆‖ / ‖X⋆‖ is below {@code error}. */
  private static <S> int steps(
      Algorithm<Measurements, S, SensingEstimate> algorithm,
      Function<S, FactorPair> factors,
      Measurements data,
      S start,
      Matrix truth,
      double error,
      int most) {
    S state = start;
    double unit = new Fidelity(data, new Squared(), false).unit();
    for (int k = 0; k <= most; k++) {
      Matrix x = factors.apply(state).product().scaled(unit);
      if (x.minus(truth).frobeniusNorm() < error * truth.frobeniusNorm()) {
        return k;
      }
      state = algorithm.step(data, state);
    }
    return most + 1;
  }

  /** n = 60, r = 5, m = 1500 as figure 2a of the paper in small; the counts do not depend on κ. */
  @ParameterizedTest
  @CsvSource({"1, 254", "5, 255", "20, 247"})
  void scaledDescentTakesAsManyStepsForEveryCondition(double condition, int expected) {
    PortableData data = new PortableData(3);
    Matrix truth = data.truth(60, 60, 5, condition).product();
    DenseMeasurements operator = data.normalOperator(60, 60, 1500);
    Measurements measurements = Measurements.of(operator, operator.measure(truth));
    Sensing sensing = new Sensing(SensingOptions.rank(5).withTolerance(1e-15));
    int steps =
        steps(
            sensing,
            state -> state.descent().factors(),
            measurements,
            sensing.start(measurements),
            truth,
            1e-10,
            400);
    assertThat((double) steps).isCloseTo(expected, within(2.0));
  }

  private static Sensing plainDescent(Measurements measurements) {
    double largest = // the papers take σ₁ of the truth, which is 1
        SpectralStart.of(
                measurements.operator().adjoint(measurements.values().toArray()), 1, false, 1)
            .norm();
    return new Sensing(
        SensingOptions.rank(5)
            .withDirection(Direction.PLAIN)
            .withStepSize(0.5 * largest)
            .withTolerance(1e-15));
  }

  /** The same problem, κ = 1, where nothing is to be gained by scaling. */
  @Test
  void plainDescentTakesAsManyStepsWithoutACondition() {
    PortableData data = new PortableData(3);
    Matrix truth = data.truth(60, 60, 5, 1).product();
    DenseMeasurements operator = data.normalOperator(60, 60, 1500);
    Measurements measurements = Measurements.of(operator, operator.measure(truth));
    Sensing sensing = plainDescent(measurements);
    int steps =
        steps(
            sensing,
            state -> state.descent().factors(),
            measurements,
            sensing.start(measurements),
            truth,
            1e-10,
            400);
    assertThat((double) steps).isCloseTo(256, within(0.05 * 256));
  }

  /** And where κ is 5 and 20: the errors after 599 steps, to within a factor of two. */
  @ParameterizedTest
  @CsvSource({"5, 2e-8", "20, 6e-3"})
  void plainDescentFeelsTheCondition(double condition, double expected) {
    PortableData data = new PortableData(3);
    Matrix truth = data.truth(60, 60, 5, condition).product();
    DenseMeasurements operator = data.normalOperator(60, 60, 1500);
    Measurements measurements = Measurements.of(operator, operator.measure(truth));
    Sensing sensing = plainDescent(measurements);
    SensingState state = sensing.start(measurements);
    for (int step = 0; step < 599; step++) {
      state = sensing.step(measurements, state);
    }
    double error =
        sensing.estimate(measurements, state).matrix().minus(truth).frobeniusNorm()
            / truth.frobeniusNorm();
    assertThat(error).isBetween(expected / 2, 2 * expected);
  }

  @ParameterizedTest
  @CsvSource({"1", "20"})
  void alternatingMinimisationTakesFewSweeps(double condition) {
    PortableData data = new PortableData(3);
    Matrix truth = data.truth(60, 60, 5, condition).product();
    DenseMeasurements operator = data.normalOperator(60, 60, 1500);
    Measurements measurements = Measurements.of(operator, operator.measure(truth));
    AlternatingSensing sensing =
        new AlternatingSensing(AlternatingOptions.rank(5).withTolerance(1e-12));
    int steps =
        steps(
            sensing,
            state -> state.descent().factors(),
            measurements,
            sensing.start(measurements),
            truth,
            1e-9,
            60);
    assertThat(steps).isLessThan(50);
  }

  /**
   * A matrix that is not symmetric has twice the free numbers: with twice the measurements, 3000,
   * it takes 160, 150 and 149 steps in an independent program where the symmetric one takes 153,
   * 145 and 141; with 1500 it took 346, 335 and 349, here as there.
   */
  @ParameterizedTest
  @CsvSource({"1, 160", "100, 149"})
  void unknownRankOfARectangularMatrixIsLinearToTheEnd(double condition, int expected) {
    PortableData data = new PortableData(8);
    Matrix truth = data.truth(50, 50, 3, condition).product();
    DenseMeasurements operator = data.normalOperator(50, 50, 3000);
    Measurements measurements = Measurements.of(operator, operator.measure(truth));
    Fidelity units = new Fidelity(measurements, new Squared(), false);
    double size = 1e-4 / Math.sqrt(50) / Math.sqrt(units.unit());
    PortableData stream = new PortableData(99);
    FactorPair start =
        new FactorPair(stream.normal(50, 6).scaled(size), stream.normal(50, 6).scaled(size));
    UnknownRankSensing sensing =
        new UnknownRankSensing(
            UnknownRankOptions.defaults().withRankCap(6).withTolerance(1e-15).withoutRefining());
    int steps =
        steps(
            sensing,
            state -> state.sensing().descent().factors(),
            measurements,
            sensing.start(measurements, start),
            truth,
            1e-9,
            200);
    assertThat((double) steps).isCloseTo(expected, within(3.0));
  }

  /** n = 50, r⋆ = 3, 6 columns, m = 1500; within two steps of the prototype's 153, 145 and 141. */
  @ParameterizedTest
  @CsvSource({"1, 153", "10, 145", "100, 141"})
  void unknownRankIsLinearToTheEndWithResidualDamping(double condition, int expected) {
    PortableData data = new PortableData(8);
    Matrix u = data.orthonormal(50, 3);
    DenseMeasurements operator = data.normalOperator(50, 50, 1500);
    double[] values = PortableData.linear(1, 1 / condition, 3).toArray();
    for (int k = 0; k < 3; k++) {
      values[k] *= values[k];
    }
    Matrix truth = u.columnsScaled(Vector.of(values)).timesTranspose(u);
    Measurements measurements = Measurements.of(operator, operator.measure(truth));
    Matrix given = new PortableData(99).normal(50, 6).scaled(1e-4 / Math.sqrt(50));
    Fidelity units = new Fidelity(measurements, new Squared(), true);
    Matrix start = given.scaled(1 / Math.sqrt(units.unit()));
    UnknownRankSensing sensing =
        new UnknownRankSensing(
            UnknownRankOptions.defaults()
                .withRankCap(6)
                .withSymmetric(true)
                .withTolerance(1e-15)
                .withoutRefining());
    int steps =
        steps(
            sensing,
            state -> state.sensing().descent().factors(),
            measurements,
            sensing.start(measurements, new FactorPair(start, start)),
            truth,
            1e-9,
            200);
    assertThat((double) steps).isCloseTo(expected, within(2.0));
  }
}
