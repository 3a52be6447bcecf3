package org.eckart.recovery.tucker;

import static org.eckart.recovery.tucker.TuckerCompletionState.Phase.FIT;
import static org.eckart.recovery.tucker.TuckerCompletionState.Phase.SEARCH;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Vector;
import org.eckart.recovery.tucker.TuckerCompletionOptions.Offsets;
import org.eckart.recovery.tucker.TuckerCompletionState.Phase;

/**
 * Completes a tensor of any order from 2 of which some entries are known, noisy or not, with ranks,
 * noise and penalty chosen by itself.
 *
 * <p>The model is a Tucker tensor, with or without offsets ({@link TensorOffsets}). A step is one
 * of Gauss–Newton on all factors and the core at once; its linear equations are solved by conjugate
 * gradients with the preconditioner of scaled gradient descent, each row with its own count ({@link
 * GaussNewton}). Where entries are plenty the error is squared at each step.
 *
 * <p>Without given ranks a part of the entries is held out, and {@link RankSearch} grows ranks
 * while that lowers their error; each fit begins at the one before or the best so far. The best is
 * then fitted to all entries. Their errors also give the intervals.
 *
 * <p>Cost of a step: some 3 to 15 passes over the entries, each O(r) an entry, O(r²) a fibre of
 * them and O(Π r_k) an index of the smallest mode. Memory: 32 + 4 N bytes an entry beside the
 * entries themselves. Neither the tensor nor the model is ever dense.
 */
