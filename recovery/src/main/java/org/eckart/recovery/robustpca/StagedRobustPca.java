package org.eckart.recovery.robustpca;

import static org.eckart.linalg.Check.check;

import java.util.List;
import java.util.Optional;
import org.eckart.core.RunException;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.recovery.robustpca.StagedState.Phase;
import org.eckart.recovery.robustpca.StagedState.Seen;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.scaled.ScaledStep;

/**
 * Robust principal component analysis without knowing the rank or the share of corrupted entries:
 * scaled gradient descent in stages of growing rank.
 *
 * <p>A step takes as outliers the entries of Y − L Rᵀ above ζ = (c/√(mn)) (σ + τ) and makes one
 * scaled step on the rest: σ is the next singular value of the residual, τ what the directions
 * already in X may still be wrong by. Directions are added when τ has fallen below a tenth of σ,
 * all those above half of σ at once, if they stand out of what unstructured entries would reach. τ
 * falls by {@value #DECAY} a step, but never faster than the steps themselves: a threshold that
 * outran them would call the error of X an outlier and keep it. ζ never falls below the noise,
 * which is measured by the median.
 *
 * <p>Outliers and missing entries are left out of the gradient, and each row and column divides it
 * by the share of entries that it has left.
 *
 * <p>Cost of a step: Y is read once, and 2 m n (3 r + 16) operations. Memory: see {@link
 * ResidualPass}, and about 24 (m + n)(r + 8) bytes.
 *
 * <p>Fails where about half of the entries or more are corrupted, or X is itself sparse; {@link
 * Separation#doubts} then says so.
 */
public final class StagedRobustPca implements Algorithm<RobustPcaProblem, StagedState, Separation> {
  /** Each direction of a fully observed matrix contracts by 1/3 a step with this step size. */
  private static final double STEP_SIZE = 2.0 / 3;

  /**
   * Slower than the steps need and than 0.65, with which one of 40 trials was outrun; 0.8 takes 1.6
   * times as many steps.
   */
  private static final double DECAY = 0.7;

  /** τ stays above this multiple of the step: with 1, one of 40 trials was outrun. */
  private static final double STEPS_AHEAD = 2;

  /** A stage has done its work when τ is below this part of σ. */
  private static final double STAGE_END = 0.1;

  /** A residual whose strongest direction is so far above still has structure. */
  static final double STRUCTURED = 2;

  /** Multiples of the noise below which ζ does not fall while directions are added. */
  private static final double SEARCH_CUT = 2.5;

  /** Rows and columns with fewer entries left step as if they had this part. */
  private static final double LEAST_SHARE = 0.1;

  /** A direction that is weaker than so many tolerances may be missed. */
  private static final double LEFT_OPEN = 100;

  /** Stages take 5 to 30 steps; one that takes longer goes round in circles. */
  private static final int MOST_STAGE_STEPS = 100;

  private static final int MOST_ATTEMPTS = 2;
  private static final double SMALLEST_STEP = STEP_SIZE / 64;

  private final StagedOptions options;
  private final Growth growth;

  public StagedRobustPca(StagedOptions options) {
    this.options = options;
    this.growth = new Growth(options);
  }

  @Override
  public String name() {
    return "staged-robust-pca";
  }

  @Override
  public StagedOptions options() {
    return options;
  }

  @Override
  public StagedState start(RobustPcaProblem problem) {
    int largest = Math.min(problem.rows(), problem.columns());
    check(
        options.rank().orElse(1) <= largest,
        "rank is %d, but a %d × %d matrix has rank at most %d; ask for 1 to %d",
        options.rank().orElse(1),
        problem.rows(),
        problem.columns(),
        largest,
        largest);
    return begin(problem, 0, 0);
  }

  /** X = 0, and the norm of Y by three passes. */
  private StagedState begin(RobustPcaProblem problem, int steps, int attempt) {
    int m = problem.rows();
    int n = problem.columns();
    FactorPair zero = new FactorPair(Matrix.zeros(m, 0), Matrix.zeros(n, 0));
    Probes probes = Probes.random(m, n, RandomStream.of(options.seed(), "robust PCA directions"));
    double norm = 0;
    ResidualPass.Rule all = new ResidualPass.Rule.Above(Double.POSITIVE_INFINITY);
    for (int k = 0; k < 3; k++) {
      ResidualPass pass = ResidualPass.of(problem, zero, probes.right(), probes.left(), all);
      norm = probes.directions(pass.left()).s().get(0) * cells(problem) / pass.kept();
      probes = probes.next(pass.right(), pass.left());
    }
    double spread = options.spread() * Math.scalb(1.0, attempt);
    return new StagedState(
        steps,
        Phase.SEARCH,
        0,
        zero,
        probes,
        norm,
        norm,
        spread,
        NoiseLevel.UNKNOWN,
        Seen.NOTHING,
        STEP_SIZE,
        attempt);
  }

