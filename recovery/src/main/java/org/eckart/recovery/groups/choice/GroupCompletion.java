package org.eckart.recovery.groups.choice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.recovery.groups.GroupPenalty;
import org.eckart.recovery.groups.choice.Candidate.Kind;
import org.eckart.recovery.groups.choice.GroupState.Phase;
import org.eckart.recovery.groups.convex.ConvexGroups;
import org.eckart.recovery.groups.convex.ConvexGroupsOptions;
import org.eckart.recovery.groups.convex.ConvexGroupsState;

/**
 * Completes a matrix whose rows carry labels, after finding out whether the labels help.
 *
 * <p>Entries are held out as the table's own holes lie ({@link Missingness}). The plain model is
 * fitted over λ and rank, then each family of labels, as levels, as overlapping groups and as parts
 * of a sum, then families together ({@link Search}). The best model with groups is taken only if it
 * beats the best plain one by {@link GroupOptions#evidence} standard errors of their paired
 * difference; else the plain model is, and the estimate says so. The winner is fitted to all
 * entries, and small tables are given to the exact solver for a proof.
 *
 * <p>Cost: some 20 to 120 fits of 11 to 40 sweeps each; {@link GroupAls} and {@link LatentGroups}
 * say what a sweep costs. Memory: about 100 bytes an entry.
 */
public final class GroupCompletion implements Algorithm<GroupProblem, GroupState, GroupEstimate> {

  /** Rows times columns, summed over the groups, up to which the exact solver is asked. */
  private static final long MOST_CERTIFIED = 400_000;

  private static final double CERTIFIED = 1e-4;
  private static final int MOST_ITERATIONS = 400;
  private static final int MOST_CHECKS = 20; // evaluations of the certificate in these

  private final GroupOptions options;

  private final CandidateFit fits;

  public GroupCompletion(GroupOptions options) {
    this.options = options;
    this.fits = new CandidateFit(options);
  }

  CandidateFit fits() {
    return fits;
  }

  @Override
  public String name() {
    return "groups";
  }

  @Override
  public GroupOptions options() {
    return options;
  }

  @Override
  public GroupState start(GroupProblem problem) {
    if (options.rank().isPresent()) {
      int largest = Math.min(problem.entries().rows(), problem.entries().columns());
      org.eckart.linalg.Check.check(
          options.rank().getAsInt() <= largest,
          "rank is %d, but a %d × %d matrix has rank at most %d; ask for 1 to %d",
          options.rank().getAsInt(),
          problem.entries().rows(),
          problem.entries().columns(),
          largest,
          largest);
    }
    Phase phase = problem.canHoldOut() ? Phase.SEARCH : Phase.FIT;
    return new GroupState(
        phase, 0, List.of(), null, 0, null, null, null, new double[0], new double[0]);
  }

  @Override
  public GroupState step(GroupProblem problem, GroupState state) {
    return switch (state.phase()) {
      case SEARCH -> search(problem, state);
      case FIT -> fit(problem, state);
      case CERTIFY -> certify(problem, state);
      case END -> state;
    };
  }

  private GroupState search(GroupProblem problem, GroupState state) {
    Candidate candidate = state.current();
    if (candidate == null) {
      Optional<Candidate> next = problem.search(options, state.trials()).next();
      if (next.isEmpty()) {
        return fit(problem, in(Phase.FIT, state));
      }
      candidate = next.get();
    }
    Fitting fitting = problem.selection(options);
    Fitting.Setup setup = fitting.setup(candidate);
    CandidateFit.Sweep sweep = fits.swept(candidate, setup, state, false);
    if (!sweep.ended()) {
      return new GroupState(
          Phase.SEARCH,
          state.steps() + 1,
          state.trials(),
          candidate,
          state.sweeps() + 1,
          sweep.als(),
          sweep.latent(),
          null,
          state.plain(),
          state.grouped());
    }
    ObservedEntries heldOut = problem.heldOut(options);
    LowRankPart part = fits.part(problem, fitting, candidate, setup, sweep.als(), sweep.latent());
    double[] residuals = CandidateFit.residuals(problem, setup, part, heldOut);
    double rmse = rms(residuals);
    List<Trial> trials = new ArrayList<>(state.trials());
    trials.add(new Trial(candidate, rmse, state.sweeps() + 1));
    double[] before = candidate.usesGroups() ? state.grouped() : state.plain();
    double[] best = before.length == 0 || rmse < rms(before) ? residuals : before;
    return new GroupState(
        Phase.SEARCH,
        state.steps() + 1,
        trials,
        null,
        0,
        null,
        null,
        null,
        candidate.usesGroups() ? state.plain() : best,
        candidate.usesGroups() ? best : state.grouped());
  }

  private static GroupState in(Phase phase, GroupState state) {
    return new GroupState(
        phase,
        state.steps(),
        state.trials(),
        null,
        0,
        null,
        null,
        null,
        state.plain(),
        state.grouped());
  }

  private GroupState fit(GroupProblem problem, GroupState state) {
    Candidate candidate = chosen(problem, state);
    Fitting.Setup setup = problem.complete(options).setup(candidate);
    CandidateFit.Sweep sweep = fits.swept(candidate, setup, state, true);
    GroupState next =
        new GroupState(
            Phase.FIT,
            state.steps() + 1,
            state.trials(),
            candidate,
            state.sweeps() + 1,
            sweep.als(),
            sweep.latent(),
            null,
            state.plain(),
            state.grouped());
    if (!sweep.ended()) {
      return next;
    }
    boolean certifiable =
        options.certify()
            && candidate.kind() != Kind.SUM
            && copies(setup.problem().penalty()) * problem.entries().columns() <= MOST_CERTIFIED;
    return withPhase(next, certifiable ? Phase.CERTIFY : Phase.END, null);
  }

