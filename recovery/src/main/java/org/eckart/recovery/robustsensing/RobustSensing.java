package org.eckart.recovery.robustsensing;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.Optional;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.scaled.ScaledDirection;
import org.eckart.recovery.sensing.Measurements;
import org.eckart.recovery.sensing.RankOneMeasurements;
import org.eckart.recovery.sensing.SensingEstimate;
import org.eckart.recovery.sensing.SensingOptions.Direction;

/**
 * A matrix of known rank from measurements with gross outliers: scaled subgradient descent on f(X)
 * = ‖𝒜(X) − y‖₁.
 *
 * <p>It begins at the truncated spectral start, which leaves the largest measurements out, and
 * steps L − η S R (RᵀR)⁻¹, R − η Sᵀ L (LᵀL)⁻¹ with S = 𝒜*(sign(𝒜(X) − y)); η by a {@link
 * StepRule}. The rate does not depend on the condition number, and hardly on how large outliers
 * are, but falls with how many there are, like (1 − 2p)². Quadratic measurements ({@link
 * RankOneMeasurements#quadratic}) have a start of their own, and are multiplied out of factors, O(m
 * n r) a step.
 *
 * <p>Where the residual of the measurements that are no outliers does not fall below a tenth of its
 * start, the bound on the outliers was too low, and the run begins again with a higher one.
 *
 * <p>Cost of a step: a measurement, an adjoint with products with r vectors, and O((n₁ + n₂) r² + m
 * log m).
 *
 * <p>Source: Tong, Ma &amp; Chi, IEEE Transactions on Signal Processing 69 (2021).
 */
