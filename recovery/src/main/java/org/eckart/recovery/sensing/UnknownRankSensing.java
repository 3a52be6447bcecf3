package org.eckart.recovery.sensing;

import static org.eckart.linalg.Check.check;
import static org.eckart.recovery.sensing.UnknownRankState.Phase.FIND;
import static org.eckart.recovery.sensing.UnknownRankState.Phase.REFINE;

import java.util.Optional;
import org.eckart.core.loss.Squared;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.recovery.scaled.Descent;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.scaled.ScaledStep;
import org.eckart.recovery.sensing.UnknownRankState.Phase;

/**
 * A matrix of unknown rank from linear measurements: scaled gradient descent with more columns than
 * the rank, from a small random start, damped by the residual, L − η G R (RᵀR + λI)⁻¹ and the like
 * for R, with λ = c ‖𝒜(L Rᵀ) − y‖.
 *
 * <p>With the published fixed λ the tail is sublinear once there are more columns than the rank;
 * with the damping falling as the residual does it is linear to the end of the digits. Without
 * damping the first step explodes.
 *
 * <p>Noise is what superfluous columns go on to fit, and many of them slow the descent. So the rank
 * is chosen once it is clear, or once the residual stops falling: the singular values that stand
 * out from what the residual would make if it were noise, found by giving its entries random signs
 * ({@link NoiseEdge}); from there on the descent is undamped and has as many columns as the rank.
 * If the residual of its end still holds a direction that noise would not make, that one is added.
 *
 * <p>Cost of a step as in {@link Sensing}.
 *
 * <p>Source: Xu, Shen, Chi &amp; Ma, ICML 2023, with the damping of Zhang, Fattahi &amp; Zhang
 * (2021) in the place of theirs; the choice of the rank is ours.
 */
