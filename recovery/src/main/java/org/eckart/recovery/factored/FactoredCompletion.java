package org.eckart.recovery.factored;

import static org.eckart.linalg.Check.check;
import static org.eckart.recovery.factored.FactoredState.Phase.CONTINUE;
import static org.eckart.recovery.factored.FactoredState.Phase.DONE;
import static org.eckart.recovery.factored.FactoredState.Phase.FIT;
import static org.eckart.recovery.factored.FactoredState.Phase.SELECT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eckart.core.InputException;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.recovery.completion.RankTrial;
import org.eckart.recovery.factored.FactoredProblem.Prepared;
import org.eckart.recovery.factored.FactoredState.Phase;
import org.eckart.recovery.scaled.Descent;
import org.eckart.recovery.scaled.FactorPair;
import org.eckart.recovery.scaled.ScaledStep;

/**
 * Completes a matrix by a plain low-rank one, X = L Rᵀ without offsets, in double precision: min ½
 * p⁻¹‖P_Ω(L Rᵀ − Y)‖².
 *
 * <p>The published algorithm and those that it is compared with: {@link FactoredMethod#SCALED}
 * moves both factors at once by L − η p⁻¹P_Ω(L Rᵀ − Y) R (RᵀR)⁻¹ and its mirror image, from the
 * leading singular triplets of p⁻¹P_Ω(Y). Near the answer the error then falls by the same factor a
 * step whatever the condition number κ; gradient descent needs κ times as many steps.
 *
 * <p>What the theory assumes is looked at: where the r-th singular value of p⁻¹P_Ω(Y) is not twice
 * the next, the weakest directions are buried in what sampling adds, and every method may sit on a
 * plateau far above them. Directions are then found one by one ({@link Continuation}), row by row
 * to the end: the scaled gradient with an exact step for each row in the place of one step for all.
 * Gradient descent, which is there to be compared with, keeps to its start. Where counts are so
 * uneven that a fixed step is too long for the fullest row, it is divided by that row's excess. A
 * descent that diverges all the same goes back to its best factors with half the step size, and is
 * refused after ten halvings.
 *
 * <p>Cost of a step: 8 |Ω| r flops and 4 (m + n) r² for the gradient methods; up to 4 |Ω| r² for
 * alternating minimisation. Memory: 24 bytes an entry beside the entries themselves, and 48 (m + n)
 * r.
 *
 * <p>Noise is fitted like the rest: for ratings, and wherever rows have few entries, {@link
 * org.eckart.recovery.completion.Completion} predicts better.
 *
 * <p>Source: Tong, Ma &amp; Chi, JMLR 22(150) (2021), algorithm for completion.
 */
