package org.eckart.recovery.groups.choice;

import java.util.Objects;
import java.util.Optional;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.StopReason;
import org.eckart.recovery.groups.choice.Candidate.Kind;
import org.eckart.recovery.groups.factor.GroupAls;
import org.eckart.recovery.groups.factor.GroupAlsOptions;
import org.eckart.recovery.groups.factor.GroupAlsState;
import org.eckart.recovery.groups.factor.LatentGroups;
import org.eckart.recovery.groups.factor.LatentOptions;
import org.eckart.recovery.groups.factor.LatentState;
import org.jspecify.annotations.Nullable;

/** Fits a candidate, by factors or as a sum: quickly while it is tried, to the end once chosen. */
final class CandidateFit {
  static final int TRIAL_SWEEPS = 40;
  private static final double TRIAL_TOLERANCE = 1e-4;
  private static final double TRIAL_FLOOR = 2e-3;
  private static final double FLOOR = 1e-5;

  private final GroupOptions options;

  CandidateFit(GroupOptions options) {
    this.options = options;
  }

  /** One sweep further of either solver. */
  record Sweep(GroupAlsState als, LatentState latent, boolean ended, boolean settled) {}

  @SuppressWarnings("NullAway") // one of the two states is null, as in GroupState
  Sweep swept(Candidate candidate, Fitting.Setup setup, GroupState state, boolean last) {
    if (candidate.kind() == Kind.SUM) {
      LatentGroups solver = latent(candidate, last);
      LatentState from = state.latent() == null ? solver.start(setup.problem()) : state.latent();
      LatentState to = solver.step(setup.problem(), from);
      Optional<StopReason> end = solver.progress(setup.problem(), to).end();
      return new Sweep(null, to, end.isPresent(), end.equals(Optional.of(StopReason.SETTLED)));
    }
    GroupAls solver = als(candidate, last);
    GroupAlsState from = state.als() == null ? solver.start(setup.problem()) : state.als();
    GroupAlsState to = solver.step(setup.problem(), from);
    Optional<StopReason> end = solver.progress(setup.problem(), to).end();
    return new Sweep(to, null, end.isPresent(), end.equals(Optional.of(StopReason.SETTLED)));
  }

  GroupAls als(Candidate candidate, boolean last) {
    GroupAlsOptions settings =
        GroupAlsOptions.rank(candidate.rank()).withSeed(options.seed()).withoutPolish();
    return new GroupAls(
        last
            ? settings
                .withMaxSweeps(options.maxSweeps())
                .withTolerance(options.tolerance())
                .withFloor(FLOOR)
            : settings
                .withMaxSweeps(TRIAL_SWEEPS)
                .withTolerance(TRIAL_TOLERANCE)
                .withFloor(TRIAL_FLOOR));
  }

  LatentGroups latent(Candidate candidate, boolean last) {
    LatentOptions settings = LatentOptions.rank(candidate.rank()).withSeed(options.seed());
    return new LatentGroups(
        last
            ? settings
                .withMaxSweeps(options.maxSweeps())
                .withTolerance(options.tolerance())
                .withFloor(FLOOR)
            : settings
                .withMaxSweeps(TRIAL_SWEEPS)
                .withTolerance(TRIAL_TOLERANCE)
                .withFloor(TRIAL_FLOOR));
  }

  LowRankPart part(
      GroupProblem problem,
      Fitting fitting,
      Candidate candidate,
      Fitting.Setup setup,
      @Nullable GroupAlsState als,
      @Nullable LatentState latent) {
    return candidate.kind() == Kind.SUM
        ? LowRankPart.of(
            latent(candidate, true).parts(setup.problem(), Objects.requireNonNull(latent)),
            setup.problem().penalty(),
            setup.sets(),
            problem.entries().columns(),
            fitting.scale())
        : LowRankPart.of(
            als(candidate, true).estimate(setup.problem(), Objects.requireNonNull(als)),
            setup.sets(),
            fitting.scale(),
            problem.parallel());
  }

  static double[] residuals(
      GroupProblem problem, Fitting.Setup setup, LowRankPart part, ObservedEntries heldOut) {
    int[][] groups = problem.groups().ofRows();
    double[] residuals = new double[heldOut.count()];
    int block = 8192;
    problem
        .parallel()
        .forEachBlock(
            (residuals.length + block - 1) / block,
            b -> {
              for (int k = b * block; k < Math.min(residuals.length, (b + 1) * block); k++) {
                int i = heldOut.row(k);
                int j = heldOut.column(k);
                residuals[k] =
                    heldOut.value(k) - setup.offsets().at(i, j, groups[i]) - part.at(i, j);
              }
            });
    return residuals;
  }
}
