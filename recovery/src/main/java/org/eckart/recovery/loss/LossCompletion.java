package org.eckart.recovery.loss;

import static org.eckart.linalg.Check.check;
import static org.eckart.recovery.loss.LossState.Phase.DONE;
import static org.eckart.recovery.loss.LossState.Phase.FIT;
import static org.eckart.recovery.loss.LossState.Phase.SELECT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.eckart.core.CapacityException;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.recovery.loss.LossProblem.Cost;
import org.eckart.recovery.loss.LossProblem.Prepared;
import org.jspecify.annotations.Nullable;

/**
 * Completes a matrix of counts, of yes and no, or of numbers of which some are wild: yᵢⱼ is drawn
 * with mean given by aᵢⱼ = μ + bᵢ + cⱼ + lᵢ·rⱼ, on the logarithmic scale for counts, in log-odds
 * for yes and no.
 *
 * <p>A step is a sweep: each row improves its coordinates by a few preconditioned Newton steps on
 * its own entries, then each column does ({@link LossSweep}). Coordinates have normal posteriors,
 * and the uncertainty of a prediction moderates it: log-odds far from 0 that hang on three entries
 * do not become a probability of 0.99. Rank and prior are chosen by the cost of held-out entries: a
 * prior that each direction learns for itself finds the rank where directions are strong, and lets
 * them all fade where each is weak, as in ratings; there one prior for all is better, and both are
 * tried. Then all entries are fitted.
 *
 * <p>Cost of a sweep: about 2 |Ω| (40 r + an exponential) flops. Memory: 24 bytes an entry beside
 * the entries themselves, and 50 (m + n) r.
 *
 * <p>Source: mean-field variational inference as in Lim &amp; Teh (2007), with the bound of
 * Jaakkola &amp; Jordan, <i>Statistics and Computing</i> 10 (2000), for the logistic loss; row-wise
 * steps after Tong, Ma &amp; Chi, JMLR 22 (2021).
 */
public final class LossCompletion implements Algorithm<LossProblem, LossState, LossEstimate> {
  /** Prior variance of the low-rank part that is tried first, on the scale of a. */
  private static final double FIRST_STRENGTH = 1;

  private static final double STRENGTH_FACTOR = 4;
  private static final double LARGEST_STRENGTH = 20;
  private static final double SMALLEST_STRENGTH = 0.003;

  /** Offsets alone settle quickly. */
  private static final int MOST_OFFSET_SWEEPS = 10;

  /** Directions take a few sweeps to form; until then nothing counts as quiet. */
  private static final int FORMING_SWEEPS = 8;

  /** A fit from where the choice ended takes so many sweeps at least. */
  private static final int FIT_SWEEPS = 3;

  private static final int PATIENCE = 2;

  private final LossOptions options;

