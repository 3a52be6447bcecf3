package org.eckart.bench;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.sensing.MeasurementOperator;
import org.eckart.recovery.sensing.Measurements;

/**
 * X = W₁W₂W₃, trained by gradient descent on ½ mean (𝒜(X) − y)²: the linear network that spectral
 * ones are compared with. All matrices are square.
 */
final class DeepFactorisation {
  private final Measurements measurements;
  private final Matrix[] w = new Matrix[3];

  private DeepFactorisation(Measurements measurements) {
    this.measurements = measurements;
  }

  /** Started at multiples of the identity, with a little noise, as in the paper. */
  static DeepFactorisation fromIdentity(Measurements measurements, double scale, long seed) {
    DeepFactorisation network = new DeepFactorisation(measurements);
    RandomStream random = RandomStream.of(seed, "deep factorisation");
    for (int l = 0; l < 3; l++) {
      network.w[l] = Matrix.identity(measurements.rows()).scaled(scale);
      for (int i = 0; i < measurements.rows(); i++) {
        network.w[l].set(i, i, scale + 0.01 * scale * random.nextGaussian());
      }
    }
    return network;
  }

  /** Started at multiples of random orthogonal matrices. */
  static DeepFactorisation fromOrthogonal(Measurements measurements, double scale, long seed) {
    DeepFactorisation network = new DeepFactorisation(measurements);
    RandomStream random = RandomStream.of(seed, "deep factorisation");
    int n = measurements.rows();
    for (int l = 0; l < 3; l++) {
      network.w[l] = Qr.orthonormal(random.gaussian(n, n)).scaled(scale);
    }
    return network;
  }

  Matrix matrix() {
    return w[0].times(w[1]).times(w[2]);
  }

  /** Takes steps; false if they diverged. */
  boolean descend(double stepSize, int steps) {
    MeasurementOperator operator = measurements.operator();
    double[] y = measurements.values().toArray();
    for (int step = 0; step < steps; step++) {
      Matrix upper = w[0].times(w[1]);
      Matrix x = upper.times(w[2]);
      double[] residual = operator.measure(x);
      double square = 0;
      for (int k = 0; k < y.length; k++) {
        residual[k] = (residual[k] - y[k]) / y.length;
        square += residual[k] * residual[k];
      }
      if (!(square < 1e6)) {
        return false;
      }
      Matrix g = operator.denseAdjoint(residual);
      Matrix first = g.timesTranspose(w[1].times(w[2]));
      Matrix second = w[0].transposeTimes(g).timesTranspose(w[2]);
      Matrix third = upper.transposeTimes(g);
      w[0] = w[0].minus(first.scaled(stepSize));
      w[1] = w[1].minus(second.scaled(stepSize));
      w[2] = w[2].minus(third.scaled(stepSize));
    }
    return true;
  }
}
