package org.eckart.recovery.sensing;

import static org.eckart.linalg.Check.check;

import org.eckart.core.loss.Huber;
import org.eckart.core.loss.Loss;
import org.eckart.core.loss.Poisson;
import org.eckart.core.loss.Squared;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.scaled.ScaledStep;

/**
 * How well a factor pair explains measurements: f(X) = Σ ℓ(𝒜(X)ₖ, yₖ) and its gradients.
 *
 * <p>All in units in which the operator has gain 1 and, where the loss allows it, the largest
 * measurement is 1: X here times {@link #unit} is X of the user. So neither the units of y nor
 * those of 𝒜 matter, and squares neither overflow nor vanish.
 */
final class Fidelity {
  /** The curvature of a loss that has no bound is taken within this distance of the prediction. */
  static final double RADIUS = 1;

  private final MeasurementOperator operator;
  private final Loss loss;
  private final boolean symmetric;
  private final double[] target;
  private final double perGain; // 1/√gain
  private final double unit;
  private final double least; // Σ min ℓ, taken off so that the loss is never negative
  private final boolean isLocal; // the loss has no curvature that holds everywhere

  Fidelity(Measurements data, Loss given, boolean symmetric) {
    this.operator = data.operator();
    this.symmetric = symmetric;
    if (symmetric) {
      check(
          data.rows() == data.columns(),
          "A %d × %d matrix cannot be symmetric; leave the symmetric option out",
          data.rows(),
          data.columns());
    }
    this.perGain = 1 / Math.sqrt(data.gain());
    this.target = data.values().toArray();
    double largest = Matrix.wrap(target.length, 1, target).largestMagnitude();
    boolean scales = given instanceof Squared || given instanceof Huber;
    double scale = scales && largest > 0 ? largest : 1;
    double sum = 0;
    for (int k = 0; k < target.length; k++) {
      check(
          given.allows(target[k]),
          "Measurement %d is %s, but the %s loss takes %s; choose another loss",
          k,
          target[k],
          given.getClass().getSimpleName(),
          given.domain());
      target[k] /= scale;
      sum +=
          given instanceof Poisson && target[k] > 0
              ? target[k] - target[k] * Math.log(target[k])
              : 0;
    }
    this.least = sum;
    this.loss = given instanceof Huber huber ? new Huber(huber.bend() / scale) : given;
    this.unit = scale * perGain;
    this.isLocal = Double.isInfinite(loss.curvature(0, 0, Double.POSITIVE_INFINITY));
  }

  /** By which a matrix in these units is multiplied to be in the user's. */
  double unit() {
    return unit;
  }

  boolean symmetric() {
    return symmetric;
  }

  int count() {
    return target.length;
  }

  double[] measured(FactorPair at) {
    return scaled(operator.measure(at.left(), at.right()));
  }

  private double[] scaled(double[] z) {
    for (int k = 0; k < z.length; k++) {
      z[k] *= perGain;
    }
    return z;
  }

  /** f, at least 0, or NaN. */
  double value(double[] measured) {
    double sum = 0;
    for (int k = 0; k < target.length; k++) {
      sum += loss.value(measured[k], target[k]);
    }
    return Math.max(0, sum - least);
  }

  /** y − 𝒜(X), with the mean of the model in the place of 𝒜(X). */
  double[] residual(double[] measured) {
    double[] gap = new double[target.length];
    for (int k = 0; k < gap.length; k++) {
      gap[k] = target[k] - loss.mean(measured[k]);
    }
    return gap;
  }

  double residualNorm(double[] measured) {
    return Matrix.wrap(target.length, 1, residual(measured)).frobeniusNorm();
  }

  double targetNorm() {
    return Matrix.wrap(target.length, 1, target).frobeniusNorm();
  }

  /** The loss below which differences are rounding alone. */
  double rounding() {
    double size = 1e-14 * targetNorm();
    return size * size;
  }

