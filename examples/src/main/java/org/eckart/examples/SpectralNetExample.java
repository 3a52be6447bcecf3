package org.eckart.examples;

import java.util.Locale;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Vector;
import org.eckart.recovery.sensing.DenseMeasurements;
import org.eckart.recovery.sensing.Measurements;
import org.eckart.recovery.spectralnet.NuclearEstimate;
import org.eckart.recovery.spectralnet.NuclearMinimisation;
import org.eckart.recovery.spectralnet.NuclearOptions;
import org.eckart.recovery.spectralnet.SensingProblem;
import org.eckart.recovery.spectralnet.SpectralNet;
import org.eckart.recovery.spectralnet.SpectralNetEstimate;
import org.eckart.recovery.spectralnet.SpectralNetOptions;

/** A 10 × 10 matrix of rank 2 from 60 of the 100 numbers that it would take to fix any. */
public final class SpectralNetExample {
  private SpectralNetExample() {}

  /** Prints the error of the network, of nuclear-norm minimisation and of least squares. */
  public static void main(String[] arguments) {
    RandomStream random = RandomStream.of(3, "example");
    Matrix truth = random.gaussian(10, 2).timesTranspose(random.gaussian(10, 2));
    DenseMeasurements operator = DenseMeasurements.of(10, 10, random.gaussian(60, 100));
    Measurements measured = new Measurements(operator, Vector.wrap(operator.measure(truth)));

    // @start region=fit
    try (Parallel parallel = Parallel.ofAllCores()) {
      SensingProblem problem = SensingProblem.of(measured, parallel);
      SpectralNetEstimate net =
          Run.of(new SpectralNet(SpectralNetOptions.defaults())).start(problem).estimate();
      NuclearEstimate convex =
          Run.of(new NuclearMinimisation(NuclearOptions.defaults())).start(problem).estimate();
      System.out.printf(
          Locale.ROOT,
          "nuclear norm %.3f, effective rank %.2f; no fit has less than %.3f%n",
          net.nuclearNorm(), net.effectiveRank(), net.certificate().lowerBound());
      // @end
      System.out.printf(Locale.ROOT, "error of the network          %.4f%n", error(net.matrix(), truth));
      System.out.printf(Locale.ROOT, "error of the convex program   %.4f%n", error(convex.matrix(), truth));
      System.out.printf(
          Locale.ROOT,
          "error of least squares        %.4f%n", error(problem.leastSquares(), truth));
    }
  }

  private static double error(Matrix found, Matrix truth) {
    return found.minus(truth).frobeniusNorm() / truth.frobeniusNorm();
  }
}
