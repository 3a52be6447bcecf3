package org.eckart.recovery.spectralnet;

import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.Problems;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Vector;
import org.eckart.recovery.sensing.DenseMeasurements;
import org.eckart.recovery.sensing.Measurements;

/** Small sensing problems for the contract of all algorithms. */
public final class NetProblems {
  private NetProblems() {}

  /** Gaussian measurements of small matrices, and one problem whose measurements share a frame. */
  public static Problems<SensingProblem> all(Parallel team) {
    return Problems.ofMatrices()
        .as(
            x -> measured(x, team),
            problem -> {
              Vector y = problem.measurements().values();
              return Fingerprint.of(Matrix.wrap(1, y.size(), y.toArray()));
            })
        .and(
            "shared frame",
            () -> {
              Matrix c = RandomStream.of(1, "c").gaussian(4, 6);
              SharedFrame frame = Frames.shared(5, 4, c, 2);
              DenseMeasurements operator = Frames.operator(frame, 0, 1);
              Matrix x = RandomStream.of(1, "x").gaussian(5, 4);
              return SensingProblem.of(Frames.of(operator, x, 0, 1), team);
            });
  }

  private static SensingProblem measured(Matrix x, Parallel team) {
    int numbers = x.rows() * x.columns();
    int count = Math.max(1, numbers / 2);
    Matrix stack = RandomStream.of(count, "contract measurements").gaussian(count, numbers);
    double[] y = new double[count];
    stack.multiply(x.array(), y);
    DenseMeasurements operator = DenseMeasurements.of(x.rows(), x.columns(), stack);
    return SensingProblem.of(new Measurements(operator, Vector.wrap(y)), team);
  }
}