  public LossCompletion(LossOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "loss-" + options.loss().toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public LossOptions options() {
    return options;
  }

  @Override
  public LossState start(LossProblem problem) {
    int largest = problem.largestRank();
    int wanted = options.rank().orElse(0);
    check(
        wanted <= largest,
        "rank is %d, but a %d × %d matrix has rank at most %d; ask for 0 to %d",
        wanted,
        problem.entries().rows(),
        problem.entries().columns(),
        largest,
        largest);
    if (wanted > problem.mostDirections()) {
      throw new CapacityException(
          String.format(
              Locale.ROOT,
              "Rank %d of a %d × %d matrix needs arrays of more than 2147483639 numbers; ask for"
                  + " rank %d or less",
              wanted,
              problem.entries().rows(),
              problem.entries().columns(),
              problem.mostDirections()));
    }
    boolean selecting = problem.canHoldOut();
    Prepared data = selecting ? problem.selection() : problem.complete();
    Posterior start = Posterior.start(options.loss(), data.rows(), data.columns(), penalty());
    LossState.Phase phase = selecting ? SELECT : FIT;
    if (!selecting && wanted > 0) {
      start = start.restarted(wanted, FIRST_STRENGTH, penalty(), options.seed());
    }
    return new LossState(
        phase, 0, 0, start, Double.NaN, Double.NaN, Double.NaN, 0, null, List.of());
  }

  /** λ, or 0 where it is learned. */
  private double penalty() {
    return options.penalty().orElse(0);
  }

  @Override
  public LossState step(LossProblem problem, LossState state) {
    if (state.phase() == DONE) {
      return state;
    }
    boolean selecting = state.phase() == SELECT;
    Prepared data = selecting ? problem.selection() : problem.complete();
    Posterior next =
        state
            .current()
            .swept(
                options.loss(),
                data.rows(),
                data.columns(),
                options.penalty().isPresent(),
                problem.parallel());
    Cost train = problem.trainingCost(next, data);
    double heldOut = selecting ? problem.cost(next, data.heldOut()).mean() : Double.NaN;
    boolean still =
        Math.abs(state.trainCost() - train.mean())
            <= options.tolerance() * Math.abs(state.trainCost());
    boolean worse =
        selecting && next.strength() == 0 && next.rank() > 0 && heldOut > state.heldOutCost();
    int quiet = still || worse ? state.quiet() + 1 : 0;
    LossState swept =
        new LossState(
            state.phase(),
            state.sweeps() + 1,
            state.stageSweeps() + 1,
            next,
            train.mean(),
            train.rmse(),
            heldOut,
            quiet,
            state.kept(),
            state.trials());
    return selecting ? selected(problem, swept) : fitted(swept);
  }

  /** The same state, or the next trial, or the fit with what was chosen. */
  private LossState selected(LossProblem problem, LossState state) {
    Posterior current = state.current();
    boolean offsets = current.rank() == 0;
    int most = offsets ? Math.min(MOST_OFFSET_SWEEPS, options.maxSweeps()) : options.maxSweeps();
    boolean settled =
        state.quiet() >= PATIENCE && (offsets || state.stageSweeps() >= FORMING_SWEEPS);
    if (!settled && state.stageSweeps() < most) {
      return state;
    }
    Cost heldOut = problem.cost(current, problem.selection().heldOut());
    List<LossTrial> trials = new ArrayList<>(state.trials());
    boolean asked =
        options.rank().isPresent() && trials.size() == 1; // a rank asked for is not judged
    boolean better =
        trials.isEmpty() || asked || heldOut.mean() < (1 - LossOptions.WORTH) * least(trials);
    trials.add(
        new LossTrial(
            current.rank(),
            current.strength(),
            state.stageSweeps(),
            heldOut.mean(),
            heldOut.rmse()));
    Posterior kept = better ? current : Objects.requireNonNull(state.kept());
    Posterior next = nextTrial(problem, current, kept, better);
    if (next == null) {
      problem.complete();
      return new LossState(
          FIT, state.sweeps(), 0, kept, Double.NaN, Double.NaN, Double.NaN, 0, null, trials);
    }
    return new LossState(
        SELECT, state.sweeps(), 0, next, Double.NaN, Double.NaN, Double.NaN, 0, kept, trials);
  }

  private double least(List<LossTrial> trials) {
    return trials.stream()
        .skip(options.rank().isPresent() ? 1 : 0)
        .mapToDouble(LossTrial::heldOutCost)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * What to try after a trial: offsets, then each rank with a given prior and, from where that
   * ended, with one that each direction learns; at the best rank, if the given prior was the better
   * one, a wider one and a narrower one as long as they gain. Null if the choice is made.
   */
  private @Nullable Posterior nextTrial(
      LossProblem problem, Posterior last, Posterior kept, boolean better) {
    int largest =
        Math.min(
            Math.min(problem.largestRank(), problem.mostDirections()),
            LossOptions.LARGEST_AUTOMATIC_RANK);
    int rank = last.rank();
    if (rank == 0) {
      int first = firstRank(largest);
      return first == 0 ? null : trial(kept, first, FIRST_STRENGTH);
    }
    if (options.penalty().isPresent()) {
      return better && options.rank().isEmpty() && rank < largest
          ? trial(kept, Math.min(2 * rank, largest), FIRST_STRENGTH)
          : null;
    }
    if (last.strength() == FIRST_STRENGTH) {
      return last.learning();
    }
    if (last.strength() == 0) {
      if (options.rank().isEmpty() && kept.rank() == rank && rank < largest) {
        return trial(kept, Math.min(2 * rank, largest), FIRST_STRENGTH);
      }
      if (kept.rank() > 0 && kept.strength() == 0) {
        return null;
      }
      // also where offsets alone are ahead so far: a prior may have been too narrow to begin with
      return trial(
          kept, Math.max(kept.rank(), firstRank(largest)), FIRST_STRENGTH * STRENGTH_FACTOR);
    }
    boolean wider = last.strength() > FIRST_STRENGTH;
    if (better) {
      double next = last.strength() * (wider ? STRENGTH_FACTOR : 1 / STRENGTH_FACTOR);
      return next > LARGEST_STRENGTH || next < SMALLEST_STRENGTH ? null : trial(kept, rank, next);
    }
    return wider && kept.strength() <= FIRST_STRENGTH
        ? trial(kept, rank, FIRST_STRENGTH / STRENGTH_FACTOR)
        : null;
  }

  private int firstRank(int largest) {
    return options.rank().orElse(Math.min(LossOptions.FIRST_RANK, largest));
  }

  private Posterior trial(Posterior from, int rank, double strength) {
    return from.restarted(rank, strength, penalty(), options.seed() + rank);
  }

  private LossState fitted(LossState state) {
    boolean done = state.stageSweeps() >= options.maxSweeps() || isQuiet(state);
    return done
        ? new LossState(
            DONE,
            state.sweeps(),
            state.stageSweeps(),
            state.current(),
            state.trainCost(),
            state.trainRmse(),
            state.heldOutCost(),
            state.quiet(),
            null,
            state.trials())
        : state;
  }

  /** Whether a fit has hardly changed its cost in two sweeps running. */
  private static boolean isQuiet(LossState state) {
    return state.stageSweeps() >= FIT_SWEEPS && state.quiet() >= PATIENCE;
  }

  @Override
  public Progress progress(LossProblem problem, LossState state) {
    LinkedHashMap<String, Double> measures = new LinkedHashMap<>();
    if (!Double.isNaN(state.trainCost())) {
      measures.put("trainRmse", state.trainRmse());
      measures.put("trainCost", state.trainCost());
    }
    if (!Double.isNaN(state.heldOutCost())) {
      measures.put("heldOutCost", state.heldOutCost());
    }
    measures.put("rank", (double) state.current().rank());
    int before = state.sweeps() - state.stageSweeps();
    int expected =
        switch (state.phase()) {
          case SELECT -> before + 6 * options.maxSweeps();
          case FIT -> before + options.maxSweeps();
          case DONE -> state.sweeps();
        };
    Optional<StopReason> end =
        state.phase() == DONE
            ? Optional.of(isQuiet(state) ? StopReason.SETTLED : StopReason.STEPS)
            : Optional.empty();
    return new Progress(state.sweeps(), expected, measures, end);
  }

  @Override
  public LossEstimate estimate(LossProblem problem, LossState state) {
    Posterior at = Objects.requireNonNullElse(state.kept(), state.current());
    Cost train = problem.cost(at, problem.entries());
    LossTrial chosen = null;
    LossTrial offsets = null;
    for (LossTrial trial : state.trials()) {
      chosen = trial.rank() == at.rank() && trial.strength() == at.strength() ? trial : chosen;
      offsets = trial.rank() == 0 ? trial : offsets;
    }
    return new LossEstimate(
        LossModel.of(problem, at, options),
        train.mean(),
        train.rmse(),
        chosen == null ? Double.NaN : chosen.heldOutCost(),
        chosen == null ? Double.NaN : chosen.heldOutRmse(),
        offsets == null ? Double.NaN : offsets.heldOutCost(),
        state.trials(),
        state.sweeps(),
        state.phase() == DONE && isQuiet(state));
  }

  @Override
  public NamedArrays save(LossState state) {
    return LossCheckpoint.save(state);
  }

  @Override
  public LossState load(LossProblem problem, NamedArrays saved) {
    return LossCheckpoint.load(saved);
  }
}
