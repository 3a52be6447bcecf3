package org.eckart.recovery.softimpute;

import static org.eckart.linalg.Check.check;
import static org.eckart.recovery.softimpute.SoftImputeState.Phase.FIT;
import static org.eckart.recovery.softimpute.SoftImputeState.Phase.PATH;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * Completes a matrix by the convex program min ½‖P_Ω(Y − X)‖² + λ‖X‖_*, with a certificate.
 *
 * <p>X is kept as U diag(s) Vᵀ and never formed. A step solves rows for fixed V and columns for
 * fixed U, alternating as softImpute-ALS does but by conjugate gradients in place of its one
 * gradient step (see {@link HalfSweep}); bounds the norm of the sparse residual and with it the
 * minimum ({@link Certificate}); soft-thresholds the singular values, which gives exact zeros; and
 * adds the directions in which the residual still exceeds λ. The rank is thus found from below. A
 * run ends on the certified gap.
 *
 * <p>Without a given λ, a part of the entries is held out and λ falls from the value at which X = 0
 * by a fifth at a time, each fit beginning at the one before, until the held-out error has risen
 * three times in a row; the best λ is then fitted to all entries.
 *
 * <p>Cost of a step: about 40 |Ω| r flops and 4 |Ω| for each of 24 to 192 Lanczos steps. Memory: 44
 * bytes an entry beside the entries themselves, and 50 (m + n) r + 16 · 24 (m + n) bytes or more
 * while the norm of the residual is hard to bound.
 *
 * <p>Fails, and shows it, where the rank cap is reached ({@link SoftImputeEstimate#rankCapped}) or
 * λ is so small that {@code maxSteps} end the run first.
 */
public final class SoftImpute
    implements Algorithm<SoftImputeProblem, SoftImputeState, SoftImputeEstimate> {
  /** λ by λ: 14 of these steps are 0.03 of the first. */
  private static final double PATH_RATIO = 0.78;

  /** At most so many values of λ, down to 0.003 of the first. */
  private static final int PATH_LENGTH = 25;

  /** The path ends when the held-out error has risen so often in a row. */
  private static final int RISES = 3;

  /** Capped by the rank, a fit ends when a step gains less than this part of the tolerance. */
  private static final double CAPPED_GAIN = 0.1;

  private static final double SMALLEST_PENALTY = 1e-290; // standardised; below it λ would underflow

  private final SoftImputeOptions options;

  public SoftImpute(SoftImputeOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "soft-impute";
  }

  @Override
  public SoftImputeOptions options() {
    return options;
  }

  @Override
  public SoftImputeState start(SoftImputeProblem problem) {
    int largestRank = Math.min(problem.rows(), problem.columns());
    check(
        options.rankCap().orElse(1) <= largestRank,
        "rankCap is %d, but a %d × %d matrix has rank at most %d; ask for 1 to %d",
        options.rankCap().orElse(1),
        problem.rows(),
        problem.columns(),
        largestRank,
        largestRank);
    Svd zero = Fit.zero(problem.rows(), problem.columns());
    if (options.penalty().isPresent()) {
      double scaled = options.penalty().getAsDouble() / problem.complete(options).scale();
      double penalty = Math.clamp(scaled, SMALLEST_PENALTY, 1 / SMALLEST_PENALTY);
      return new SoftImputeState(FIT, 0, penalty, Fit.start(zero, penalty), null, List.of());
    }
    double largest = problem.canHoldOut() ? largestPenalty(problem.selection(options)) : 0;
    if (largest > 0) {
      return new SoftImputeState(PATH, 0, largest, Fit.start(zero, largest), null, List.of());
    }
    double all = largestPenalty(problem.complete(options)); // nothing to judge a smaller one by
    return new SoftImputeState(FIT, 0, all, Fit.start(zero, all), null, List.of());
  }

  /** A bound on ‖P_Ω(Y)‖₂: from there on X = 0. */
  private double largestPenalty(SoftImputeProblem.Prepared data) {
    ObservedTable table = data.table();
    Svd zero = Fit.zero(table.rows(), table.columns());
    return new ResidualNorm(
            table,
            table.residual(zero),
            zero,
            _ -> true,
            RandomStream.of(options.seed(), "soft-impute largest penalty"))
        .upper();
  }

  @Override
  public SoftImputeState step(SoftImputeProblem problem, SoftImputeState given) {
    SoftImputeState state = given;
    if (state.phase() == PATH && isDone(PATH, state.fit())) {
      state = pathIsOver(state) ? refit(problem, state) : nextPenalty(state);
    }
    SoftImputeProblem.Prepared data = data(problem, state);
    int cap =
        options
            .rankCap()
            .orElse(
                Math.min(SoftImputeOptions.RANK_CAP, Math.min(problem.rows(), problem.columns())));
    RandomStream random =
        RandomStream.of(options.seed(), "soft-impute residual norm").split(state.steps());
    Fit fit = new FitStep(data.table(), cap, tolerance(state.phase())).after(state.fit(), random);
    List<PenaltyTrial> trials = new ArrayList<>(state.trials());
    Svd best = state.best();
    if (state.phase() == PATH && isDone(PATH, fit)) {
      double rmse = data.heldOutRmse(fit);
      if (best == null || rmse < leastError(trials)) {
        best = fit.x();
      }
      trials.add(
          new PenaltyTrial(
              fit.penalty() * data.scale(),
              rmse,
              fit.x().rank(),
              fit.gap(),
              fit.steps(),
              fit.capped()));
    }
    return new SoftImputeState(
        state.phase(), state.steps() + 1, state.largest(), fit, best, trials);
  }

  private SoftImputeState nextPenalty(SoftImputeState state) {
    double penalty = state.largest() * Math.pow(PATH_RATIO, state.trials().size());
    return new SoftImputeState(
        PATH,
        state.steps(),
        state.largest(),
        Fit.start(state.fit().x(), penalty),
        state.best(),
        state.trials());
  }

  private SoftImputeState refit(SoftImputeProblem problem, SoftImputeState state) {
    double least = leastError(state.trials());
    int chosen = 0;
    while (state.trials().get(chosen).heldOutRmse() > least) {
      chosen++;
    }
    double penalty = state.largest() * Math.pow(PATH_RATIO, chosen);
    Svd x = state.best();
    if (chosen == 0 || x == null) { // no structure was found: then X = 0 for all entries too
      penalty = Math.max(penalty, largestPenalty(problem.complete(options)));
      x = Fit.zero(problem.rows(), problem.columns());
    }
    return new SoftImputeState(
        FIT, state.steps(), state.largest(), Fit.start(x, penalty), null, state.trials());
  }

  private static boolean pathIsOver(SoftImputeState state) {
    List<PenaltyTrial> trials = state.trials();
    int rises = 0;
    for (int k = 1; k < trials.size(); k++) {
      rises = trials.get(k).heldOutRmse() > trials.get(k - 1).heldOutRmse() ? rises + 1 : 0;
    }
    return rises >= RISES || trials.size() >= PATH_LENGTH;
  }

  private static double leastError(List<PenaltyTrial> trials) {
    return trials.stream()
        .mapToDouble(PenaltyTrial::heldOutRmse)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private double tolerance(SoftImputeState.Phase phase) {
    return phase == FIT
        ? options.tolerance()
        : Math.max(options.tolerance(), SoftImputeOptions.PATH_TOLERANCE);
  }

  private boolean isDone(SoftImputeState.Phase phase, Fit fit) {
    return fit.steps() >= options.maxSteps() || isSettled(phase, fit);
  }

  private boolean isSettled(SoftImputeState.Phase phase, Fit fit) {
    double tolerance = tolerance(phase);
    return fit.steps() > 0
        && (fit.gap() <= tolerance || (fit.capped() && fit.progress() <= CAPPED_GAIN * tolerance));
  }

  private SoftImputeProblem.Prepared data(SoftImputeProblem problem, SoftImputeState state) {
    return state.phase() == PATH ? problem.selection(options) : problem.complete(options);
  }

  @Override
  public Progress progress(SoftImputeProblem problem, SoftImputeState state) {
    Fit fit = state.fit();
    LinkedHashMap<String, Double> measures = new LinkedHashMap<>();
    if (fit.steps() > 0) {
      SoftImputeProblem.Prepared data = data(problem, state);
      measures.put("penalty", fit.penalty() * data.scale());
      measures.put(
          "trainRmse",
          data.scale() * Math.sqrt(2 * fit.loss() / data.table().byRow().value().length));
      measures.put("gap", fit.gap());
      measures.put("rank", (double) fit.x().rank());
      if (!state.trials().isEmpty()) {
        measures.put("heldOutRmse", state.trials().getLast().heldOutRmse());
      }
    }
    Optional<StopReason> end = Optional.empty();
    if (state.phase() == FIT && isDone(FIT, fit)) {
      end = Optional.of(isSettled(FIT, fit) ? StopReason.SETTLED : StopReason.STEPS);
    }
    int left = options.maxSteps() - fit.steps();
    if (state.phase() == PATH) {
      left += (PATH_LENGTH - state.trials().size()) * options.maxSteps();
    }
    return new Progress(state.steps(), state.steps() + Math.max(0, left), measures, end);
  }

  @Override
  public SoftImputeEstimate estimate(SoftImputeProblem problem, SoftImputeState state) {
    SoftImputeProblem.Prepared data = data(problem, state);
    double scale = data.scale();
    Fit fit = state.fit();
    if (fit.steps() == 0) { // before the first step: no bound but 0
      fit =
          new Fit(
              fit.x(),
              fit.penalty(),
              0,
              data.table().loss(fit.x()),
              0,
              Double.NaN,
              Double.NaN,
              0,
              false);
    }
    Offsets offsets = data.table().offsets();
    return new SoftImputeEstimate(
        fit.x().scaled(scale).signed(),
        offsets.mean() * scale,
        Vector.wrap(Matrix.wrap(1, offsets.rows().length, offsets.rows()).scaled(scale).array()),
        Vector.wrap(
            Matrix.wrap(1, offsets.columns().length, offsets.columns()).scaled(scale).array()),
        fit.penalty() * scale,
        new Certificate(
            fit.objective() * scale * scale,
            fit.lowerBound() * scale * scale,
            fit.gap(),
            fit.excess(),
            fit.alignment()),
        state.phase() == FIT && isSettled(FIT, fit) && fit.gap() <= options.tolerance(),
        fit.capped(),
        state.trials(),
        state.steps());
  }

  @Override
  public NamedArrays save(SoftImputeState state) {
    return SoftImputeCheckpoint.save(state);
  }

  @Override
  public SoftImputeState load(SoftImputeProblem problem, NamedArrays saved) {
    return SoftImputeCheckpoint.load(saved);
  }
}
