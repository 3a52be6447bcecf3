package org.eckart.recovery.sensing;

import static org.assertj.core.api.Assertions.assertThat;

import org.eckart.core.run.Outcome;
import org.eckart.core.run.Run;
import org.eckart.core.run.StopReason;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rank is found and the matrix with it, over shapes, ranks, conditions and noise. */
class UnknownRankSensingTest {
  @ParameterizedTest
  @CsvSource({
    "50, 50, 3, 1500, 1, false",
    "50, 50, 3, 1500, 100, false",
    "30, 60, 2, 900, 10, false",
    "60, 30, 5, 2200, 3, false",
    "40, 40, 1, 600, 1, true",
    "40, 40, 4, 1200, 30, true"
  })
  void exactMeasurementsGiveRankAndMatrix(
      int rows, int columns, int rank, int count, double condition, boolean symmetric) {
    PortableData data = new PortableData(21);
    var planted = data.truth(rows, columns, rank, condition);
    Matrix truth =
        symmetric
            ? planted.u().columnsScaled(planted.s()).timesTranspose(planted.u())
            : planted.product();
    DenseMeasurements operator = data.normalOperator(rows, columns, count);
    Measurements measurements = Measurements.of(operator, operator.measure(truth));
    Outcome<UnknownRankState, SensingEstimate> outcome =
        Run.of(new UnknownRankSensing(UnknownRankOptions.defaults().withSymmetric(symmetric)))
            .start(measurements);
    assertThat(outcome.reason()).isEqualTo(StopReason.SETTLED);
    assertThat(outcome.estimate().rank()).isEqualTo(rank);
    assertThat(outcome.estimate().matrix().minus(truth).frobeniusNorm())
        .isLessThan(1e-6 * truth.frobeniusNorm());
  }

  @ParameterizedTest
  @CsvSource({
    "50, 50, 3, 1500, 0.01",
    "50, 50, 3, 1500, 0.3",
    "30, 60, 2, 900, 0.1",
    "40, 40, 1, 600, 0.2"
  })
  void noiseDoesNotHideTheRank(int rows, int columns, int rank, int count, double noise) {
    PortableData data = new PortableData(22);
    Matrix truth = data.truth(rows, columns, rank, 3).product();
    DenseMeasurements operator = data.normalOperator(rows, columns, count);
    double[] y = operator.measure(truth);
    double size = noise * Matrix.wrap(count, 1, y).frobeniusNorm() / Math.sqrt(count);
    RandomStream random = RandomStream.of(5, "noise");
    for (int k = 0; k < count; k++) {
      y[k] += size * random.nextGaussian();
    }
    Measurements measurements = Measurements.of(operator, y);
    Outcome<UnknownRankState, SensingEstimate> outcome =
        Run.of(new UnknownRankSensing(UnknownRankOptions.defaults())).start(measurements);
    Outcome<SensingState, SensingEstimate> known =
        Run.of(new Sensing(SensingOptions.rank(rank))).start(measurements);
    double error = outcome.estimate().matrix().minus(truth).frobeniusNorm();
    assertThat(outcome.estimate().rank()).isEqualTo(rank);
    assertThat(error).isLessThan(1.01 * known.estimate().matrix().minus(truth).frobeniusNorm());
  }
}
