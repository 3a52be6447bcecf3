package org.eckart.recovery.spectralnet;

import java.util.Arrays;
import java.util.Optional;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.sensing.MeasurementOperator;
import org.eckart.recovery.spectrum.EffectiveRank;

/**
 * Nuclear-norm minimisation from linear measurements: min ½‖𝒜(X) − y‖² + λ‖X‖_*, to a certified
 * gap.
 *
 * <p>Accelerated proximal gradient steps (FISTA) with the singular values soft-thresholded,
 * momentum begun anew where the objective rises, along a λ that falls from where X = 0 to its goal.
 * The certificate is D = s⟨r, y⟩ − ½s²‖r‖² with r = y − 𝒜(X) and s‖𝒜*(r)‖₂ ≤ λ, a lower bound on
 * the minimum for any X; a run ends on (P − D)/P.
 *
 * <p>Cost of a step: one SVD of the size of X, one or two measurements and as many adjoints.
 */
public final class NuclearMinimisation
    implements Algorithm<SensingProblem, NuclearState, NuclearEstimate> {
  private static final int LOOK = 5; // steps from one certificate to the next

  private static final double FALL = 0.3; // of λ, along the path

  private static final double PATH_TOLERANCE = 0.05; // of a λ on the way

  private static final int DRAWS = 11; // of noise, for the median of what it reaches

  private static final double MARGIN = 1.05; // a power iteration comes from below

  private final NuclearOptions options;

  public NuclearMinimisation(NuclearOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "nuclear";
  }

  @Override
  public NuclearOptions options() {
    return options;
  }

  @Override
  public NuclearState start(SensingProblem problem) {
    MeasurementOperator operator = problem.measurements().operator();
    double[] y = scaled(problem);
    double largest = Svd.of(operator.denseAdjoint(y)).s().get(0);
    double goal = largest == 0 ? 1 : goal(operator, largest, scale(problem));
    Matrix zero = Matrix.zeros(operator.rows(), operator.columns());
    double half = LeastSquares.square(y) / 2; // of X = 0
    double penalty = Math.max(goal, FALL * largest);
    boolean atZero = goal >= largest; // then X = 0 is the minimum
    return new NuclearState(
        0,
        zero,
        zero,
        1,
        penalty,
        goal,
        Math.max(Double.MIN_NORMAL, MARGIN * problem.sizes().largestEigenvalue()),
        half,
        Math.sqrt(2 * half),
        atZero ? 0 : 1);
  }

  /** ‖y‖, by which everything is divided while it is at work; 1 for y = 0. */
  private static double scale(SensingProblem problem) {
    double norm = problem.sizes().valueNorm();
    return norm == 0 ? 1 : norm;
  }

  private static double[] scaled(SensingProblem problem) {
    double[] y = problem.measurements().values().toArray();
    for (int k = 0; k < y.length; k++) {
      y[k] /= scale(problem);
    }
    return y;
  }

  /** λ to end with, scaled. */
  private double goal(MeasurementOperator operator, double largest, double scale) {
    if (options.penalty().isPresent()) {
      return options.penalty().getAsDouble() / scale;
    }
    if (options.noiseLevel() == 0) {
      return NuclearOptions.SMALL * largest;
    }
    double[] reached = new double[DRAWS];
    RandomStream random = RandomStream.of(options.seed(), "noise of measurements");
    for (int k = 0; k < DRAWS; k++) {
      double[] noise = random.gaussian(1, operator.count()).array();
      reached[k] = options.noiseLevel() / scale * Svd.of(operator.denseAdjoint(noise)).s().get(0);
    }
    Arrays.sort(reached);
    return reached[DRAWS / 2];
  }

  @Override
  public NuclearState step(SensingProblem problem, NuclearState state) {
    MeasurementOperator operator = problem.measurements().operator();
    double[] y = scaled(problem);
    double[] ahead = residual(operator, y, state.ahead());
    Matrix descent = operator.denseAdjoint(ahead);
    double smooth = LeastSquares.square(ahead) / 2;
    double curvature = state.curvature();
    while (true) {
      Matrix moved = state.ahead().plus(descent.scaled(1 / curvature));
      Svd svd = thresholded(Svd.of(moved), state.penalty() / curvature);
      Matrix x = svd.product();
      double[] residual = residual(operator, y, x);
      double fit = LeastSquares.square(residual) / 2;
      Matrix change = x.minus(state.ahead());
      double linear = 0;
      for (int i = 0; i < change.array().length; i++) {
        linear -= change.array()[i] * descent.array()[i];
      }
      double square = LeastSquares.square(change.array());
      double rounding = 1e-13 * (smooth + fit);
      if (fit > smooth + linear + curvature / 2 * square + rounding) {
        curvature *= 1.5; // the bound on the norm was too low
        continue;
      }
      double objective = fit + state.penalty() * RankMeasures.sum(svd.s());
      return next(operator, y, state, x, residual, objective, curvature);
    }
  }

  private NuclearState next(
      MeasurementOperator operator,
      double[] y,
      NuclearState state,
      Matrix x,
      double[] residual,
      double objective,
      double curvature) {
    int steps = state.steps() + 1;
    double gap = state.gap();
    double penalty = state.penalty();
    if (steps % LOOK == 0 || objective == 0) {
      gap = gap(operator, y, residual, penalty, objective);
      if (penalty > state.goal() && gap <= PATH_TOLERANCE) {
        double fit = LeastSquares.square(residual) / 2;
        double norm = (objective - fit) / penalty;
        penalty = Math.max(state.goal(), FALL * penalty);
        objective = fit + penalty * norm;
        gap = 1;
      }
    }
    boolean restart = objective > state.objective() || penalty != state.penalty();
    double t = restart ? 1 : (1 + Math.sqrt(1 + 4 * state.momentum() * state.momentum())) / 2;
    double momentum = restart ? 0 : (state.momentum() - 1) / t;
    Matrix ahead = x.plus(x.minus(state.x()).scaled(momentum));
    return new NuclearState(
        steps,
        x,
        ahead,
        t,
        penalty,
        state.goal(),
        curvature,
        objective,
        Math.sqrt(LeastSquares.square(residual)),
        gap);
  }

  /** (P − D)/P. */
  private static double gap(
      MeasurementOperator operator,
      double[] y,
      double[] residual,
      double penalty,
      double objective) {
    double norm = Svd.of(operator.denseAdjoint(residual)).s().get(0);
    double product = 0;
    for (int k = 0; k < y.length; k++) {
      product += residual[k] * y[k];
    }
    double square = LeastSquares.square(residual);
    if (square == 0 || objective == 0) {
      return objective == 0 ? 0 : 1;
    }
    double factor = Math.min(norm == 0 ? 1 : penalty / norm, product / square);
    double bound = factor > 0 ? factor * product - factor * factor * square / 2 : 0;
    return Math.clamp((objective - bound) / objective, 0, 1);
  }

  private static double[] residual(MeasurementOperator operator, double[] y, Matrix x) {
    double[] residual = operator.measure(x);
    for (int k = 0; k < residual.length; k++) {
      residual[k] = y[k] - residual[k];
    }
    return residual;
  }

  private static Svd thresholded(Svd svd, double threshold) {
    int rank = 0;
    while (rank < svd.rank() && svd.s().get(rank) > threshold) {
      rank++;
    }
    Svd kept = svd.truncated(rank);
    double[] s = kept.s().toArray();
    for (int k = 0; k < rank; k++) {
      s[k] -= threshold;
    }
    return new Svd(kept.u(), Vector.wrap(s), kept.v());
  }

  private boolean isSettled(NuclearState state) {
    return state.penalty() <= state.goal() && state.gap() <= options.tolerance();
  }

  @Override
  public Progress progress(SensingProblem problem, NuclearState state) {
    Optional<StopReason> end = Optional.empty();
    if (isSettled(state)) {
      end = Optional.of(StopReason.SETTLED);
    } else if (state.steps() >= options.maxSteps()) {
      end = Optional.of(StopReason.STEPS);
    }
    return new Progress(
        state.steps(),
        Math.max(state.steps(), options.maxSteps()),
        Progress.measures(
            "residual",
            state.residual(),
            "gap",
            state.gap(),
            "penalty",
            state.penalty() * scale(problem)),
        end);
  }

  @Override
  public NuclearEstimate estimate(SensingProblem problem, NuclearState state) {
    MeasurementOperator operator = problem.measurements().operator();
    double scale = scale(problem);
    Matrix x = state.x().scaled(scale);
    double[] y = scaled(problem);
    Svd all = Svd.of(x);
    Svd factors = all.truncated(RankMeasures.numerical(all.s()));
    double misfit = Math.sqrt(LeastSquares.square(residual(operator, y, state.x())));
    return new NuclearEstimate(
        x,
        factors,
        EffectiveRank.of(factors.s()),
        misfit,
        state.penalty() * scale,
        state.objective() * scale * scale,
        state.gap(),
        NuclearCertificate.of(x, problem.measurements()),
        state.steps(),
        isSettled(state));
  }

  @Override
  public NamedArrays save(NuclearState state) {
    return NamedArrays.builder()
        .put("steps", new int[] {state.steps()})
        .put(
            "numbers",
            new double[] {
              state.momentum(),
              state.penalty(),
              state.goal(),
              state.curvature(),
              state.objective(),
              state.residual(),
              state.gap()
            })
        .put("x", state.x())
        .put("ahead", state.ahead())
        .build();
  }

  @Override
  public NuclearState load(SensingProblem problem, NamedArrays saved) {
    double[] n = saved.doubles("numbers");
    return new NuclearState(
        saved.ints("steps")[0],
        saved.matrix("x"),
        saved.matrix("ahead"),
        n[0],
        n[1],
        n[2],
        n[3],
        n[4],
        n[5],
        n[6]);
  }
}