public final class UnknownRankSensing
    implements Algorithm<Measurements, UnknownRankState, SensingEstimate> {
  /** Steps between two looks at the residual. */
  static final int INTERVAL = 10;

  /** A residual that keeps more than this part of itself over the interval has stopped falling. */
  private static final double STALLED = 0.8;

  /** Steps before which it may not have begun to fall, the start being small. */
  private static final int BURN_IN = 40;

  /** A singular value stands out from the edge of noise from this multiple on. */
  private static final double STANDS_OUT = 1.6;

  /** A direction in the residual at the end of a descent stands out from this multiple on. */
  private static final double REMAINS = 1.25;

  /** A gap between two singular values that is clear. */
  private static final double CLEAR = 0.1;

  private static final int ENLARGEMENTS = 20;

  private final UnknownRankOptions options;

  public UnknownRankSensing(UnknownRankOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "unknown-rank-sensing";
  }

  @Override
  public UnknownRankOptions options() {
    return options;
  }

  private Fidelity fidelity(Measurements problem) {
    return new Fidelity(problem, new Squared(), options.symmetric());
  }

  /** Columns of the factors for these measurements. */
  int columns(Measurements problem) {
    int most = Math.min(problem.rows(), problem.columns());
    if (options.rankCap().isPresent()) {
      int cap = options.rankCap().getAsInt();
      check(
          cap <= most,
          "rankCap is %d, but a %d × %d matrix has rank at most %d; ask for 1 to %d",
          cap,
          problem.rows(),
          problem.columns(),
          most,
          most);
      problem.checkRank(1, options.symmetric());
      return cap;
    }
    problem.checkRank(1, options.symmetric());
    int columns = 1;
    while (columns < Math.min(most, UnknownRankOptions.RANK_CAP)
        && 2
                * Measurements.freeNumbers(
                    problem.rows(), problem.columns(), columns + 1, options.symmetric())
            <= problem.count()) {
      columns++;
    }
    return columns;
  }

  @Override
  public UnknownRankState start(Measurements problem) {
    Fidelity fidelity = fidelity(problem);
    int columns = columns(problem);
    RandomStream random = RandomStream.of(options.seed(), "unknown rank start");
    double size = options.startSize() * Math.sqrt(fidelity.targetNorm());
    Matrix left = random.gaussian(problem.rows(), columns).scaled(size / Math.sqrt(problem.rows()));
    Matrix right =
        options.symmetric()
            ? left
            : random
                .gaussian(problem.columns(), columns)
                .scaled(size / Math.sqrt(problem.columns()));
    return start(problem, new FactorPair(left, right));
  }

  /** From these factors, in the units of {@link Fidelity}. */
  UnknownRankState start(Measurements problem, FactorPair factors) {
    SensingState sensing =
        SensingState.at(fidelity(problem), Descent.start(factors, options.stepSize()));
    return new UnknownRankState(FIND, sensing, Double.POSITIVE_INFINITY, 0, 0);
  }

  @Override
  public UnknownRankState step(Measurements problem, UnknownRankState state) {
    Fidelity fidelity = fidelity(problem);
    SensingState sensing = state.sensing();
    Descent descent = sensing.descent();
    double residual = fidelity.residualNorm(sensing.measured());
    double loss = Math.max(fidelity.rounding(), fidelity.value(sensing.measured()));
    if (descent.hasDiverged(loss)) {
      return new UnknownRankState(
          state.phase(),
          SensingState.at(fidelity, descent.halved()),
          state.before(),
          state.rank(),
          state.enlargements());
    }
    if (options.refine()
        && state.phase() == FIND
        && descent.steps() % INTERVAL == 0
        && descent.steps() >= BURN_IN) {
      Svd triplets = descent.factors().svd();
      double edge = edge(problem, fidelity, state);
      int rank = beforeAGap(triplets, edge);
      if (rank > 0 && rank == state.rank()) {
        return chosen(fidelity, state, triplets.truncated(rank));
      }
      if (residual > STALLED * state.before()) {
        return chosen(fidelity, state, triplets.truncated(standingOut(triplets, edge)));
      }
      state = new UnknownRankState(FIND, sensing, residual, rank, 0);
    }
    if (state.phase() == REFINE && descent.change() <= options.tolerance()) {
      FactorPair larger = enlarged(fidelity, state);
      return new UnknownRankState(
          REFINE,
          SensingState.at(fidelity, restarted(descent, larger)),
          residual,
          larger.rank(),
          state.enlargements() + 1);
    }
    FactorPair at = descent.factors();
    LinearOperator gradient = fidelity.gradient(sensing.measured());
    Matrix left = fidelity.leftGradient(gradient, at);
    Matrix right = fidelity.rightGradient(gradient, at, left);
    double damping = state.phase() == FIND ? options.damping() * residual : 0;
    ScaledStep step = ScaledStep.scaled(at, left, right, descent.stepSize(), damping);
    return new UnknownRankState(
        state.phase(),
        SensingState.at(fidelity, descent.advanced(loss, fidelity.kept(step))),
        state.before(),
        state.rank(),
        state.enlargements());
  }

  /** The same number of steps and one more, from other factors with a new step size. */
  private static Descent restarted(Descent descent, FactorPair factors) {
    return new Descent(
        descent.steps() + 1,
        factors,
        factors,
        Double.POSITIVE_INFINITY,
        SensingOptions.SQUARED_STEP,
        descent.halvings(),
        Double.POSITIVE_INFINITY,
        descent.damped());
  }

  /** How many triplets stand out from the edge of noise, at least one. */
  private static int standingOut(Svd triplets, double edge) {
    int rank = 1;
    while (rank < triplets.rank() && triplets.s().get(rank) > STANDS_OUT * edge) {
      rank++;
    }
    return rank;
  }

  /** How many triplets stand before a clear gap, the last of several; 0 if there is none. */
  private static int beforeAGap(Svd triplets, double edge) {
    int before = 0;
    for (int k = 1; k < triplets.rank(); k++) {
      double s = triplets.s().get(k - 1);
      if (s > STANDS_OUT * edge && triplets.s().get(k) < CLEAR * s) {
        before = k;
      }
    }
    return before;
  }

  /** On with these triplets, undamped. */
  private UnknownRankState chosen(Fidelity fidelity, UnknownRankState state, Svd triplets) {
    FactorPair pair = FactorPair.balanced(triplets);
    pair = options.symmetric() ? new FactorPair(pair.left(), pair.left()) : pair;
    return new UnknownRankState(
        REFINE,
        SensingState.at(fidelity, restarted(state.sensing().descent(), pair)),
        state.before(),
        triplets.rank(),
        0);
  }

  /** The edge of noise, corrected for what the columns have already taken out of it. */
  private double edge(Measurements problem, Fidelity fidelity, UnknownRankState state) {
    int columns = state.sensing().descent().factors().rank();
    long free =
        Measurements.freeNumbers(problem.rows(), problem.columns(), columns, options.symmetric());
    double left = Math.max(0.1 * problem.count(), problem.count() - free);
    return Math.sqrt(problem.count() / left)
        * NoiseEdge.of(fidelity, state.sensing().measured(), options.seed());
  }

  /** Whether the residual of a descent that has settled holds a direction that noise would not. */
  private boolean holdsMore(Measurements problem, Fidelity fidelity, UnknownRankState state) {
    SensingState sensing = state.sensing();
    FactorPair at = sensing.descent().factors();
    boolean mayGrow =
        at.rank() < Math.min(problem.rows(), problem.columns())
            && state.enlargements() < ENLARGEMENTS
            && Measurements.freeNumbers(
                    problem.rows(), problem.columns(), at.rank() + 1, options.symmetric())
                <= problem.count();
    double norm = at.norm();
    double residual = fidelity.residualNorm(sensing.measured());
    if (!mayGrow || residual <= Math.sqrt(options.tolerance()) * options.tolerance() * norm) {
      return false;
    }
    FactorPair more =
        SpectralStart.of(
            fidelity.direction(sensing.measured()), 1, options.symmetric(), options.seed());
    double edge = NoiseEdge.of(fidelity, sensing.measured(), options.seed());
    return more.norm() > Math.max(REMAINS * edge, 10 * options.tolerance() * norm);
  }

  /** The factors with the leading direction of the residual added. */
  private FactorPair enlarged(Fidelity fidelity, UnknownRankState state) {
    SensingState sensing = state.sensing();
    FactorPair more =
        SpectralStart.of(
            fidelity.direction(sensing.measured()), 1, options.symmetric(), options.seed());
    FactorPair at = FactorPair.balanced(sensing.descent().factors().svd());
    Matrix left = at.left().beside(more.left());
    return new FactorPair(left, options.symmetric() ? left : at.right().beside(more.right()));
  }

  @Override
  public Progress progress(Measurements problem, UnknownRankState state) {
    Fidelity fidelity = fidelity(problem);
    Descent descent = state.sensing().descent();
    double norm = fidelity.targetNorm();
    Optional<StopReason> end = Optional.empty();
    if (isSettled(problem, fidelity, state)) {
      end = Optional.of(StopReason.SETTLED);
    } else if (descent.steps() >= options.maxSteps()) {
      end = Optional.of(StopReason.STEPS);
    }
    double residual = norm == 0 ? 0 : fidelity.residualNorm(state.sensing().measured()) / norm;
    return new Progress(
        descent.steps(),
        Math.max(descent.steps(), options.maxSteps()),
        Progress.measures(
            "residual",
            Double.isFinite(residual) ? residual : Double.MAX_VALUE,
            "columns",
            descent.factors().rank(),
            "stepSize",
            descent.stepSize()),
        end);
  }

  private boolean isSettled(Measurements problem, Fidelity fidelity, UnknownRankState state) {
    return state.sensing().descent().change() <= options.tolerance()
        && (state.phase() == FIND || !holdsMore(problem, fidelity, state));
  }

  @Override
  public SensingEstimate estimate(Measurements problem, UnknownRankState state) {
    Fidelity fidelity = fidelity(problem);
    Descent descent = state.sensing().descent();
    boolean last = fidelity.value(state.sensing().measured()) <= descent.bestLoss();
    FactorPair pair = last ? descent.factors() : descent.best();
    if (state.phase() == FIND) {
      Svd triplets = pair.svd();
      double small =
          Math.max(
              10 * options.damping() * fidelity.residualNorm(state.sensing().measured()),
              10 * options.tolerance() * triplets.s().get(0));
      int rank = 1;
      while (rank < triplets.rank() && triplets.s().get(rank) > small) {
        rank++;
      }
      pair = FactorPair.balanced(triplets.truncated(rank));
    }
    return fidelity.estimate(
        pair,
        descent.steps(),
        isSettled(problem, fidelity, state),
        descent.stepSize(),
        descent.halvings(),
        descent.damped());
  }

  @Override
  public NamedArrays save(UnknownRankState state) {
    return SensingState.save(NamedArrays.builder(), state.sensing().descent())
        .text("phase", state.phase().name())
        .put("before", new double[] {state.before(), state.rank(), state.enlargements()})
        .build();
  }

  @Override
  public UnknownRankState load(Measurements problem, NamedArrays saved) {
    double[] before = saved.doubles("before");
    String phase = saved.text("phase");
    return new UnknownRankState(
        phase == null ? FIND : Phase.valueOf(phase),
        SensingState.load(fidelity(problem), saved),
        before[0],
        (int) before[1],
        (int) before[2]);
  }
}