public final class RobustSensing
    implements Algorithm<Measurements, RobustSensingState, RobustSensingEstimate> {
  /** The residual has stopped falling when it did not fall by a hundredth in so many steps. */
  private static final int PATIENCE = 20;

  private static final double FALL = 0.99;
  private static final double TOO_HIGH = 0.1;
  private static final double MOST_OUTLIERS = 0.45;
  private static final double DEVIATIONS = 6;

  private final RobustSensingOptions options;

  public RobustSensing(RobustSensingOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return options.symmetric() ? "robust-symmetric-sensing" : "robust-sensing";
  }

  @Override
  public RobustSensingOptions options() {
    return options;
  }

  private AbsoluteResidual residual(Measurements problem) {
    return new AbsoluteResidual(problem, options.symmetric());
  }

  @Override
  public RobustSensingState start(Measurements problem) {
    problem.checkRank(options.rank(), options.symmetric());
    boolean quadratic = problem.operator() instanceof RankOneMeasurements one && one.isQuadratic();
    check(
        !quadratic || options.symmetric(),
        "Quadratic measurements aᵀ X a see only the symmetric part of X; ask for a symmetric X");
    return start(problem, options.outliers(), 0);
  }

  private RobustSensingState start(Measurements problem, double outliers, int steps) {
    AbsoluteResidual residual = residual(problem);
    FactorPair start = residual.start(options.rank(), outliers, options.seed());
    double[] measured = residual.measured(start);
    double trimmed = residual.trimmed(measured, outliers);
    return new RobustSensingState(
        steps, 0, start, measured, start, trimmed, start.norm(), trimmed, trimmed, 0, outliers);
  }

  @Override
  public RobustSensingState step(Measurements problem, RobustSensingState state) {
    if (isStuck(state)) {
      return start(problem, raised(state), state.steps() + 1);
    }
    AbsoluteResidual residual = residual(problem);
    FactorPair at = state.factors();
    LinearOperator subgradient = residual.subgradient(state.measured());
    Matrix left = residual.leftGradient(subgradient, at);
    Matrix right = residual.rightGradient(subgradient, at, left);
    ScaledDirection direction =
        options.direction() == Direction.SCALED
            ? ScaledDirection.scaled(at, left, right, 0)
            : ScaledDirection.vanilla(left, right);
    double size = direction.size();
    double square =
        options.symmetric() ? size * size / 2 : size * size; // one factor, counted twice
    double stepSize = square > 0 ? stepSize(residual, state, square) : 0;
    FactorPair next = direction.step(at, stepSize).next();
    next = options.symmetric() ? new FactorPair(next.left(), next.left()) : next;
    double[] measured = residual.measured(next);
    double trimmed = residual.trimmed(measured, state.outliers());
    boolean better = trimmed < state.bestTrimmed();
    boolean fell = trimmed <= FALL * state.landmark();
    return new RobustSensingState(
        state.steps() + 1,
        state.since() + 1,
        next,
        measured,
        better ? next : state.best(),
        better ? trimmed : state.bestTrimmed(),
        state.startNorm(),
        state.startTrimmed(),
        fell ? trimmed : state.landmark(),
        fell ? 0 : state.idle() + 1,
        state.outliers());
  }

  private double stepSize(AbsoluteResidual residual, RobustSensingState state, double square) {
    return switch (options.rule()) {
      case StepRule.TrimmedPolyak rule ->
          rule.factor() * residual.trimmed(state.measured(), state.outliers()) / square;
      case StepRule.Polyak rule ->
          Math.max(0, residual.loss(state.measured()) - rule.leastLoss() / residual.scale())
              / square;
      case StepRule.Geometric rule ->
          rule.first()
              * Math.pow(rule.decay(), state.since())
              * state.startNorm()
              / Math.sqrt(square);
    };
  }

  /** Stopped falling far too high, and there may be more outliers than was thought. */
  private boolean isStuck(RobustSensingState state) {
    return options.rule() instanceof StepRule.TrimmedPolyak
        && state.idle() >= PATIENCE
        && state.bestTrimmed() > TOO_HIGH * state.startTrimmed()
        && state.outliers() < MOST_OUTLIERS;
  }

  private static double raised(RobustSensingState state) {
    return Math.min(MOST_OUTLIERS, state.outliers() + 0.1);
  }

  private boolean isSettled(AbsoluteResidual residual, RobustSensingState state) {
    double enough = options.tolerance() * residual.trimmedTarget(state.outliers());
    return state.bestTrimmed() <= enough || (state.idle() >= PATIENCE && !isStuck(state));
  }

  @Override
  public Progress progress(Measurements problem, RobustSensingState state) {
    AbsoluteResidual residual = residual(problem);
    Optional<StopReason> end = Optional.empty();
    if (isSettled(residual, state)) {
      end = Optional.of(StopReason.SETTLED);
    } else if (state.steps() >= options.maxSteps()) {
      end = Optional.of(StopReason.STEPS);
    }
    double target = residual.trimmedTarget(state.outliers());
    double trimmed = residual.trimmed(state.measured(), state.outliers());
    return new Progress(
        state.steps(),
        options.maxSteps(),
        Progress.measures(
            "residual", target == 0 ? trimmed : trimmed / target, "outliers", state.outliers()),
        end);
  }

  @Override
  public RobustSensingEstimate estimate(Measurements problem, RobustSensingState state) {
    AbsoluteResidual residual = residual(problem);
    double target = residual.trimmedTarget(state.outliers());
    SensingEstimate found =
        new SensingEstimate(
            state.best().svd().scaled(residual.unit()).signed(),
            target == 0 ? state.bestTrimmed() : state.bestTrimmed() / target,
            state.steps(),
            isSettled(residual, state),
            0,
            0,
            0);
    double[] sizes = residual.residuals(residual.measured(state.best()));
    double[] sorted = sizes.clone();
    Arrays.sort(sorted);
    double deviation = sorted[sorted.length / 2] / 0.6745; // of normal noise
    double rounding = 1e-6 * target / residual.kept(state.outliers());
    boolean[] outliers = new boolean[sizes.length];
    for (int k = 0; k < sizes.length; k++) {
      outliers[k] = sizes[k] > Math.max(DEVIATIONS * deviation, rounding);
    }
    return new RobustSensingEstimate(found, outliers, state.outliers());
  }

  @Override
  public NamedArrays save(RobustSensingState state) {
    NamedArrays.Builder to =
        NamedArrays.builder()
            .put("counts", new int[] {state.steps(), state.since(), state.idle()})
            .put(
                "numbers",
                new double[] {
                  state.bestTrimmed(),
                  state.startNorm(),
                  state.startTrimmed(),
                  state.landmark(),
                  state.outliers()
                });
    put(to, "", state.factors());
    put(to, "best.", state.best());
    return to.build();
  }

  private void put(NamedArrays.Builder to, String prefix, FactorPair pair) {
    to.put(prefix + "left", pair.left());
    if (!options.symmetric()) {
      to.put(prefix + "right", pair.right());
    }
  }

  private FactorPair pair(NamedArrays from, String prefix) {
    Matrix left = from.matrix(prefix + "left");
    return new FactorPair(left, options.symmetric() ? left : from.matrix(prefix + "right"));
  }

  @Override
  public RobustSensingState load(Measurements problem, NamedArrays saved) {
    int[] counts = saved.ints("counts");
    double[] numbers = saved.doubles("numbers");
    FactorPair factors = pair(saved, "");
    return new RobustSensingState(
        counts[0],
        counts[1],
        factors,
        residual(problem).measured(factors),
        pair(saved, "best."),
        numbers[0],
        numbers[1],
        numbers[2],
        numbers[3],
        counts[2],
        numbers[4]);
  }
}
