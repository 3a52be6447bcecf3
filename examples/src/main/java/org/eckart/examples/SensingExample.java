package org.eckart.examples;

import java.util.Locale;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.sensing.Measurements;
import org.eckart.recovery.sensing.SensingEstimate;
import org.eckart.recovery.sensing.TransformMeasurements;
import org.eckart.recovery.sensing.TransformMeasurements.Transform;
import org.eckart.recovery.sensing.UnknownRankOptions;
import org.eckart.recovery.sensing.UnknownRankSensing;

/** Finds a 64 × 48 matrix of rank 2 from a third as many measurements as it has entries. */
public final class SensingExample {
  private SensingExample() {}

  /** Prints the rank that was found and the error. */
  public static void main(String[] arguments) {
    RandomStream random = RandomStream.of(1, "sensing example");
    Matrix truth = random.gaussian(64, 2).timesTranspose(random.gaussian(48, 2));

    // @start region=sense
    TransformMeasurements operator =
        TransformMeasurements.of(Transform.COSINE, 64, 48, 1024, 7); // any operator will do
    double[] y = operator.measure(truth);
    try (Parallel parallel = Parallel.ofAllCores()) {
      SensingEstimate found =
          Run.of(new UnknownRankSensing(UnknownRankOptions.defaults()))
              .start(Measurements.of(operator, y).withThreads(parallel))
              .estimate();
      double error = found.matrix().minus(truth).frobeniusNorm() / truth.frobeniusNorm();
      System.out.printf(Locale.ROOT, "rank %d, relative error %.0e%n", found.rank(), error);
    }
    // @end
  }
}
