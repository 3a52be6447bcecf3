package org.eckart.recovery.completion;

import static org.eckart.recovery.completion.CompletionState.Phase.DONE;
import static org.eckart.recovery.completion.CompletionState.Phase.REFIT;
import static org.eckart.recovery.completion.CompletionState.Phase.SELECT;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Check;

/**
 * Completes a matrix from some of its entries: yᵢⱼ ≈ μ + bᵢ + cⱼ + lᵢ·rⱼ, with noise that each row
 * learns for itself.
 *
 * <p>A step is one sweep: each row takes a few preconditioned conjugate-gradient steps on its own
 * least-squares problem while the columns stand still, then each column does (RowPCG: the
 * scaled-gradient direction row by row, with exact steps). Rank, penalty and noise are learned
 * along: each direction has a prior variance of its own, which shrinks to nothing where the data do
 * not need it, and the uncertainty of a column restrains the rows that lean on it. First a part of
 * the entries is held out, to choose the rank and to calibrate the intervals; then all entries are
 * taken.
 *
 * <p>Cost of a sweep: at rank 16 about 2 · 20 multiply-adds of 16 floats an entry, and from rank 17
 * on 4 (2 + innerSteps) · rank flops an entry. Memory: 16 bytes an entry beside the entries
 * themselves, and 24 bytes a row or column and direction (the old and the new state).
 *
 * <p>Fails, and shows it, where a row and a column have nothing in common with the rest (their
 * prediction is their offsets, with wide intervals) and where the noise is not symmetric.
 *
 * <p>Source: scaled gradient descent (Tong, Ma &amp; Chi, JMLR 22 (2021)) row by row with exact
 * steps, with the variational penalty of Lim &amp; Teh (2007) and Ilin &amp; Raiko, JMLR 11 (2010).
 */
