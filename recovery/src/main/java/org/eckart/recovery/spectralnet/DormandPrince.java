package org.eckart.recovery.spectralnet;

import java.util.function.UnaryOperator;
import org.eckart.core.RunException;

/** w' = f(w) by the explicit Runge–Kutta pair of order 5(4) of Dormand and Prince (1980). */
final class DormandPrince {
  private static final double[][] A = {
    {},
    {1 / 5.0},
    {3 / 40.0, 9 / 40.0},
    {44 / 45.0, -56 / 15.0, 32 / 9.0},
    {19372 / 6561.0, -25360 / 2187.0, 64448 / 6561.0, -212 / 729.0},
    {9017 / 3168.0, -355 / 33.0, 46732 / 5247.0, 49 / 176.0, -5103 / 18656.0},
    {35 / 384.0, 0, 500 / 1113.0, 125 / 192.0, -2187 / 6784.0, 11 / 84.0}
  };

  /** The fifth-order weights less the fourth-order ones. */
  private static final double[] ERROR = {
    71 / 57600.0, 0, -71 / 16695.0, 71 / 1920.0, -17253 / 339200.0, 22 / 525.0, -1 / 40.0
  };

  private final UnaryOperator<double[]> slope;
  private final double tolerance;
  private final int mostSteps;

  /**
   * @param tolerance local error, relative to 1 + |w|
   */
  DormandPrince(UnaryOperator<double[]> slope, double tolerance, int mostSteps) {
    this.slope = slope;
    this.tolerance = tolerance;
    this.mostSteps = mostSteps;
  }

  /** w after a time. */
  double[] advance(double[] from, double time) {
    double[] w = from.clone();
    double done = 0;
    double h = Math.min(time, 1e-3);
    for (int step = 0; done < time; step++) {
      if (step == mostSteps) {
        throw new RunException(
            "The flow was not at its time after "
                + mostSteps
                + " steps, so it is too stiff to follow; divide the measurements by their size");
      }
      h = Math.min(h, time - done);
      double[][] k = new double[A.length][];
      double[] next = w;
      for (int s = 0; s < A.length; s++) {
        next = w.clone();
        for (int j = 0; j < s; j++) {
          for (int i = 0; i < w.length; i++) {
            next[i] += h * A[s][j] * k[j][i];
          }
        }
        k[s] = slope.apply(next);
      }
      double error = 0;
      for (int i = 0; i < w.length; i++) {
        double e = 0;
        for (int s = 0; s < k.length; s++) {
          e += h * ERROR[s] * k[s][i];
        }
        double size = tolerance * (1 + Math.abs(next[i]));
        error = Math.max(error, Math.abs(e) / size);
      }
      if (error <= 1) {
        done = done + h >= time ? time : done + h;
        w = next; // the last stage is taken at the fifth-order solution
      }
      double factor = Double.isNaN(error) ? 0.2 : 0.9 * Math.pow(Math.max(error, 1e-10), -0.2);
      h *= Math.clamp(factor, 0.2, 5);
    }
    return w;
  }
}
