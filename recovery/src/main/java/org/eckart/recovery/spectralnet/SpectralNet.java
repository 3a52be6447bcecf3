package org.eckart.recovery.spectralnet;

import java.util.Optional;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.recovery.sensing.Measurements;
import org.eckart.recovery.spectrum.EffectiveRank;

/**
 * A spectral neural network for matrix sensing: gradient descent on the parameters of X = Σ αₖ
 * Γ(UₖVₖᵀ) from a small start.
 *
 * <p>y is divided by the nuclear norm of the least-squares solution, so that a bounded γ is not
 * saturated; a step is one of full-batch descent with the exact derivative of Γ and a size from the
 * stability limit ({@link SpectralNetOptions#stepSize}). Where all measurements share their
 * singular vectors, to 1e-8, the start is taken in that frame and training runs on r numbers a
 * neuron in place of r².
 *
 * <p>Expect the error of nuclear-norm minimisation, a tenth of that of least squares, where the
 * signal is nearly of low rank and the measurements do not commute. With a shared frame and m ≥ r
 * measurements every method that fits gives the same matrix, least squares among them.
 *
 * <p>Cost of a step: an SVD and 12 products of the size of X for each neuron, one measurement and
 * one adjoint; every 20 steps three times as much again. Fails, and shows it, by ending at {@code
 * maxSteps} with a residual: a start too small for the depth never leaves zero.
 */
public final class SpectralNet
    implements Algorithm<SensingProblem, SpectralNetState, SpectralNetEstimate> {
  private final SpectralNetOptions options;

  public SpectralNet(SpectralNetOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "spectral-net";
  }

  @Override
  public SpectralNetOptions options() {
    return options;
  }

  @Override
  public SpectralNetState start(SensingProblem problem) {
    return new SpectralNetState(descent(problem).start());
  }

  @Override
  public SpectralNetState step(SensingProblem problem, SpectralNetState state) {
    return new SpectralNetState(descent(problem).step(state.descent()));
  }

  private Descent descent(SensingProblem problem) {
    double scale = scale(problem);
    double[] values = problem.measurements().values().toArray();
    for (int k = 0; k < values.length; k++) {
      values[k] /= scale;
    }
    return new Descent(model(problem), values, options.stepSize(), firstStep(problem, scale));
  }

  private TrainedModel model(SensingProblem problem) {
    Optional<SharedFrame> frame = frame(problem);
    return frame.isPresent() && frame.get().isExact()
        ? new FrameNetwork(frame.get(), options)
        : new MatrixNetwork(problem.measurements().operator(), options, problem.parallel());
  }

  private Optional<SharedFrame> frame(SensingProblem problem) {
    return options.sharedFrame() ? problem.frame() : Optional.empty();
  }

  private double scale(SensingProblem problem) {
    double found = problem.sizes().nuclearNorm();
    return options.scale().orElse(found > 0 ? found : 1);
  }

  /**
   * η = m/(6 s^(4/3) λ(𝒜𝒜*)): what the curvature at a solution with top singular value s allows.
   */
  private double firstStep(SensingProblem problem, double scale) {
    double top = problem.sizes().top() / scale;
    double largest = problem.sizes().largestEigenvalue();
    if (!(top > 0) || !(largest > 0)) {
      return 1; // nothing to learn
    }
    return problem.measurements().count() / (6 * Math.cbrt(top * top * top * top) * largest);
  }

  @Override
  public Progress progress(SensingProblem problem, SpectralNetState state) {
    double residual = residual(problem, state.descent());
    Optional<StopReason> end = Optional.empty();
    if (residual <= target(problem)) {
      end = Optional.of(StopReason.SETTLED);
    } else if (state.steps() >= options.maxSteps()) {
      end = Optional.of(StopReason.STEPS);
    }
    return new Progress(
        state.steps(),
        Math.max(state.steps(), options.maxSteps()),
        Progress.measures("residual", residual, "stepSize", state.stepSize()),
        end);
  }

  private double residual(SensingProblem problem, DescentState state) {
    double norm = problem.sizes().valueNorm() / scale(problem);
    return norm == 0 ? 0 : Math.sqrt(2 * state.loss() * problem.measurements().count()) / norm;
  }

  /** The relative residual at which training is done. */
  private double target(SensingProblem problem) {
    double norm = problem.sizes().valueNorm();
    double noise = options.noiseLevel() * Math.sqrt(problem.measurements().count());
    return norm == 0 ? 1 : Math.max(options.tolerance(), noise / norm);
  }

  @Override
  public SpectralNetEstimate estimate(SensingProblem problem, SpectralNetState state) {
    Measurements measurements = problem.measurements();
    Matrix x =
        problem.sizes().valueNorm() == 0
            ? Matrix.zeros(measurements.rows(), measurements.columns())
            : model(problem).at(state.descent().parameters()).matrix().scaled(scale(problem));
    Svd factors = Svd.of(x);
    double residual = residual(problem, state.descent());
    return new SpectralNetEstimate(
        x,
        factors,
        RankMeasures.numerical(factors.s()),
        EffectiveRank.of(factors.s()),
        residual,
        NuclearCertificate.of(x, measurements),
        frame(problem),
        state.steps(),
        state.stepSize(),
        state.descent().setbacks(),
        residual <= target(problem));
  }

  @Override
  public NamedArrays save(SpectralNetState state) {
    return Descent.save(state.descent());
  }

  @Override
  public SpectralNetState load(SensingProblem problem, NamedArrays saved) {
    return new SpectralNetState(Descent.load(saved));
  }
}