  private static double cells(RobustPcaProblem problem) {
    return (double) problem.rows() * problem.columns();
  }

  @Override
  public StagedState step(RobustPcaProblem problem, StagedState given) {
    StagedState state = given;
    if (isOver(problem, state) && needsAnotherAttempt(problem, state)) {
      state = begin(problem, state.steps(), state.attempt() + 1);
    }
    NoiseLevel noise = NoiseLevel.of(problem, state.x(), state.noise().share());
    double root = Math.sqrt(cells(problem));
    double structured = (state.phase() == Phase.SEARCH ? state.next() : 0) + state.allowance();
    double least =
        (state.phase() == Phase.SEARCH ? SEARCH_CUT : NoiseLevel.cut(problem.observed()))
            * noise.level();
    double threshold = Math.max(state.spread() / root * structured, least);
    ResidualPass pass =
        ResidualPass.of(
            problem,
            state.x(),
            state.x().right().beside(state.probes().right()),
            state.x().left().beside(state.probes().left()),
            new ResidualPass.Rule.Above(threshold));
    return after(problem, state, noise, threshold, pass);
  }

  /** The state that a pass leads to. */
  private StagedState after(
      RobustPcaProblem problem,
      StagedState state,
      NoiseLevel noise,
      double threshold,
      ResidualPass pass) {
    int rank = state.rank();
    int width = rank + state.probes().count();
    Matrix rightProbe = pass.right().columns(rank, width);
    Matrix leftProbe = pass.left().columns(rank, width);
    double kept = Math.max(1, pass.kept()) / cells(problem);
    Svd directions = state.probes().directions(leftProbe);
    double edge = NoiseLevel.edge(pass.rootMeanSquare(), problem.rows(), problem.columns());
    double strongest = directions.s().get(0);
    FactorPair x = state.x();
    double change = 0;
    double size = 0;
    double stepSize = state.stepSize();
    if (rank > 0) {
      ScaledStep step =
          ScaledStep.scaled(
              x,
              perShare(pass.right(), rank, pass.keptInRow(), problem.columns()),
              perShare(pass.left(), rank, pass.keptInColumn(), problem.rows()),
              stepSize,
              0);
      size = step.size();
      double norm = x.norm();
      change = norm == 0 ? 0 : size / norm;
      if (state.stageSteps() > 2 && change > 2 * Math.max(1, state.last().change())) {
        stepSize = halved(stepSize);
      } else {
        x = step.next();
      }
    }
    Seen seen =
        new Seen(
            threshold,
            change,
            problem.observed() - pass.kept(),
            pass.rootMeanSquare(),
            Math.sqrt(pass.squares() / Math.max(1, pass.kept())),
            strongest <= STRUCTURED * edge);
    StagedState next =
        new StagedState(
            state.steps() + 1,
            state.phase(),
            state.stageSteps() + 1,
            x,
            state.probes().next(rightProbe, leftProbe),
            strongest / kept,
            Math.max(DECAY * state.allowance(), Math.min(STEPS_AHEAD * size, state.allowance())),
            spread(problem, x, directions, state.attempt()),
            noise,
            seen,
            stepSize,
            state.attempt());
    if (isStageOver(problem, next)) {
      return growth.after(problem, next, directions, kept, edge, threshold);
    }
    return next;
  }

  private static double halved(double stepSize) {
    if (stepSize <= SMALLEST_STEP) {
      throw new RunException(
          "The separation still diverges with its step size halved to %s; ask for a smaller rank"
              .formatted(stepSize));
    }
    return stepSize / 2;
  }

  private boolean isStageOver(RobustPcaProblem problem, StagedState state) {
    return state.phase() == Phase.SEARCH
        && ((state.stageSteps() >= 3 && state.allowance() < STAGE_END * state.next())
            || state.stageSteps() >= MOST_STAGE_STEPS
            || state.rank() >= growth.largestRank(problem));
  }