  private static GroupState withPhase(
      GroupState state, Phase phase, @org.jspecify.annotations.Nullable ConvexGroupsState convex) {
    return new GroupState(
        phase,
        state.steps(),
        state.trials(),
        state.current(),
        state.sweeps(),
        state.als(),
        state.latent(),
        convex,
        state.plain(),
        state.grouped());
  }

  private static long copies(GroupPenalty penalty) {
    long copies = 0;
    for (int g = 0; g < penalty.size(); g++) {
      copies += penalty.members(g).length;
    }
    return copies;
  }

  private static ConvexGroups exact() {
    return new ConvexGroups(
        ConvexGroupsOptions.defaults().withTolerance(CERTIFIED).withMaxIterations(MOST_ITERATIONS));
  }

  private GroupState certify(GroupProblem problem, GroupState state) {
    Candidate candidate = chosen(problem, state);
    Certified certified = certified(problem, candidate);
    ConvexGroups solver = exact();
    ConvexGroupsState from =
        state.convex() == null ? solver.start(certified.problem) : state.convex();
    ConvexGroupsState to = solver.step(certified.problem, from);
    boolean end = solver.progress(certified.problem, to).end().isPresent();
    GroupState next = withPhase(state, end ? Phase.END : Phase.CERTIFY, to);
    return new GroupState(
        next.phase(),
        state.steps() + 1,
        state.trials(),
        state.current(),
        state.sweeps(),
        state.als(),
        state.latent(),
        to,
        state.plain(),
        state.grouped());
  }

  /** The chosen model as the exact solver takes it, in units of the fit. */
  record Certified(org.eckart.recovery.groups.convex.ConvexGroupsProblem problem) {}

  Certified certified(GroupProblem problem, Candidate candidate) {
    Fitting.Setup setup = problem.complete(options).setup(candidate);
    var cells = setup.problem().cells();
    var y = cells.sparse(cells.byRow().value()).toDense();
    double[] ones = new double[cells.count()];
    java.util.Arrays.fill(ones, 1);
    return new Certified(
        org.eckart.recovery.groups.convex.ConvexGroupsProblem.of(
            y, cells.sparse(ones).toDense(), setup.problem().penalty(), problem.parallel()));
  }

  /** The model that is fitted to all entries; before the search is over, the best so far. */
  Candidate chosen(GroupProblem problem, GroupState state) {
    Candidate fitted = state.current();
    if (state.phase() != Phase.SEARCH && fitted != null) {
      return fitted;
    }
    Optional<Trial> plain = best(state, false);
    if (plain.isEmpty()) {
      return problem.unjudged(options);
    }
    Optional<Trial> grouped = best(state, true);
    return grouped.isPresent() && evidence(problem, state).score() > options.evidence()
        ? grouped.get().candidate()
        : plain.get().candidate();
  }

  static Optional<Trial> best(GroupState state, boolean groups) {
    return state.trials().stream()
        .filter(trial -> trial.candidate().usesGroups() == groups)
        .min(Comparator.comparingDouble(Trial::heldOutRmse));
  }

  /** Of the best model with groups against the best plain one. */
  Evidence evidence(GroupProblem problem, GroupState state) {
    return state.plain().length == 0 || state.grouped().length == 0
        ? Evidence.NONE
        : Evidence.of(problem.heldOut(options), state.plain(), state.grouped());
  }

  static double rms(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    if (largest == 0) {
      return 0;
    }
    double sum = 0;
    for (double value : values) {
      sum += (value / largest) * (value / largest);
    }
    return largest * Math.sqrt(sum / values.length);
  }

  @Override
  public Progress progress(GroupProblem problem, GroupState state) {
    LinkedHashMap<String, Double> measures = new LinkedHashMap<>();
    if (!state.trials().isEmpty()) {
      measures.put("heldOutRmse", state.trials().getLast().heldOutRmse());
      measures.put("trials", (double) state.trials().size());
    }
    Candidate current = state.current();
    if (current != null) {
      measures.put("rank", (double) current.rank());
    }
    ConvexGroupsState convex = state.convex();
    if (convex != null) {
      measures.putAll(
          exact().progress(certified(problem, chosen(problem, state)).problem, convex).measures());
    }
    Optional<StopReason> end = Optional.empty();
    if (state.phase() == Phase.END) {
      end =
          Optional.of(state.sweeps() < options.maxSweeps() ? StopReason.SETTLED : StopReason.STEPS);
    }
    int left =
        switch (state.phase()) {
          case SEARCH ->
              Math.max(0, Search.MOST_TRIALS - state.trials().size()) * CandidateFit.TRIAL_SWEEPS
                  + options.maxSweeps()
                  + MOST_CHECKS;
          case FIT -> Math.max(0, options.maxSweeps() - state.sweeps()) + MOST_CHECKS;
          case CERTIFY -> MOST_CHECKS;
          case END -> 0;
        }; // at most
    return new Progress(state.steps(), state.steps() + left, measures, end);
  }

  @Override
  public GroupEstimate estimate(GroupProblem problem, GroupState state) {
    return new Conclusion(this, problem, state).estimate();
  }

  @Override
  public NamedArrays save(GroupState state) {
    return GroupCheckpoint.save(this, state);
  }

  @Override
  public GroupState load(GroupProblem problem, NamedArrays saved) {
    return GroupCheckpoint.load(this, problem, saved, options);
  }

  static ConvexGroups exactSolver() {
    return exact();
  }
}