public final class FactoredCompletion
    implements Algorithm<FactoredProblem, FactoredState, FactoredEstimate> {
  /** Below such a ratio σ̂_r/σ̂_{r+1} the weakest directions are taken to be buried. */
  public static final double GAP = 2;

  /** A residual this far below the entries is rounding. */
  private static final double ROUNDING = 4e-16;

  /** A rise below this part of the loss is rounding. */
  private static final double RISE = 1e-9;

  private final FactoredOptions options;
  private final Continuation continuation;

  public FactoredCompletion(FactoredOptions options) {
    this.options = options;
    this.continuation = new Continuation(options);
  }

  @Override
  public String name() {
    return switch (options.method()) {
      case SCALED -> "scaledgd";
      case VANILLA -> "gd";
      case ALTERNATING -> "altmin";
      case ROWS -> "rowpcg";
    };
  }

  @Override
  public FactoredOptions options() {
    return options;
  }

  @Override
  public FactoredState start(FactoredProblem problem) {
    int largest = problem.largestRank();
    int wanted = options.rank().orElse(1);
    check(
        wanted <= largest,
        "rank is %d, but a %d × %d matrix has rank at most %d; ask for 1 to %d",
        wanted,
        problem.entries().rows(),
        problem.entries().columns(),
        largest,
        largest);
    Prepared all = problem.complete();
    refuseTooFew(problem, all, wanted);
    if (options.rank().isEmpty() && problem.canHoldOut()) {
      return begin(SELECT, continuation.nothing(problem), Double.NaN);
    }
    if (options.start() == FactoredOptions.Start.CONTINUATION) {
      return begin(CONTINUE, continuation.nothing(problem), Double.NaN);
    }
    Svd leading = leading(problem, all, wanted);
    double gap = SpectralStart.gap(leading, wanted);
    if (mayContinue() && isBuried(gap, all)) {
      return begin(CONTINUE, continuation.nothing(problem), gap);
    }
    FactorPair at = FactorPair.balanced(leading.truncated(Math.min(wanted, leading.rank())));
    return fit(problem, at, gap, bound(leading, wanted), 0, List.of());
  }

  /** One triplet more than the rank, for the gap. */
  private Svd leading(FactoredProblem problem, Prepared all, int rank) {
    return SpectralStart.triplets(all, share(all), rank + 1, options.seed(), problem.parallel());
  }

  private static boolean isBuried(double gap, Prepared all) {
    return gap < GAP && all.share() < 1;
  }

  /** Whether directions are found one by one where the gap calls for it. */
  private boolean mayContinue() {
    return options.start() == FactoredOptions.Start.AUTO
        && options.method() != FactoredMethod.VANILLA;
  }

  /** B of the scaled projection; +∞ for none. */
  private double bound(Svd leading, int rank) {
    return options.projection().isPresent()
        ? options.projection().getAsDouble() * SpectralStart.projectionBound(leading, rank)
        : Double.POSITIVE_INFINITY;
  }

  /**
   * The fit at a rank that was chosen: from the factors of that choice, or from the spectrum of all
   * entries if that is the start asked for.
   */
  private FactoredState fitChosen(
      FactoredProblem problem, FactorPair chosen, FactoredState state, List<RankTrial> trials) {
    boolean fromSpectrum = options.start() == FactoredOptions.Start.SPECTRAL;
    if (!fromSpectrum && options.projection().isEmpty()) {
      return fit(problem, chosen, state.gap(), Double.POSITIVE_INFINITY, state.steps(), trials);
    }
    int rank = chosen.rank();
    Svd leading = leading(problem, problem.complete(), rank);
    FactorPair at =
        fromSpectrum
            ? FactorPair.balanced(leading.truncated(Math.min(rank, leading.rank())))
            : chosen;
    return fit(
        problem, at, SpectralStart.gap(leading, rank), bound(leading, rank), state.steps(), trials);
  }

  private static FactoredState begin(Phase phase, FactorPair nothing, double gap) {
    return new FactoredState(
        phase,
        0,
        0,
        Descent.start(nothing, 1),
        Double.POSITIVE_INFINITY,
        0,
        0,
        gap,
        Double.POSITIVE_INFINITY,
        null,
        List.of());
  }

  /** The method itself from here on. */
  private FactoredState fit(
      FactoredProblem problem,
      FactorPair from,
      double gap,
      double bound,
      int steps,
      List<RankTrial> trials) {
    FactorPair at = bound < Double.POSITIVE_INFINITY ? ScaledProjection.of(from, bound) : from;
    Prepared all = problem.complete();
    double stepSize = options.stepSize() / all.unevenness();
    if (options.method() == FactoredMethod.VANILLA) {
      double leading =
          options.leadingValue().isPresent()
              ? options.leadingValue().getAsDouble() / all.scale()
              : at.svd().s().get(0);
      stepSize = leading == 0 ? stepSize : stepSize / leading;
    }
    Descent start = Descent.start(at, stepSize);
    return new FactoredState(
        FIT,
        steps,
        0,
        new Descent(
            steps, at, at, start.bestLoss(), start.stepSize(), start.halvings(), start.change(), 0),
        Double.POSITIVE_INFINITY,
        0,
        0,
        gap,
        bound,
        null,
        trials);
  }

  private double share(Prepared all) {
    return options.observedShare().orElse(all.share());
  }

  private static void refuseTooFew(FactoredProblem problem, Prepared all, int rank) {
    long free = all.freeNumbers(rank);
    if (free > all.rows().entries()) {
      int possible = rank - 1;
      while (possible > 0 && all.freeNumbers(possible) > all.rows().entries()) {
        possible--;
      }
      throw InputException.of(
          "too-few-entries",
          "",
          "%d entries of a %d × %d matrix cannot fix the %d free numbers of rank %d; observe"
              + " more%s",
          all.rows().entries(),
          problem.entries().rows(),
          problem.entries().columns(),
          free,
          rank,
          possible == 0 ? "" : ", or ask for rank " + possible);
    }
  }

  @Override
  public FactoredState step(FactoredProblem problem, FactoredState state) {
    return switch (state.phase()) {
      case SELECT -> select(problem, state);
      case CONTINUE -> continued(problem, state);
      case FIT -> options.method().isGradient() ? moved(problem, state) : swept(problem, state);
      case DONE -> state;
    };
  }

  /** A sweep at the present rank, or the first one of the next. */
  private FactoredState select(FactoredProblem problem, FactoredState state) {
    Prepared data = problem.selection(options);
    FactoredState next = continuation.sweep(problem, data, state);
    boolean last = next.steps() >= options.maxSteps();
    if (!last && !continuation.stageIsOver(data, state, next)) {
      return next;
    }
    List<RankTrial> trials = new ArrayList<>(next.trials());
    int rank = next.factors().rank();
    double error = data.scale() * data.heldOutError(next.factors());
    trials.add(new RankTrial(rank, rank, next.stageSteps(), error));
    FactorPair kept =
        Continuation.chosenRank(trials) == rank
            ? next.factors()
            : Objects.requireNonNullElse(next.kept(), next.factors());
    return last || continuation.isChosen(problem, data, trials)
        ? fitChosen(problem, kept, next, trials)
        : continuation.toNextRank(next, kept, trials);
  }

  /** As above, on all entries and up to the rank asked for. */
  private FactoredState continued(FactoredProblem problem, FactoredState state) {
    Prepared data = problem.complete();
    FactoredState next = continuation.sweep(problem, data, state);
    int wanted = options.rank().orElse(1);
    if (next.factors().rank() < wanted) {
      return continuation.stageIsOver(data, state, next)
          ? continuation.toNextRank(next, null, List.of())
          : next;
    }
    return ended(problem, next, state.squares());
  }

  /** Both factors along their gradients. */
  private FactoredState moved(FactoredProblem problem, FactoredState state) {
    Prepared data = problem.complete();
    Descent descent = state.descent();
    FactorPair at = descent.factors();
    ObservedResidual byRows =
        ObservedResidual.times(data.rows(), at.left(), at.right(), problem.parallel());
    double squares = byRows.squares();
    double loss = 0.5 * squares / share(data);
    int rises = squares > state.squares() * (1 + RISE) ? state.rises() + 1 : 0;
    boolean rounding = Math.sqrt(squares) <= ROUNDING * data.norm();
    if (!rounding && (descent.hasDiverged(loss) || rises >= 2)) {
      return new FactoredState(
          FIT,
          state.steps() + 1,
          state.stageSteps() + 1,
          descent.halved(),
          Double.POSITIVE_INFINITY,
          0,
          0,
          state.gap(),
          state.bound(),
          null,
          state.trials());
    }
    Matrix left = byRows.timesFactor().scaled(1 / share(data));
    Matrix right =
        ObservedResidual.times(data.columns(), at.right(), at.left(), problem.parallel())
            .timesFactor()
            .scaled(1 / share(data));
    ScaledStep step =
        options.method() == FactoredMethod.SCALED
            ? ScaledStep.scaled(at, left, right, descent.stepSize(), 0)
            : ScaledStep.vanilla(at, left, right, descent.stepSize());
    if (state.bound() < Double.POSITIVE_INFINITY) {
      step =
          new ScaledStep(
              ScaledProjection.of(step.next(), state.bound()), step.size(), step.damping());
    }
    FactoredState next =
        new FactoredState(
            FIT,
            state.steps() + 1,
            state.stageSteps() + 1,
            descent.advanced(loss, step),
            squares,
            rises,
            quiet(state, squares),
            state.gap(),
            state.bound(),
            null,
            state.trials());
    return ended(problem, next, state.squares());
  }

  /** Rows, then columns. */
  private FactoredState swept(FactoredProblem problem, FactoredState state) {
    FactoredState next = continuation.swept(problem, problem.complete(), state);
    return ended(problem, next, state.squares());
  }

  /** How many steps running the loss has fallen by next to nothing. */
  static int quiet(FactoredState state, double squares) {
    return state.squares() - squares <= FactoredOptions.STALLED * state.squares()
            && state.squares() < Double.POSITIVE_INFINITY
        ? state.quiet() + 1
        : 0;
  }

  /** The same state, marked as done if it is an end. */
  private FactoredState ended(FactoredProblem problem, FactoredState state, double before) {
    Prepared data = problem.complete();
    double error = Math.sqrt(state.squares());
    boolean settled =
        error <= options.tolerance() * data.norm()
            || state.descent().change() <= options.tolerance()
            || (state.quiet() >= FactoredOptions.PATIENCE && before < Double.POSITIVE_INFINITY);
    return settled && state.phase() != DONE
        ? new FactoredState(
            DONE,
            state.steps(),
            state.stageSteps(),
            state.descent(),
            state.squares(),
            state.rises(),
            state.quiet(),
            state.gap(),
            state.bound(),
            null,
            state.trials())
        : state;
  }

  @Override
  public Progress progress(FactoredProblem problem, FactoredState state) {
    LinkedHashMap<String, Double> measures = new LinkedHashMap<>();
    Prepared data = state.phase() == SELECT ? problem.selection(options) : problem.complete();
    if (state.squares() < Double.POSITIVE_INFINITY) {
      measures.put("trainRmse", data.scale() * Math.sqrt(state.squares() / data.rows().entries()));
    }
    if (!state.trials().isEmpty()) {
      measures.put("heldOutRmse", state.trials().getLast().heldOutRmse());
    }
    measures.put("rank", (double) state.factors().rank());
    if (state.descent().change() < Double.POSITIVE_INFINITY) {
      measures.put("change", state.descent().change());
    }
    int spent = state.phase() == FIT ? state.stageSteps() : state.steps();
    int left = Math.max(0, options.maxSteps() - spent);
    Optional<StopReason> end = Optional.empty();
    if (state.phase() == DONE) {
      end = Optional.of(StopReason.SETTLED);
      left = 0;
    } else if (state.phase() != SELECT && left == 0) {
      end = Optional.of(StopReason.STEPS);
    }
    int fit = state.phase() == SELECT ? options.maxSteps() : 0;
    return new Progress(state.steps(), state.steps() + left + fit, measures, end);
  }

  @Override
  public FactoredEstimate estimate(FactoredProblem problem, FactoredState state) {
    Prepared data = problem.complete();
    FactorPair at = Objects.requireNonNullElse(state.kept(), state.factors());
    double squares =
        ObservedResidual.times(data.rows(), at.left(), at.right(), problem.parallel()).squares();
    Descent descent = state.descent();
    boolean strayed = 0.5 * squares / share(data) > descent.bestLoss();
    if (state.phase() == FIT && !(squares <= Double.MAX_VALUE && !strayed)) {
      at = descent.best();
      squares =
          ObservedResidual.times(data.rows(), at.left(), at.right(), problem.parallel()).squares();
    }
    int rank = at.rank();
    return new FactoredEstimate(
        at.svd().scaled(data.scale()).signed(),
        data.scale() * Math.sqrt(squares / data.rows().entries()),
        state.trials().stream().mapToDouble(RankTrial::heldOutRmse).min().orElse(Double.NaN),
        state.trials(),
        state.steps(),
        state.phase() == DONE,
        state.gap(),
        mayContinue() && options.rank().isPresent() && isBuried(state.gap(), data),
        data.unevenness(),
        descent.halvings(),
        descent.damped(),
        data.rows().rowsWith(1) - data.rows().rowsWith(rank),
        data.columns().rowsWith(1) - data.columns().rowsWith(rank));
  }

  /**
   * The singular triplets of a state in the units of the values, for whoever follows a run step by
   * step; O((m + n) r²).
   */
  public Svd triplets(FactoredProblem problem, FactoredState state) {
    return factors(problem, state).svd();
  }

  /** The factors of a state in the units of the values. */
  FactorPair factors(FactoredProblem problem, FactoredState state) {
    FactorPair at = state.factors();
    return new FactorPair(at.left().scaled(problem.complete().scale()), at.right());
  }

  @Override
  public NamedArrays save(FactoredState state) {
    return FactoredCheckpoint.save(state);
  }

  @Override
  public FactoredState load(FactoredProblem problem, NamedArrays saved) {
    return FactoredCheckpoint.load(saved);
  }
}
