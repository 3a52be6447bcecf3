package org.eckart.recovery.spectralnet;

import org.eckart.linalg.Matrix;
import org.eckart.recovery.sensing.MeasurementOperator;
import org.eckart.recovery.sensing.Measurements;

/**
 * The matrix of least Frobenius norm that fits the measurements best: what gradient descent from
 * zero on the entries themselves converges to, and the baseline of every method here.
 *
 * <p>By conjugate gradients on the normal equations; one measurement and one adjoint a step. In the
 * absence of rounding m steps are enough.
 */
public final class LeastSquares {
  /** ‖𝒜*(r)‖ at which it is done, relative to ‖𝒜*(b)‖. */
  private static final double TOLERANCE = 1e-12;

  private LeastSquares() {}

  /** 𝒜⁺(y). */
  public static Matrix minimumNorm(Measurements measurements) {
    return solve(
        measurements.operator(),
        measurements.values().toArray(),
        4 * Math.min(measurements.count(), measurements.rows() * measurements.columns()) + 100);
  }

  static Matrix solve(MeasurementOperator operator, double[] values, int maxSteps) {
    Matrix x = Matrix.zeros(operator.rows(), operator.columns());
    double scale = largest(values);
    if (scale == 0) {
      return x;
    }
    double[] residual = values.clone();
    for (int k = 0; k < residual.length; k++) {
      residual[k] /= scale; // squares of it must not overflow
    }
    Matrix gradient = operator.denseAdjoint(residual);
    Matrix direction = gradient.copy();
    double first = square(gradient.array());
    double square = first;
    for (int step = 0; step < maxSteps && square > TOLERANCE * TOLERANCE * first; step++) {
      double[] image = operator.measure(direction);
      double energy = square(image);
      if (energy == 0) {
        break;
      }
      double length = square / energy;
      double[] xs = x.array();
      double[] d = direction.array();
      for (int i = 0; i < xs.length; i++) {
        xs[i] += length * d[i];
      }
      for (int k = 0; k < residual.length; k++) {
        residual[k] -= length * image[k];
      }
      gradient = operator.denseAdjoint(residual);
      double next = square(gradient.array());
      double[] g = gradient.array();
      for (int i = 0; i < d.length; i++) {
        d[i] = g[i] + next / square * d[i];
      }
      square = next;
    }
    return x.scaled(scale);
  }

  static double largest(double[] values) {
    double largest = 0;
    for (double v : values) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }

  /** The measurements y that solve 𝒜*(y) ≈ G best, with least norm. */
  static double[] dual(MeasurementOperator operator, Matrix target, int maxSteps) {
    double[] y = new double[operator.count()];
    Matrix residual = target.copy();
    double[] gradient = operator.measure(residual);
    double[] direction = gradient.clone();
    double first = square(gradient);
    double square = first;
    for (int step = 0; step < maxSteps && square > TOLERANCE * TOLERANCE * first; step++) {
      Matrix image = operator.denseAdjoint(direction);
      double energy = square(image.array());
      if (energy == 0) {
        break;
      }
      double length = square / energy;
      double[] r = residual.array();
      double[] a = image.array();
      for (int i = 0; i < r.length; i++) {
        r[i] -= length * a[i];
      }
      for (int k = 0; k < y.length; k++) {
        y[k] += length * direction[k];
      }
      gradient = operator.measure(residual);
      double next = square(gradient);
      for (int k = 0; k < y.length; k++) {
        direction[k] = gradient[k] + next / square * direction[k];
      }
      square = next;
    }
    return y;
  }

  /** The largest eigenvalue of 𝒜𝒜*, a few percent from below at most. */
  static double largestEigenvalue(MeasurementOperator operator) {
    double[] z = new double[operator.count()];
    for (int k = 0; k < z.length; k++) {
      z[k] = 1 + 0.5 * Math.sin(k + 1); // any vector that no symmetry is likely to hide
    }
    double value = 0;
    for (int step = 0; step < 40; step++) {
      double norm = Math.sqrt(square(z));
      if (norm == 0) {
        return 0;
      }
      for (int k = 0; k < z.length; k++) {
        z[k] /= norm;
      }
      z = operator.measure(operator.denseAdjoint(z));
      value = Math.sqrt(square(z));
    }
    return value;
  }

  static double square(double[] a) {
    double sum = 0;
    for (double v : a) {
      sum += v * v;
    }
    return sum;
  }
}
