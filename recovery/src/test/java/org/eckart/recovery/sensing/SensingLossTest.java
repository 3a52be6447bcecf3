package org.eckart.recovery.sensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eckart.core.loss.Huber;
import org.eckart.core.loss.Logistic;
import org.eckart.core.loss.Loss;
import org.eckart.core.loss.Poisson;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.Run;
import org.eckart.core.run.StopReason;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.sensing.SensingOptions.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Measurements that are counts, yes and no, or have wild ones among them. */
class SensingLossTest {
  private static final int ROWS = 12;
  private static final int COLUMNS = 10;
  private static final int RANK = 2;

  /** Normal measurements of variance 1/(m n r), so that the predictions are about 1 in size. */
  private record Planted(DenseMeasurements operator, Matrix truth) {
    static Planted of(int count, double size, long seed) {
      RandomStream random = RandomStream.of(seed, "losses of sensing");
      Matrix truth =
          random.gaussian(ROWS, RANK).timesTranspose(random.gaussian(COLUMNS, RANK)).scaled(size);
      Matrix stack =
          random.gaussian(count, ROWS * COLUMNS).scaled(1 / Math.sqrt(ROWS * COLUMNS * RANK));
      return new Planted(DenseMeasurements.of(ROWS, COLUMNS, stack), truth);
    }

    double error(SensingEstimate found) {
      return found.matrix().minus(truth).frobeniusNorm() / truth.frobeniusNorm();
    }
  }

  /**
   * How far from stationary, without the code under test: G R and Gᵀ L of the scaled factors for G
   * = Σ ℓ′(⟨Aₖ, X⟩, yₖ) Aₖ, relative to Σ |ℓ′| ‖Aₖ‖.
   */
  private static double slope(Planted planted, double[] y, Loss loss, SensingEstimate found) {
    double[] predicted = planted.operator.measure(found.matrix());
    double[] derivative = new double[y.length];
    double size = 0;
    for (int k = 0; k < y.length; k++) {
      derivative[k] = loss.derivative(predicted[k], y[k]);
      size += Math.abs(derivative[k]);
    }
    Matrix gradient = planted.operator.denseAdjoint(derivative);
    return Math.hypot(
            gradient.times(found.factors().v()).frobeniusNorm(),
            gradient.transposeTimes(found.factors().u()).frobeniusNorm())
        / size;
  }

  private static Outcome<SensingState, SensingEstimate> found(
      Planted planted, double[] y, Loss loss, Direction direction) {
    SensingOptions options =
        SensingOptions.rank(RANK).withLoss(loss).withDirection(direction).withMaxSteps(20_000);
    return Run.of(new Sensing(options)).start(Measurements.of(planted.operator, y));
  }

  private static double[] counts(double[] logarithms) {
    RandomStream random = RandomStream.of(4, "counts");
    double[] y = new double[logarithms.length];
    for (int k = 0; k < y.length; k++) {
      double rate = Math.exp(logarithms[k]);
      y[k] = Math.max(0, Math.rint(rate + Math.sqrt(rate) * random.nextGaussian()));
    }
    return y;
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void smallCounts(Direction direction) {
    Planted planted = Planted.of(900, 1, 3);
    double[] y = counts(planted.operator.measure(planted.truth));
    var outcome = found(planted, y, new Poisson(), direction);
    assertThat(outcome.reason()).isEqualTo(StopReason.SETTLED);
    assertThat(outcome.estimate().halvings()).isZero();
    assertThat(slope(planted, y, new Poisson(), outcome.estimate())).isLessThan(1e-5);
    assertThat(planted.error(outcome.estimate())).isLessThan(0.3);
  }

  /** Every entry counted, some 400 to 20,000: above about 1930 the start itself overflowed. */
  @Test
  void largeCounts() {
    RandomStream random = RandomStream.of(9, "large counts");
    Matrix truth = random.gaussian(ROWS, 1).timesTranspose(random.gaussian(COLUMNS, 1)).scaled(0.5);
    for (int k = 0; k < truth.array().length; k++) {
      truth.array()[k] = Math.clamp(truth.array()[k], -1.5, 1.5) + 8;
    }
    Matrix stack = Matrix.identity(ROWS * COLUMNS);
    Planted planted = new Planted(DenseMeasurements.of(ROWS, COLUMNS, stack), truth);
    double[] y = counts(truth.array());
    assertThat(Matrix.wrap(y.length, 1, y).largestMagnitude()).isBetween(5000.0, 20_000.0);
    var outcome = found(planted, y, new Poisson(), Direction.SCALED);
    assertThat(outcome.reason()).isEqualTo(StopReason.SETTLED);
    assertThat(outcome.estimate().halvings()).isZero();
    assertThat(slope(planted, y, new Poisson(), outcome.estimate())).isLessThan(1e-5);
    assertThat(planted.error(outcome.estimate())).isLessThan(0.05);
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void yesAndNo(Direction direction) {
    Planted planted = Planted.of(4000, 2, 5);
    RandomStream random = RandomStream.of(6, "yes and no");
    double[] y = planted.operator.measure(planted.truth);
    for (int k = 0; k < y.length; k++) {
      y[k] = random.nextUniform() < 1 / (1 + Math.exp(-y[k])) ? 1 : 0;
    }
    var outcome = found(planted, y, new Logistic(), direction);
    assertThat(outcome.reason()).isEqualTo(StopReason.SETTLED);
    assertThat(slope(planted, y, new Logistic(), outcome.estimate())).isLessThan(1e-6);
    assertThat(planted.error(outcome.estimate())).isLessThan(0.3);
  }

  /** A tenth of the measurements is wild; the squared loss is off by more than the matrix. */
  @ParameterizedTest
  @CsvSource({"1e-100", "1", "1e100"})
  void wildMeasurementsHardlyPull(double unit) {
    Planted planted = Planted.of(900, unit, 7);
    double[] y = planted.operator.measure(planted.truth);
    for (int k = 0; k < y.length; k += 10) {
      y[k] += 30 * unit * (k % 20 == 0 ? 1 : -1);
    }
    Huber huber = new Huber(0.01 * unit);
    var outcome = found(planted, y, huber, Direction.SCALED);
    assertThat(outcome.reason()).isEqualTo(StopReason.SETTLED);
    assertThat(planted.error(outcome.estimate())).isLessThan(0.01);
    var squared = found(planted, y, new org.eckart.core.loss.Squared(), Direction.SCALED);
    assertThat(planted.error(squared.estimate())).isGreaterThan(1);
  }

  /** The start of a loss without a bound on its curvature is where the curvature still holds. */
  @ParameterizedTest
  @CsvSource({"5", "1930", "100000", "1000000000"})
  void theStartStaysWhereTheCurvatureHolds(double count) {
    Planted planted = Planted.of(200, 1, 8);
    double[] y = new double[200];
    java.util.Arrays.fill(y, count);
    Measurements data = Measurements.of(planted.operator, y);
    Fidelity fidelity = new Fidelity(data, new Poisson(), false);
    double[] measured = fidelity.measured(fidelity.spectralStart(RANK, 1));
    double farthest = Matrix.wrap(measured.length, 1, measured).largestMagnitude();
    assertThat(farthest).isPositive().isLessThan(Fidelity.RADIUS + 1e-9);
    assertThat(fidelity.shortening(measured, measured)).isEqualTo(1);
    assertThat(fidelity.shortening(new double[200], y))
        .isCloseTo(Math.max(0.1, 0.9 / count), within(1e-12));
  }
}