  /** ∇f = 𝒜*(ℓ′), divided by the curvature of ℓ: for the squared loss 𝒜*(𝒜(X) − y). */
  LinearOperator gradient(double[] measured) {
    double[] slope = new double[target.length];
    double curvature = 0;
    for (int k = 0; k < target.length; k++) {
      slope[k] = loss.derivative(measured[k], target[k]);
      curvature = Math.max(curvature, loss.curvature(measured[k], target[k], RADIUS));
    }
    for (int k = 0; k < slope.length; k++) {
      slope[k] *= perGain / curvature;
    }
    return operator.adjoint(slope);
  }

  /** 𝒜*(z), which is the Hessian's part for the squared loss. */
  LinearOperator backprojection(double[] measured) {
    return operator.adjoint(scaled(measured.clone()));
  }

  /** G R, or ½(G + Gᵀ) L if X is symmetric. */
  Matrix leftGradient(LinearOperator gradient, FactorPair at) {
    Matrix left = gradient.times(at.right());
    return symmetric ? left.plus(gradient.transposeTimes(at.right())).scaled(0.5) : left;
  }

  /** Gᵀ L; the left one if X is symmetric. */
  Matrix rightGradient(LinearOperator gradient, FactorPair at, Matrix leftGradient) {
    return symmetric ? leftGradient : gradient.transposeTimes(at.left());
  }

  /** The step; if X is symmetric, with the one factor in both places. */
  ScaledStep kept(ScaledStep step) {
    Matrix left = step.next().left();
    return symmetric
        ? new ScaledStep(new FactorPair(left, left), step.size(), step.damping())
        : step;
  }

  /**
   * The r leading triplets of −∇f(0), which for the squared loss is 𝒜*(y); shortened to where the
   * curvature holds that they were divided by.
   */
  FactorPair spectralStart(int rank, long seed) {
    FactorPair start =
        SpectralStart.of(direction(new double[target.length]), rank, symmetric, seed);
    double farthest = isLocal ? Matrix.wrap(count(), 1, measured(start)).largestMagnitude() : 0;
    if (farthest <= RADIUS) {
      return start;
    }
    double root = Math.sqrt(RADIUS / farthest);
    Matrix left = start.left().scaled(root);
    return new FactorPair(left, symmetric ? left : start.right().scaled(root));
  }

  /**
   * By what a step from one pair to another must be multiplied for no measurement to move farther
   * than the curvature holds: 1 if it may be taken in full.
   */
  double shortening(double[] from, double[] to) {
    if (!isLocal) {
      return 1;
    }
    double farthest = 0;
    for (int k = 0; k < from.length; k++) {
      double move = Math.abs(to[k] - from[k]);
      farthest = move <= farthest ? farthest : move; // NaN counts
    }
    return farthest <= RADIUS ? 1 : Math.max(0.1, 0.9 * RADIUS / farthest);
  }

  /** −∇f. */
  LinearOperator direction(double[] measured) {
    return new Negated(gradient(measured));
  }

  private record Negated(LinearOperator of) implements LinearOperator {
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
      negate(y, rows());
    }

    @Override
    public void transposeMultiply(double[] y, double[] x) {
      of.transposeMultiply(y, x);
      negate(x, columns());
    }

    private static void negate(double[] values, int count) {
      for (int k = 0; k < count; k++) {
        values[k] = -values[k];
      }
    }

    @Override
    public Matrix times(Matrix x) {
      return of.times(x).scaled(-1);
    }

    @Override
    public Matrix transposeTimes(Matrix y) {
      return of.transposeTimes(y).scaled(-1);
    }
  }

  /** The estimate that a pair in these units gives. */
  SensingEstimate estimate(
      FactorPair pair, int steps, boolean settled, double stepSize, int halvings, int damped) {
    double norm = targetNorm();
    return new SensingEstimate(
        pair.svd().scaled(unit).signed(),
        norm == 0 ? 0 : residualNorm(measured(pair)) / norm,
        steps,
        settled,
        stepSize,
        halvings,
        damped);
  }
}
