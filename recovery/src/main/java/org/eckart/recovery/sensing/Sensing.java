package org.eckart.recovery.sensing;

import java.util.Optional;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.scaled.Descent;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.scaled.ScaledDirection;
import org.eckart.recovery.scaled.ScaledStep;

/**
 * A matrix of known rank from linear measurements: scaled gradient descent on f(L Rᵀ) = Σ ℓ(⟨Aₖ, L
 * Rᵀ⟩, yₖ), for the squared loss ½‖𝒜(L Rᵀ) − y‖².
 *
 * <p>It begins at the best factors of rank r of 𝒜*(y) and takes steps L − η G R (RᵀR)⁻¹, R − η Gᵀ
 * L (LᵀL)⁻¹, both from the old pair, with G = 𝒜*(𝒜(L Rᵀ) − y). The rate at which the error falls
 * does not depend on the condition number of X; that of the plain direction does. What does depend
 * on it is how many measurements the start needs: m ≳ (n₁ + n₂) r κ² for normal Aₖ.
 *
 * <p>A step that diverges is taken back and η halved; the estimate says how often. Where the loss
 * has no curvature that holds everywhere (Poisson's), a step is shortened until no prediction moves
 * by more than {@value Fidelity#RADIUS}, within which the curvature taken does hold, and so is the
 * start.
 *
 * <p>Cost of a step: a measurement, an adjoint with products with r vectors, and O((n₁ + n₂) r²).
 * Memory: the operator's, and about 64 (n₁ + n₂) r + 24 m bytes.
 *
 * <p>Source: Tong, Ma &amp; Chi, JMLR 22(150) (2021), Algorithm 1; general losses, section 3.4.
 */
public final class Sensing implements Algorithm<Measurements, SensingState, SensingEstimate> {
  private final SensingOptions options;

  public Sensing(SensingOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return options.direction() == SensingOptions.Direction.SCALED ? "scaled-sensing" : "gd-sensing";
  }

  @Override
  public SensingOptions options() {
    return options;
  }

  private Fidelity fidelity(Measurements problem) {
    return new Fidelity(problem, options.loss(), options.symmetric());
  }

  @Override
  public SensingState start(Measurements problem) {
    problem.checkRank(options.rank(), options.symmetric());
    Fidelity fidelity = fidelity(problem);
    FactorPair start = fidelity.spectralStart(options.rank(), options.seed());
    double stepSize = options.step();
    if (options.direction() == SensingOptions.Direction.PLAIN) {
      double largest = start.svd().s().get(0);
      stepSize = largest > 0 ? stepSize / largest : stepSize;
    }
    return SensingState.at(fidelity, Descent.start(start, stepSize));
  }

  @Override
  public SensingState step(Measurements problem, SensingState state) {
    Fidelity fidelity = fidelity(problem);
    Descent descent = state.descent();
    double loss = Math.max(fidelity.rounding(), fidelity.value(state.measured()));
    if (descent.hasDiverged(loss)) {
      return SensingState.at(fidelity, descent.halved());
    }
    FactorPair at = descent.factors();
    LinearOperator gradient = fidelity.gradient(state.measured());
    Matrix left = fidelity.leftGradient(gradient, at);
    Matrix right = fidelity.rightGradient(gradient, at, left);
    ScaledDirection direction =
        switch (options.direction()) {
          case SCALED -> ScaledDirection.scaled(at, left, right, 0);
          case PLAIN -> plain(left, right, descent);
        };
    double stepSize = descent.stepSize();
    while (true) {
      ScaledStep step = fidelity.kept(direction.step(at, stepSize));
      SensingState next = SensingState.at(fidelity, descent.advanced(loss, step));
      double part = fidelity.shortening(state.measured(), next.measured());
      if (part == 1) {
        return next;
      }
      stepSize *= part;
    }
  }

  /** Its size is divided by σ₁^½ of the start, so that it has the unit of X as a scaled one has. */
  private ScaledDirection plain(Matrix left, Matrix right, Descent descent) {
    ScaledDirection plain = ScaledDirection.vanilla(left, right);
    double perLargest = descent.stepSize() * Math.pow(2, descent.halvings()) / options.step();
    return new ScaledDirection(left, right, plain.size() * Math.sqrt(perLargest), 0);
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
    double residual = norm == 0 ? 0 : fidelity.residualNorm(state.measured()) / norm;
    return new Progress(
        descent.steps(),
        Math.max(descent.steps(), options.maxSteps()),
        Progress.measures(
            "residual",
            Double.isFinite(residual) ? residual : Double.MAX_VALUE, // diverged: taken back next
            "stepSize",
            descent.stepSize()),
        end);
  }

  @Override
  public SensingEstimate estimate(Measurements problem, SensingState state) {
    Fidelity fidelity = fidelity(problem);
    Descent descent = state.descent();
    boolean last = fidelity.value(state.measured()) <= descent.bestLoss();
    return fidelity.estimate(
        last ? descent.factors() : descent.best(),
        descent.steps(),
        descent.change() <= options.tolerance(),
        options.step() / Math.pow(2, descent.halvings()),
        descent.halvings(),
        descent.damped());
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
