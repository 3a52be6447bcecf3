package org.eckart.recovery.sensing;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eckart.core.loss.Squared;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.recovery.scaled.Descent;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.scaled.ScaledStep;

/**
 * A matrix of known rank from linear measurements by alternating minimisation: least squares for L
 * with R fixed, then for R with L fixed.
 *
 * <p>The fixed factor is made orthonormal first; then the least-squares problem in n₁ r unknowns is
 * as well conditioned as the operator is on matrices of rank r, and conjugate gradients on its
 * normal equations solve it in some 10 to 60 products, without its m × n₁ r matrix. Few sweeps,
 * each as dear as tens of steps of {@link Sensing}. No step size.
 *
 * <p>Source: Jain, Netrapalli &amp; Sanghavi, STOC 2013; the inner solver is ours.
 */
public final class AlternatingSensing
    implements Algorithm<Measurements, SensingState, SensingEstimate> {
  /** By which an inner solve brings the gradient down: far more than a sweep gains on X. */
  private static final double INNER_TOLERANCE = 1e-7;

  private static final int INNER_STEPS = 100;

  private final AlternatingOptions options;

  public AlternatingSensing(AlternatingOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "altmin-sensing";
  }

  @Override
  public AlternatingOptions options() {
    return options;
  }

  private static Fidelity fidelity(Measurements problem) {
    return new Fidelity(problem, new Squared(), false);
  }

  @Override
  public SensingState start(Measurements problem) {
    problem.checkRank(options.rank(), false);
    Fidelity fidelity = fidelity(problem);
    return SensingState.at(
        fidelity, Descent.start(fidelity.spectralStart(options.rank(), options.seed()), 1));
  }

  @Override
  public SensingState step(Measurements problem, SensingState state) {
    Fidelity fidelity = fidelity(problem);
    Descent descent = state.descent();
    FactorPair old = descent.factors();
    Qr right = Qr.of(old.right()); // L Rᵀ = (L R_Rᵀ) Q_Rᵀ
    Matrix left = leftSolved(fidelity, old.left().timesTranspose(right.r()), right.q());
    Qr leftQr = Qr.of(left);
    Matrix newRight = rightSolved(fidelity, leftQr.q(), right.q().timesTranspose(leftQr.r()));
    FactorPair next = new FactorPair(leftQr.q(), newRight);
    double loss = fidelity.value(state.measured());
    return SensingState.at(
        fidelity, descent.advanced(loss, new ScaledStep(next, next.distance(old), 0)));
  }

  private static Matrix leftSolved(Fidelity fidelity, Matrix left, Matrix q) {
    FactorPair start = new FactorPair(left, q);
    Matrix downhill = fidelity.gradient(fidelity.measured(start)).times(q).scaled(-1);
    return conjugateGradients(
        left,
        downhill,
        d -> fidelity.backprojection(fidelity.measured(new FactorPair(d, q))).times(q));
  }

  private static Matrix rightSolved(Fidelity fidelity, Matrix q, Matrix right) {
    FactorPair start = new FactorPair(q, right);
    Matrix downhill = fidelity.gradient(fidelity.measured(start)).transposeTimes(q).scaled(-1);
    return conjugateGradients(
        right,
        downhill,
        d -> fidelity.backprojection(fidelity.measured(new FactorPair(q, d))).transposeTimes(q));
  }

  /** Solves H X = H X₀ + downhill from X₀, for a positive semidefinite H. */
  private static Matrix conjugateGradients(
      Matrix start, Matrix downhill, UnaryOperator<Matrix> hessian) {
    Matrix x = start;
    Matrix residual = downhill;
    Matrix direction = downhill;
    double square = inner(residual, residual);
    double enough = INNER_TOLERANCE * INNER_TOLERANCE * square;
    for (int k = 0; k < INNER_STEPS && square > enough; k++) {
      Matrix product = hessian.apply(direction);
      double curvature = inner(direction, product);
      if (!(curvature > 0)) {
        break; // a direction that is not measured at all
      }
      double step = square / curvature;
      x = x.plus(direction.scaled(step));
      residual = residual.minus(product.scaled(step));
      double before = square;
      square = inner(residual, residual);
      direction = residual.plus(direction.scaled(square / before));
    }
    return x;
  }

  private static double inner(Matrix a, Matrix b) {
    return Kernels.dot(a.array(), 0, b.array(), 0, a.array().length);
  }

  @Override
  public Progress progress(Measurements problem, SensingState state) {
    Fidelity fidelity = fidelity(problem);
    Descent descent = state.descent();
    double norm = fidelity.targetNorm();
    Optional<StopReason> end = Optional.empty();
    if (descent.change() <= options.tolerance()) {
      end = Optional.of(StopReason.SETTLED);
    } else if (descent.steps() >= options.maxSteps()) {
      end = Optional.of(StopReason.STEPS);
    }
    return new Progress(
        descent.steps(),
        options.maxSteps(),
        Progress.measures(
            "residual", norm == 0 ? 0 : fidelity.residualNorm(state.measured()) / norm),
        end);
  }

  @Override
  public SensingEstimate estimate(Measurements problem, SensingState state) {
    Descent descent = state.descent();
    return fidelity(problem)
        .estimate(
            descent.factors(), descent.steps(), descent.change() <= options.tolerance(), 1, 0, 0);
  }

  @Override
  public NamedArrays save(SensingState state) {
    return state.save();
  }

  @Override
  public SensingState load(Measurements problem, NamedArrays saved) {
    return SensingState.load(fidelity(problem), saved);
  }
}