  /** c: as the options say, or as far as the peaks of the directions of X reach, within reason. */
  private double spread(RobustPcaProblem problem, FactorPair x, Svd directions, int attempt) {
    double least = options.spread() * Math.scalb(1.0, attempt);
    double sides = Math.sqrt(problem.rows()) + Math.sqrt(problem.columns());
    // beyond that, outliers below ζ would themselves hold σ up: c √(α/3) sides/√(mn) must stay < 1
    double most = Math.max(least, Math.min(64, 2.5 * Math.sqrt(cells(problem)) / sides));
    double peak;
    if (x.rank() == 0) {
      peak = NoiseLevel.peak(directions.u().columns(0, 1), directions.v().columns(0, 1));
    } else {
      Svd triplets = x.svd();
      peak = NoiseLevel.peak(triplets.u(), triplets.v());
    }
    return Math.clamp(peak, least, most);
  }

  /** The first {@code rank} columns of −product, each row divided by the share it has left. */
  private static Matrix perShare(Matrix product, int rank, int[] kept, int of) {
    Matrix gradient = Matrix.zeros(product.rows(), rank);
    for (int i = 0; i < product.rows(); i++) {
      double share = Math.max(LEAST_SHARE, (double) kept[i] / of);
      for (int k = 0; k < rank; k++) {
        gradient.set(i, k, -product.get(i, k) / share);
      }
    }
    return gradient;
  }

  private boolean isOver(RobustPcaProblem problem, StagedState state) {
    if (state.stageSteps() == 0) {
      return state.steps() > 0 && state.next() == 0;
    }
    double norm = state.rank() == 0 ? 0 : state.x().norm();
    if (state.phase() == Phase.SEARCH) {
      return state.next() == 0 && state.rank() == 0
          || norm > 0
              && state.last().change() <= options.tolerance()
              && state.next() + state.allowance() <= LEFT_OPEN * options.tolerance() * norm;
    }
    double root = Math.sqrt(cells(problem));
    double noise = state.noise().level();
    boolean low =
        state.spread() / root * state.allowance() <= NoiseLevel.cut(problem.observed()) * noise
            || state.allowance() <= options.tolerance() * norm;
    double statistical =
        norm == 0
            ? 1
            : noise
                * Math.sqrt((problem.rows() + problem.columns()) * (double) state.rank())
                / norm;
    return low && state.last().change() <= Math.max(options.tolerance(), 1e-3 * statistical);
  }

  private boolean needsAnotherAttempt(RobustPcaProblem problem, StagedState state) {
    return state.attempt() < MOST_ATTEMPTS
        && Separation.Doubt.suggestsRestart(doubts(problem, state));
  }

  @Override
  public Progress progress(RobustPcaProblem problem, StagedState state) {
    Optional<StopReason> end = Optional.empty();
    if (isOver(problem, state) && !needsAnotherAttempt(problem, state)) {
      end = Optional.of(StopReason.SETTLED);
    } else if (state.steps() >= options.maxSteps()) {
      end = Optional.of(StopReason.STEPS);
    }
    double residual =
        state.last().keptRootMeanSquare() / Math.max(problem.typical(), Double.MIN_NORMAL);
    return new Progress(
        state.steps(),
        Math.max(state.steps(), options.maxSteps()),
        Progress.measures(
            "rank",
            state.rank(),
            "residual",
            residual,
            "corrupted",
            (double) state.last().outliers() / Math.max(1, problem.observed()),
            "threshold",
            state.last().threshold() * problem.scale(),
            "noise",
            state.noise().level() * problem.scale()),
        end);
  }

  @Override
  public Separation estimate(RobustPcaProblem problem, StagedState state) {
    boolean settled = isOver(problem, state) && !needsAnotherAttempt(problem, state);
    double limit = limit(problem, state);
    if (!settled) {
      limit = Math.max(limit, state.last().threshold());
    }
    return Separation.of(
        problem,
        state.x(),
        options.rank().isPresent() ? 0 : 10 * options.tolerance(),
        limit,
        state.noise(),
        state.steps(),
        settled,
        doubts(problem, state));
  }

  /** Beyond which a residual is an outlier: what noise reaches, or what an error of X may be. */
  private double limit(RobustPcaProblem problem, StagedState state) {
    double norm = state.rank() == 0 ? 0 : state.x().norm();
    double error = LEFT_OPEN * options.tolerance() * norm / Math.sqrt(cells(problem));
    return Math.max(NoiseLevel.cut(problem.observed()) * state.noise().level(), error);
  }

  private List<Separation.Doubt> doubts(RobustPcaProblem problem, StagedState state) {
    return Separation.doubts(
        problem,
        state.x(),
        limit(problem, state),
        state.noise(),
        state.phase() == Phase.SEARCH || state.last().flat());
  }

  @Override
  public NamedArrays save(StagedState state) {
    return StagedCheckpoint.save(state);
  }

  @Override
  public StagedState load(RobustPcaProblem problem, NamedArrays saved) {
    return StagedCheckpoint.load(saved);
  }
}
