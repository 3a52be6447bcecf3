package org.eckart.recovery.robustsensing;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.sensing.MeasurementOperator;
import org.eckart.recovery.sensing.Measurements;
import org.eckart.recovery.sensing.RankOneMeasurements;
import org.eckart.recovery.sensing.SpectralStart;

/**
 * f(X) = ‖𝒜(X) − y‖₁, its subgradients and the start, in units in which the operator has gain 1
 * and the largest measurement is 1.
 */
final class AbsoluteResidual {
  private final MeasurementOperator operator;
  private final boolean symmetric;
  private final double[] target;
  private final double perGain;
  private final double scale;

  AbsoluteResidual(Measurements data, boolean symmetric) {
    check(
        !symmetric || data.rows() == data.columns(),
        "A %d × %d matrix cannot be symmetric; leave the symmetric option out",
        data.rows(),
        data.columns());
    this.operator = data.operator();
    this.symmetric = symmetric;
    this.target = data.values().toArray();
    this.perGain = 1 / Math.sqrt(data.gain());
    double largest = Matrix.wrap(target.length, 1, target).largestMagnitude();
    this.scale = largest > 0 ? largest : 1;
    for (int k = 0; k < target.length; k++) {
      target[k] /= scale;
    }
  }

  double scale() {
    return scale;
  }

  /** By which a matrix in these units is multiplied to be in the user's. */
  double unit() {
    return scale * perGain;
  }

  double[] measured(FactorPair at) {
    double[] z = operator.measure(at.left(), at.right());
    for (int k = 0; k < z.length; k++) {
      z[k] *= perGain;
    }
    return z;
  }

  /** |𝒜(X)ₖ − yₖ|. */
  double[] residuals(double[] measured) {
    double[] sizes = new double[target.length];
    for (int k = 0; k < sizes.length; k++) {
      sizes[k] = Math.abs(measured[k] - target[k]);
    }
    return sizes;
  }

  double loss(double[] measured) {
    return Arrays.stream(residuals(measured)).sum();
  }

  /** How many measurements a bound on the outliers leaves. */
  int kept(double outliers) {
    return Math.max(1, (int) Math.ceil((1 - outliers) * target.length));
  }

  /** τ, the sum of the smallest residuals. */
  double trimmed(double[] measured, double outliers) {
    return smallest(residuals(measured), kept(outliers));
  }

  /** The sum of the smallest |yₖ|, with which τ is compared. */
  double trimmedTarget(double outliers) {
    double[] sizes = target.clone();
    for (int k = 0; k < sizes.length; k++) {
      sizes[k] = Math.abs(sizes[k]);
    }
    return smallest(sizes, kept(outliers));
  }

  private static double smallest(double[] sizes, int count) {
    Arrays.sort(sizes);
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += sizes[k];
    }
    return sum;
  }

  /** S = 𝒜*(sign(𝒜(X) − y)). */
  LinearOperator subgradient(double[] measured) {
    double[] sign = new double[target.length];
    for (int k = 0; k < sign.length; k++) {
      sign[k] = perGain * Math.signum(measured[k] - target[k]);
    }
    return operator.adjoint(sign);
  }

  /** S R; (S + Sᵀ) L if X is symmetric, the derivative of f(L Lᵀ). */
  Matrix leftGradient(LinearOperator subgradient, FactorPair at) {
    Matrix left = subgradient.times(at.right());
    return symmetric ? left.plus(subgradient.transposeTimes(at.right())) : left;
  }

  Matrix rightGradient(LinearOperator subgradient, FactorPair at, Matrix leftGradient) {
    return symmetric ? leftGradient : subgradient.transposeTimes(at.left());
  }

  /**
   * The truncated spectral start: of the backprojection of the smallest measurements, as many as
   * the bound leaves, as if there were no others. For quadratic measurements its expectation is 2X
   * + tr(X) I, so the mean measurement is taken off the diagonal and the rest halved.
   */
  FactorPair start(int rank, double outliers, long seed) {
    double[] sizes = new double[target.length];
    for (int k = 0; k < sizes.length; k++) {
      sizes[k] = Math.abs(target[k]);
    }
    double[] sorted = sizes.clone();
    Arrays.sort(sorted);
    int kept = kept(outliers);
    double largest = sorted[kept - 1];
    double[] trimmed = new double[target.length];
    double mean = 0;
    for (int k = 0; k < trimmed.length; k++) {
      if (sizes[k] <= largest) {
        trimmed[k] = perGain * target[k] * target.length / kept;
        mean += target[k] / kept;
      }
    }
    LinearOperator backprojection = operator.adjoint(trimmed);
    boolean quadratic = operator instanceof RankOneMeasurements one && one.isQuadratic();
    // gain of aaᵀ is ‖a‖⁴/n² summed: m for standard normal a, where E aaᵀ(aᵀXa) = 2X + tr(X)I
    return SpectralStart.of(
        quadratic ? new Centred(backprojection, mean * Math.sqrt(target.length)) : backprojection,
        rank,
        symmetric,
        seed);
  }

  /** ½(A − cI). */
  private record Centred(LinearOperator of, double mean) implements LinearOperator {
    @Override
    public int rows() {
      return of.rows();
    }

    @Override
    public int columns() {
      return of.columns();
    }

    @Override
    public void multiply(double[] x, double[] y) {
      of.multiply(x, y);
      for (int i = 0; i < rows(); i++) {
        y[i] = 0.5 * (y[i] - mean * x[i]);
      }
    }

    @Override
    public void transposeMultiply(double[] y, double[] x) {
      of.transposeMultiply(y, x);
      for (int i = 0; i < columns(); i++) {
        x[i] = 0.5 * (x[i] - mean * y[i]);
      }
    }

    @Override
    public Matrix times(Matrix x) {
      return of.times(x).minus(x.scaled(mean)).scaled(0.5);
    }

    @Override
    public Matrix transposeTimes(Matrix y) {
      return of.transposeTimes(y).minus(y.scaled(mean)).scaled(0.5);
    }
  }
}
