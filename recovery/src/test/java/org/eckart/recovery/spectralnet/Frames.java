package org.eckart.recovery.spectralnet;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Vector;
import org.eckart.recovery.sensing.DenseMeasurements;
import org.eckart.recovery.sensing.Measurements;

/** Measurements for tests. */
final class Frames {
  private Frames() {}

  /** Aₖ = Φ diag(cₖ) Ψᵀ of what is measured. */
  static SharedFrame shared(int rows, int columns, Matrix coordinates, long seed) {
    RandomStream random = RandomStream.of(seed, "frame");
    int r = coordinates.rows();
    return new SharedFrame(
        Qr.orthonormal(random.gaussian(rows, r)),
        Qr.orthonormal(random.gaussian(columns, r)),
        coordinates,
        0);
  }

  static DenseMeasurements operator(SharedFrame frame, double noise, long seed) {
    int rows = frame.left().rows();
    int columns = frame.right().rows();
    int m = frame.coordinates().columns();
    Matrix stack = Matrix.zeros(m, rows * columns);
    RandomStream random = RandomStream.of(seed, "off the frame");
    for (int k = 0; k < m; k++) {
      Matrix a =
          frame
              .left()
              .columnsScaled(frame.coordinates().column(k))
              .timesTranspose(frame.right())
              .plus(random.gaussian(rows, columns).scaled(noise));
      System.arraycopy(a.array(), 0, stack.array(), k * rows * columns, rows * columns);
    }
    return DenseMeasurements.of(rows, columns, stack);
  }

  /** Gaussian Aₖ of entries of size n. */
  static DenseMeasurements gaussian(int rows, int columns, int count, long seed) {
    Matrix stack =
        RandomStream.of(seed, "gaussian measurements")
            .gaussian(count, rows * columns)
            .scaled(columns);
    return DenseMeasurements.of(rows, columns, stack);
  }

  /** X = UUᵀ with U uniform n × 6, of nuclear norm 1: fast-decaying, rank 6. */
  static Matrix decaying(int n, long seed) {
    RandomStream random = RandomStream.of(seed, "decaying signal");
    Matrix u = Matrix.zeros(n, 6);
    for (int i = 0; i < u.array().length; i++) {
      u.array()[i] = random.nextUniform();
    }
    Matrix x = u.timesTranspose(u);
    double trace = 0;
    for (int i = 0; i < n; i++) {
      trace += x.get(i, i);
    }
    return x.scaled(1 / trace);
  }

  /** The measurements of X, with noise of this level. */
  static Measurements of(DenseMeasurements operator, Matrix x, double noise, long seed) {
    double[] y = operator.measure(x);
    RandomStream random = RandomStream.of(seed, "noise of measurements");
    for (int k = 0; k < y.length; k++) {
      y[k] += noise * random.nextGaussian();
    }
    return new Measurements(operator, Vector.wrap(y));
  }

  static double error(Matrix found, Matrix truth) {
    return found.minus(truth).frobeniusNorm() / truth.frobeniusNorm();
  }
}