public final class TuckerCompletion
    implements Algorithm<TuckerCompletionProblem, TuckerCompletionState, TuckerCompletionEstimate> {
  private static final int SEARCH_STEPS = 15;
  private static final int QUANTILES = 200;

  /** So many calm steps are an end; a step that lowers the penalty may raise the residual. */
  private static final int CALM = 2;

  /** A squared residual below this part of the values' is rounding. */
  private static final double ROUNDING = 1e-28;

  private final TuckerCompletionOptions options;

  public TuckerCompletion(TuckerCompletionOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "tucker";
  }

  @Override
  public TuckerCompletionOptions options() {
    return options;
  }

  @Override
  public TuckerCompletionState start(TuckerCompletionProblem problem) {
    int[] shape = problem.entries().shape();
    Tucker zero = Tucker.zero(shape);
    if (options.ranks().isPresent() || !problem.canHoldOut()) {
      int[] ranks =
          options
              .ranks()
              .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
              .orElseGet(() -> Ranks.uniform(shape, 1));
      Ranks.check(shape, ranks);
      Ranks.refuseTooMany(problem.entries(), ranks);
      boolean levels = options.offsets() == Offsets.LEVELS;
      TuckerCompletionProblem.Prepared data = problem.complete(levels);
      Tucker x = RankChange.to(ranks, zero, data, options.seed());
      return new TuckerCompletionState(
          FIT, 0, levels, false, data.solver(false).start(x), 0, 1, 0, zero, List.of());
    }
    RankSearch.Candidate first = search(problem).next(List.of()).orElseThrow();
    Ranks.refuseTooMany(problem.entries(), first.ranks());
    TuckerCompletionProblem.Prepared data = problem.selection(options, first.levels());
    Tucker x = RankChange.to(first.ranks(), zero, data, options.seed());
    return new TuckerCompletionState(
        SEARCH, 0, first.levels(), false, data.solver(false).start(x), 0, 1, 0, zero, List.of());
  }

  private RankSearch search(TuckerCompletionProblem problem) {
    List<Boolean> kinds =
        switch (options.offsets()) {
          case AUTO -> List.of(true, false);
          case LEVELS -> List.of(true);
          case NONE -> List.of(false);
        };
    double fitted = problem.entries().count() * (1 - options.holdOut());
    return new RankSearch(problem.entries().shape(), fitted, kinds);
  }

  private TuckerCompletionProblem.Prepared data(
      TuckerCompletionProblem problem, Phase phase, boolean levels) {
    return phase == SEARCH ? problem.selection(options, levels) : problem.complete(levels);
  }

  @Override
  public TuckerCompletionState step(TuckerCompletionProblem problem, TuckerCompletionState given) {
    TuckerCompletionState state = given;
    if (state.phase() == SEARCH && isDone(state)) {
      state = onwards(problem, state);
    }
    TuckerCompletionProblem.Prepared data = data(problem, state.phase(), state.levels());
    GaussNewton.Point before = state.point();
    GaussNewton.Point point = data.solver(state.structured()).step(before);
    double decrease =
        point.moved() && before.squares() > 0 ? 1 - point.squares() / before.squares() : 0;
    TuckerCompletionState next =
        new TuckerCompletionState(
            state.phase(),
            state.steps() + 1,
            state.levels(),
            state.structured(),
            point,
            state.fitSteps() + 1,
            decrease,
            decrease <= tolerance(state.phase()) ? state.calm() + 1 : 0,
            state.best(),
            state.trials());
    return next.phase() == SEARCH && isDone(next) ? judged(data, next) : next;
  }

  /** Records how the present model predicts the held-out entries. */
  private static TuckerCompletionState judged(
      TuckerCompletionProblem.Prepared data, TuckerCompletionState state) {
    double[] errors = data.heldOutErrors(state.point().x());
    double size = 0;
    for (double error : errors) {
      size = Math.max(size, error);
    }
    double squares = 0;
    for (double error : errors) {
      squares += size == 0 ? 0 : (error / size) * (error / size);
    }
    double rmse = size * Math.sqrt(squares / errors.length);
    List<TuckerTrial> trials = new ArrayList<>(state.trials());
    boolean better = trials.stream().allMatch(trial -> rmse < trial.heldOutRmse());
    trials.add(
        new TuckerTrial(
            Arrays.stream(state.point().x().ranks()).boxed().toList(),
            state.levels(),
            state.structured(),
            rmse,
            data.scale() * Math.sqrt(state.point().squares() / data.tree().count()),
            data.scale() * Math.sqrt(state.point().noise()),
            quantiles(errors),
            state.fitSteps()));
    return new TuckerCompletionState(
        SEARCH,
        state.steps(),
        state.levels(),
        state.structured(),
        state.point(),
        state.fitSteps(),
        state.decrease(),
        state.calm(),
        better ? state.point().x() : state.best(),
        trials);
  }

  /**
   * {@value #QUANTILES} + 1 quantiles, so placed that a new error stays below with that chance. Of
   * n errors the largest is that for n/(n + 1); beyond it none is known, and it is infinite.
   */
  private static Vector quantiles(double[] errors) {
    double[] sorted = errors.clone();
    Arrays.sort(sorted);
    double[] quantiles = new double[QUANTILES + 1];
    for (int q = 0; q <= QUANTILES; q++) {
      int rank = (int) Math.ceil((sorted.length + 1.0) * q / QUANTILES) - 1;
      quantiles[q] = rank < sorted.length ? sorted[Math.max(0, rank)] : Double.POSITIVE_INFINITY;
    }
    return Vector.wrap(quantiles);
  }

  /** From a fit that has ended to the next rank, or to the fit of all entries. */
  private TuckerCompletionState onwards(
      TuckerCompletionProblem problem, TuckerCompletionState state) {
    RankSearch search = search(problem);
    Optional<RankSearch.Candidate> next = search.next(state.trials());
    TuckerTrial best = search.best(state.trials());
    Phase phase = next.isPresent() ? SEARCH : FIT;
    boolean levels = next.map(RankSearch.Candidate::levels).orElse(best.levels());
    boolean structured = next.map(RankSearch.Candidate::structured).orElse(best.structured());
    int[] ranks = next.map(RankSearch.Candidate::ranks).orElseGet(best::rankArray);
    TuckerTrial last = state.trials().getLast();
    Tucker from;
    Tucker zero = Tucker.zero(problem.entries().shape());
    boolean sameAsLast = levels == last.levels() && structured == last.structured();
    boolean sameAsBest = levels == best.levels() && structured == best.structured();
    if (phase == FIT || (sameAsBest && !sameAsLast)) {
      from = levels == least(state.trials()).levels() ? state.best() : zero;
    } else if (!sameAsLast) {
      from = zero;
    } else {
      from = isNear(ranks, last) ? state.point().x() : state.best();
    }
    TuckerCompletionProblem.Prepared data = data(problem, phase, levels);
    Tucker x = RankChange.to(ranks, from, data, options.seed());
    return new TuckerCompletionState(
        phase,
        state.steps(),
        levels,
        structured,
        data.solver(structured).start(x),
        0,
        1,
        0,
        state.best(),
        state.trials());
  }

  /** The trial whose model is kept. */
  private static TuckerTrial least(List<TuckerTrial> trials) {
    return java.util.Collections.min(
        trials, java.util.Comparator.comparingDouble(TuckerTrial::heldOutRmse));
  }

  /** Whether all ranks are those of a trial or above, as along the equal ranks. */
  private static boolean isNear(int[] ranks, TuckerTrial trial) {
    int[] tried = trial.rankArray();
    for (int k = 0; k < ranks.length; k++) {
      if (ranks[k] < tried[k]) {
        return false;
      }
    }
    return true;
  }

  private boolean isDone(TuckerCompletionState state) {
    int most =
        state.phase() == FIT ? options.maxSteps() : Math.min(SEARCH_STEPS, options.maxSteps());
    return state.fitSteps() >= most || isSettled(state);
  }

  private boolean isSettled(TuckerCompletionState state) {
    return state.fitSteps() > 0
        && (state.calm() >= CALM || !state.point().moved() || state.point().squares() <= ROUNDING);
  }

  private double tolerance(Phase phase) {
    return phase == FIT
        ? options.tolerance()
        : Math.max(options.tolerance(), TuckerCompletionOptions.SEARCH_TOLERANCE);
  }

  @Override
  public Progress progress(TuckerCompletionProblem problem, TuckerCompletionState state) {
    LinkedHashMap<String, Double> measures = new LinkedHashMap<>();
    TuckerCompletionProblem.Prepared data = data(problem, state.phase(), state.levels());
    measures.put(
        "trainRmse", data.scale() * Math.sqrt(state.point().squares() / data.tree().count()));
    if (!state.trials().isEmpty()) {
      measures.put("heldOutRmse", state.trials().getLast().heldOutRmse());
    }
    int[] ranks = state.point().x().ranks();
    measures.put("largestRank", (double) Arrays.stream(ranks).max().orElse(0));
    Optional<StopReason> end = Optional.empty();
    if (state.phase() == FIT && isDone(state)) {
      end = Optional.of(isSettled(state) ? StopReason.SETTLED : StopReason.STEPS);
    }
    int left = options.maxSteps() - state.fitSteps();
    if (state.phase() == SEARCH) {
      left += RankSearch.MOST_TRIALS * SEARCH_STEPS;
    }
    return new Progress(state.steps(), state.steps() + Math.max(0, left), measures, end);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of a run that was stopped while it compared ranks: the best model by then, with its own
   * held-out errors, and not the one under way.
   */
  @Override
  public TuckerCompletionEstimate estimate(
      TuckerCompletionProblem problem, TuckerCompletionState state) {
    if (state.phase() == SEARCH && !state.trials().isEmpty()) {
      TuckerTrial trial = least(state.trials());
      TuckerCompletionProblem.Prepared data = problem.selection(options, trial.levels());
      return new TuckerCompletionEstimate(
          state.best().scaled(data.scale()),
          data.offsets(),
          trial.noise(),
          trial.trainRmse(),
          trial.errors(),
          state.trials(),
          state.steps(),
          false);
    }
    TuckerCompletionProblem.Prepared data = data(problem, state.phase(), state.levels());
    double scale = data.scale();
    double rmse = scale * Math.sqrt(state.point().squares() / data.tree().count());
    return new TuckerCompletionEstimate(
        state.point().x().scaled(scale),
        data.offsets(),
        scale * Math.sqrt(state.point().noise()),
        rmse,
        state.trials().isEmpty() ? Vector.of() : search(problem).best(state.trials()).errors(),
        state.trials(),
        state.steps(),
        state.phase() == FIT && isSettled(state));
  }

  @Override
  public NamedArrays save(TuckerCompletionState state) {
    return TuckerCompletionCheckpoint.save(state);
  }

  @Override
  public TuckerCompletionState load(TuckerCompletionProblem problem, NamedArrays saved) {
    return TuckerCompletionCheckpoint.load(saved);
  }
}