public final class Completion
    implements Algorithm<CompletionProblem, CompletionState, CompletionFit> {
  /**
   * Rank at which the choice starts. On small tables directions found a few at a time generalise
   * better than sixteen at once (MovieLens-latest-small, 10 splits: mean test RMSE 0.838 against
   * 0.842).
   */
  private static final int FIRST_RANK = 4;

  /**
   * From this many entries on the choice starts at one 512-bit register: smaller ranks cost the
   * same.
   */
  private static final int LARGE = 1_000_000;

  private static final int FIRST_RANK_OF_LARGE = 16;

  /**
   * By what the tolerance is multiplied there: 4.5 million ratings settle after 11 sweeps instead
   * of 15, at a test RMSE 0.002 to 0.003 higher.
   */
  private static final double LARGE_TOLERANCE = 10;

  /** Sweeps over all entries after the rank is chosen, at the least. */
  private static final int REFIT_SWEEPS = 2;

  /**
   * The refit starts where selection settled, so it settles sooner: at this multiple of the
   * tolerance.
   */
  private static final double REFIT_TOLERANCE = 4;

  /**
   * On small tables the penalty stays as it starts for this many sweeps, and is then let in bit by
   * bit. Learned at once, it takes weak directions for noise before they have formed, and none
   * comes back (100,000 ratings of rank 20 at 3,000 × 800: test RMSE 0.829 at once, 0.815 so; a
   * million entries and more show no such loss).
   */
  private static final int FORMING_SWEEPS = 2;

  private static final int EASING_SWEEPS = 6;

  /** Sweeps for the offsets alone before there are factors; they change by less than 0.1 % then. */
  private static final int OFFSET_SWEEPS = 2;

  /** From rank 16 on, a larger rank is tried if more than this part of the directions is in use. */
  private static final double CROWDED = 0.9;

  private final CompletionOptions options;

  public Completion(CompletionOptions options) {
    this.options = options;
  }

  /**
   * Runs the kernels on a small table until the JVM has compiled them, some 0.3 s; the results are
   * thrown away. For programs that read a large table first: started on another thread meanwhile,
   * it takes half a second off the first sweep.
   */
  public static void warmUp(CompletionOptions options) {
    WarmUp.run(options.rank().orElse(FIRST_RANK_OF_LARGE));
  }

  @Override
  public String name() {
    return "completion";
  }

  @Override
  public CompletionOptions options() {
    return options;
  }

  @Override
  public CompletionState start(CompletionProblem problem) {
    int largest = Math.min(problem.rows(), problem.columns());
    int wanted = options.rank().orElse(0);
    Check.check(
        wanted <= largest,
        "rank is %d, but a %d × %d matrix has rank at most %d; ask for 0 to %d",
        wanted,
        problem.rows(),
        problem.columns(),
        largest,
        largest);
    // Offsets first: what they alone are worth is the measure of all that follows.
    int rank = problem.heldOut().count() > 0 ? 0 : firstRank(problem);
    FactorState factors =
        FactorState.start(problem.rows(), problem.columns(), rank, options.seed());
    return new CompletionState(SELECT, 0, 0, factors, Double.NaN, 0, null, List.of(), null);
  }

  private static boolean isLarge(CompletionProblem problem) {
    return problem.entries().count() >= LARGE;
  }

  /**
   * On large tables the noise is known so well that changes of this many tolerances say nothing
   * more.
   */
  private double tolerance(CompletionProblem problem) {
    return isLarge(problem) ? LARGE_TOLERANCE * options.tolerance() : options.tolerance();
  }

  /** How far the next sweep trusts what it has learned of the penalty. */
  private static double trust(CompletionProblem problem, CompletionState state) {
    if (isLarge(problem) || state.current().rank() == 0) {
      return 1;
    }
    return Math.clamp((state.stageSweeps() + 1.0 - FORMING_SWEEPS) / EASING_SWEEPS, 0, 1);
  }

  /** The first rank above 0: the one asked for, or where the choice begins. */
  private int firstRank(CompletionProblem problem) {
    int largest = Math.min(problem.rows(), problem.columns());
    int first = isLarge(problem) ? FIRST_RANK_OF_LARGE : FIRST_RANK;
    return options.rank().orElse(Math.min(first, largest));
  }

  @Override
  public CompletionState step(CompletionProblem problem, CompletionState state) {
    return switch (state.phase()) {
      case SELECT -> select(problem, state);
      case REFIT -> refit(problem, state);
      case DONE -> state;
    };
  }

  private CompletionState select(CompletionProblem problem, CompletionState state) {
    FactorState next =
        state
            .current()
            .swept(
                problem.selection(),
                options.penaltyRule(),
                options.innerSteps(),
                trust(problem, state),
                problem.parallel());
    double heldOut = problem.heldOutRmse(next);
    int quiet =
        trust(problem, state) == 1 && isQuiet(state.current(), next, tolerance(problem))
            ? state.quiet() + 1
            : 0;
    int sweeps = state.sweeps() + 1;
    int stage = state.stageSweeps() + 1;
    boolean offsetsAreOnlyTheStart =
        next.rank() == 0 && stage >= OFFSET_SWEEPS && firstRank(problem) > 0;
    if (quiet < CompletionOptions.PATIENCE
        && stage < options.maxSweeps()
        && !offsetsAreOnlyTheStart) {
      return new CompletionState(
          SELECT, sweeps, stage, next, heldOut, quiet, state.kept(), state.trials(), null);
    }
    List<RankTrial> trials = new ArrayList<>(state.trials());
    int used = next.directionsInUse();
    trials.add(new RankTrial(next.rank(), used, stage, heldOut * problem.scale()));
    boolean better =
        state.kept() == null
            || heldOut * problem.scale()
                < trials.get(trials.size() - 2).heldOutRmse()
                    * (1 - CompletionOptions.WORTH_GROWING);
    int larger = rankToTry(problem, next, used, better);
    if (larger > next.rank()) {
      FactorState grown =
          isLarge(problem)
              ? next.grown(larger, options.seed())
              : next.restarted(larger, options.seed());
      FactorState kept = options.rank().isEmpty() ? next : null; // a rank asked for is not judged
      return new CompletionState(SELECT, sweeps, 0, grown, heldOut, 0, kept, trials, null);
    }
    FactorState chosen = better ? next : Objects.requireNonNull(state.kept());
    IntervalCalibration calibration = IntervalCalibration.of(problem, chosen);
    if (problem.heldOut().count() == 0) {
      chosen = chosen.settledRows(problem.complete(), options.penaltyRule(), problem.parallel());
      return new CompletionState(
          DONE, sweeps, stage, chosen, heldOut, 0, null, trials, calibration);
    }
    double best = better ? heldOut : problem.heldOutRmse(chosen);
    return new CompletionState(REFIT, sweeps, 0, chosen, best, 0, null, trials, calibration);
  }

  /** The rank to go on with, or the present one if the choice is made. */
  private int rankToTry(CompletionProblem problem, FactorState at, int used, boolean better) {
    if (problem.heldOut().count() == 0) {
      return at.rank();
    }
    if (at.rank() == 0) {
      return firstRank(problem);
    }
    boolean crowded = at.rank() < FIRST_RANK_OF_LARGE || used > CROWDED * at.rank();
    if (options.rank().isPresent() || !better || !crowded) {
      return at.rank();
    }
    int largest = Math.min(problem.rows(), problem.columns());
    return Math.min(2 * at.rank(), Math.min(CompletionOptions.LARGEST_AUTOMATIC_RANK, largest));
  }

  /**
   * Whether a sweep left the noise (or, under a fixed penalty, the training error) where it was.
   */
  private boolean isQuiet(FactorState before, FactorState after, double tolerance) {
    double was = before.trainRmse();
    double is = after.trainRmse();
    if (options.penalty().isEmpty()) {
      was = Math.sqrt(before.noise());
      is = Math.sqrt(after.noise());
    }
    return Math.abs(was - is) <= tolerance * was;
  }

  private CompletionState refit(CompletionProblem problem, CompletionState state) {
    FactorState next =
        state
            .current()
            .swept(
                problem.complete(),
                options.penaltyRule(),
                options.innerSteps(),
                1,
                problem.parallel());
    int stage = state.stageSweeps() + 1;
    int quiet =
        isQuiet(state.current(), next, REFIT_TOLERANCE * tolerance(problem))
            ? state.quiet() + 1
            : 0;
    boolean done = stage >= options.maxSweeps() || (stage >= REFIT_SWEEPS && quiet >= 1);
    if (done) {
      next = next.settledRows(problem.complete(), options.penaltyRule(), problem.parallel());
    }
    return new CompletionState(
        done ? DONE : REFIT,
        state.sweeps() + 1,
        stage,
        next,
        state.heldOutRmse(),
        quiet,
        null,
        state.trials(),
        state.calibration());
  }

  @Override
  public Progress progress(CompletionProblem problem, CompletionState state) {
    FactorState factors = state.current();
    var measures = new java.util.LinkedHashMap<String, Double>();
    if (state.sweeps() > 0) {
      measures.put("trainRmse", factors.trainRmse() * problem.scale());
      if (problem.heldOut().count() > 0) {
        measures.put("heldOutRmse", state.heldOutRmse() * problem.scale());
      }
    }
    measures.put("rank", (double) factors.rank());
    measures.put("noise", Math.sqrt(factors.noise()) * problem.scale());
    int before = state.sweeps() - state.stageSweeps();
    int expected =
        switch (state.phase()) {
          case SELECT ->
              before + 2 * options.maxSweeps(); // at this rank; a larger one adds its own
          case REFIT -> before + options.maxSweeps();
          case DONE -> state.sweeps();
        };
    return new Progress(
        state.sweeps(),
        expected,
        measures,
        state.phase() == DONE ? Optional.of(StopReason.SETTLED) : Optional.empty());
  }

  @Override
  public CompletionFit estimate(CompletionProblem problem, CompletionState state) {
    IntervalCalibration calibration = state.calibration();
    if (calibration == null) {
      calibration = IntervalCalibration.of(problem, state.current());
    }
    double heldOut = state.heldOutRmse() * problem.scale();
    return new CompletionFit(
        CompletionModel.of(problem, state.current(), options, calibration),
        state.trials(),
        state.sweeps(),
        state.current().trainRmse() * problem.scale(),
        heldOut);
  }

  @Override
  public NamedArrays save(CompletionState state) {
    return CompletionCheckpoint.save(state);
  }

  @Override
  public CompletionState load(CompletionProblem problem, NamedArrays saved) {
    return CompletionCheckpoint.load(saved);
  }
}
