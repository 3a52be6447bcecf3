package org.eckart.recovery.groups.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.groups.Groups;
import org.eckart.recovery.groups.choice.Candidate.Kind;
import org.eckart.recovery.groups.choice.FamilyFinding.Verdict;
import org.eckart.recovery.groups.choice.GroupState.Phase;
import org.eckart.recovery.groups.convex.ConvexGroupsState;
import org.eckart.recovery.groups.factor.FactorCertificate;
import org.eckart.recovery.groups.factor.GroupAlsEstimate;
import org.eckart.recovery.groups.factor.GroupAlsProblem;
import org.eckart.recovery.groups.factor.GroupAlsState;
import org.eckart.recovery.groups.factor.LatentEstimate;
import org.eckart.recovery.groups.factor.LatentState;
import org.eckart.recovery.groups.subspace.Heterogeneity;
import org.eckart.recovery.groups.subspace.PrincipalAngles;
import org.eckart.recovery.groups.subspace.RowSpace;
import org.jspecify.annotations.Nullable;

/** Draws the answer from a state. */
final class Conclusion {
  /** Sweeps for an answer asked for before the search is over. */
  private static final int EARLY_SWEEPS = 15;

  private static final int DIRECTIONS = 5; // that angles are taken between
  private static final int MOST_ANGLES = 60; // groups

  private final GroupCompletion algorithm;
  private final GroupProblem problem;
  private final GroupState state;
  private final GroupOptions options;
  private final Candidate chosen;

  Conclusion(GroupCompletion algorithm, GroupProblem problem, GroupState state) {
    this.algorithm = algorithm;
    this.problem = problem;
    this.state = state;
    this.options = algorithm.options();
    this.chosen = algorithm.chosen(problem, state);
  }

  GroupEstimate estimate() {
    Fitting fitting = problem.complete(options);
    Fitting.Setup setup = fitting.setup(chosen);
    boolean fitted =
        state.phase() != Phase.SEARCH && (state.als() != null || state.latent() != null);
    GroupAlsState als = fitted ? state.als() : null;
    LatentState latent = fitted ? state.latent() : null;
    if (!fitted && chosen.kind() == Kind.SUM) {
      latent = early(setup.problem(), algorithm.fits().latent(chosen, true));
    } else if (!fitted) {
      als = early(setup.problem(), algorithm.fits().als(chosen, true));
    }
    LowRankPart part = algorithm.fits().part(problem, fitting, chosen, setup, als, latent);
    double[] judged = chosen.usesGroups() ? state.grouped() : state.plain();
    GroupModel model =
        GroupModel.of(problem, setup.offsets(), part, conformal(judged), fitting.scale());
    List<RowSpace> spaces = spaces(part);
    double plain = state.plain().length == 0 ? Double.NaN : GroupCompletion.rms(state.plain());
    double grouped =
        state.grouped().length == 0 ? Double.NaN : GroupCompletion.rms(state.grouped());
    Evidence evidence = algorithm.evidence(problem, state);
    List<FamilyFinding> families = families(part);
    double[] certificate = certificate(setup.problem(), als, latent);
    int searching = state.trials().stream().mapToInt(Trial::sweeps).sum();
    return new GroupEstimate(
        model,
        chosen,
        GroupCompletion.best(state, false).map(Trial::candidate).orElse(chosen),
        plain,
        grouped,
        evidence,
        problem.missingness(),
        problem.pattern(options),
        families,
        groups(part, judged),
        angles(spaces),
        certificate[0],
        certificate[1],
        verdict(plain, grouped, evidence, families),
        state.trials(),
        Math.min(searching, state.steps()),
        state.steps());
  }

  private static <S, E> S early(
      GroupAlsProblem problem, org.eckart.core.run.Algorithm<GroupAlsProblem, S, E> solver) {
    S state = solver.start(problem);
    for (int k = 0; k < EARLY_SWEEPS && solver.progress(problem, state).end().isEmpty(); k++) {
      state = solver.step(problem, state);
    }
    return state;
  }

  private Conformal conformal(double[] residuals) {
    if (residuals.length == 0) {
      return Conformal.NONE;
    }
    ObservedEntries heldOut = problem.heldOut(options);
    int[] counts = problem.entries().rowCounts();
    int[] held = heldOut.rowCounts();
    Arrays.setAll(counts, i -> counts[i] - held[i]); // what the judged model was fitted to
    int[] ofEntry = new int[residuals.length];
    Arrays.setAll(ofEntry, k -> counts[heldOut.row(k)]);
    return Conformal.of(residuals, ofEntry);
  }

  /** Certified gap, and excess of the factors over the lower bound. */
  private double[] certificate(
      GroupAlsProblem fitted, @Nullable GroupAlsState als, @Nullable LatentState latent) {
    if (latent != null) {
      LatentEstimate found = algorithm.fits().latent(chosen, true).estimate(fitted, latent);
      return new double[] {found.gap(), found.gap()};
    }
    if (als == null) {
      return new double[] {Double.NaN, Double.NaN};
    }
    GroupAlsEstimate found = algorithm.fits().als(chosen, true).estimate(fitted, als);
    ConvexGroupsState convex = state.convex();
    if (convex != null) {
      var exact =
          GroupCompletion.exactSolver()
              .estimate(algorithm.certified(problem, chosen).problem(), convex);
      double bound = exact.certificate().lowerBound();
      double excess = found.objective() > 0 ? Math.max(0, 1 - bound / found.objective()) : 0;
      return new double[] {exact.certificate().gap(), excess};
    }
    double gap = FactorCertificate.of(fitted.cells(), found, options.seed()).gap();
    return new double[] {gap, gap};
  }

  private List<RowSpace> spaces(LowRankPart part) {
    List<RowSpace> spaces = new ArrayList<>();
    for (Groups.Group group : problem.groups().all()) {
      spaces.add(RowSpace.of(part.left(), part.right(), group.members(), DIRECTIONS));
    }
    return spaces;
  }

  private static Matrix angles(List<RowSpace> spaces) {
    int size = Math.min(MOST_ANGLES, spaces.size());
    Matrix angles = Matrix.zeros(size, size);
    for (int g = 0; g < size; g++) {
      for (int h = 0; h < g; h++) {
        boolean both = spaces.get(g).basis().columns() > 0 && spaces.get(h).basis().columns() > 0;
        double sine =
            both
                ? PrincipalAngles.between(spaces.get(g).basis(), spaces.get(h).basis())
                    .rootMeanSquare()
                : Double.NaN;
        angles.set(g, h, sine);
        angles.set(h, g, sine);
      }
    }
    return angles;
  }

  private List<FamilyFinding> families(LowRankPart part) {
    List<FamilyFinding> found = new ArrayList<>();
    for (Missingness.FamilyDispersion family : problem.missingness().families()) {
      String name = family.family();
      List<Groups.Group> own = problem.groups().ofFamily(name);
      boolean penalised = chosen.penalised().contains(name);
      boolean levels = chosen.offsets().contains(name);
      double alone =
          state.trials().stream()
              .filter(t -> t.candidate().usesGroups() && only(t.candidate(), name))
              .mapToDouble(Trial::heldOutRmse)
              .min()
              .orElse(Double.NaN);
      Verdict verdict =
          penalised
              ? Verdict.STRUCTURE
              : levels
                  ? Verdict.LEVELS
                  : family.drivesMissingness() ? Verdict.MISSINGNESS : Verdict.NONE;
      found.add(
          new FamilyFinding(
              name,
              own.size(),
              verdict,
              penalised ? 1.0 / chosen.penalised().size() : 0,
              levels,
              family.overdispersion(),
              family.starved(),
              alone,
              heterogeneity(part, own)));
    }
    return found;
  }

  private static boolean only(Candidate candidate, String family) {
    return candidate.offsets().stream().allMatch(family::equals)
        && candidate.penalised().stream().allMatch(family::equals);
  }

  private double heterogeneity(LowRankPart part, List<Groups.Group> own) {
    boolean[] seen = new boolean[problem.entries().rows()];
    for (Groups.Group group : own) {
      for (int i : group.members()) {
        if (seen[i]) {
          return Double.NaN;
        }
        seen[i] = true;
      }
    }
    return own.size() < 2 || part.width() == 0
        ? Double.NaN
        : Heterogeneity.of(
            part.left(), part.right(), own.stream().map(Groups.Group::members).toList());
  }

  private List<GroupFinding> groups(LowRankPart part, double[] judged) {
    List<Groups.Group> all = problem.groups().all();
    int[] counts = problem.entries().rowCounts();
    double[][] squares = new double[all.size()][2];
    int[] heldOutOf = new int[all.size()];
    List<List<Double>> sizes = new ArrayList<>();
    all.forEach(_ -> sizes.add(new ArrayList<>()));
    if (judged.length > 0) {
      ObservedEntries heldOut = problem.heldOut(options);
      int[][] of = problem.groups().ofRows();
      for (int k = 0; k < judged.length; k++) {
        for (int g : of[heldOut.row(k)]) {
          squares[g][0] += state.plain()[k] * state.plain()[k];
          squares[g][1] += judged[k] * judged[k];
          heldOutOf[g]++;
          sizes.get(g).add(Math.abs(judged[k]));
        }
      }
    }
    List<GroupFinding> found = new ArrayList<>();
    for (int g = 0; g < all.size(); g++) {
      Groups.Group group = all.get(g);
      int place = g;
      long observed = Arrays.stream(group.members()).mapToLong(i -> counts[i]).sum();
      double threshold =
          part.parts().stream()
              .filter(p -> p.set() == place)
              .mapToDouble(LowRankPart.Part::threshold)
              .findFirst()
              .orElse(0);
      int rank =
          RowSpace.of(part.left(), part.right(), group.members(), part.width()).values().size();
      List<Double> errors = sizes.get(g).stream().sorted().toList();
      int at = (int) Math.ceil(0.9 * (errors.size() + 1)) - 1;
      found.add(
          new GroupFinding(
              group.family(),
              group.label(),
              group.members().length,
              observed,
              heldOutOf[g],
              Math.sqrt(squares[g][0] / heldOutOf[g]),
              Math.sqrt(squares[g][1] / heldOutOf[g]),
              threshold,
              rank,
              errors.size() < 20 ? Double.NaN : errors.get(Math.min(at, errors.size() - 1))));
    }
    return found;
  }

  private String verdict(
      double plain, double grouped, Evidence evidence, List<FamilyFinding> families) {
    if (Double.isNaN(plain)) {
      return problem.canHoldOut()
          ? "The run was stopped before any model was judged on held-out entries, so the labels"
              + " were not tried and the plain model was fitted"
          : "There are too few entries to hold any out, so the labels could not be judged and the"
              + " plain model was fitted";
    }
    if (Double.isNaN(grouped)) {
      return problem.groups().all().isEmpty()
          ? "No label could be used, so the plain model was fitted"
          : "The labels were not tried yet, so the plain model was fitted";
    }
    if (!chosen.usesGroups()) {
      String missing =
          String.join(
              ", ",
              families.stream()
                  .filter(f -> f.verdict() == Verdict.MISSINGNESS)
                  .map(FamilyFinding::family)
                  .toList());
      return String.format(
          Locale.ROOT,
          "The labels do not help: on held-out entries the best model with them has error %.4g and"
              + " the plain model %.4g, a gain of %.1f standard errors where %.0f are asked for;"
              + " the plain model was fitted%s",
          grouped,
          plain,
          evidence.score(),
          options.evidence(),
          missing.isEmpty() ? "" : ". " + missing + " only says where entries are missing");
    }
    return String.format(
        Locale.ROOT,
        "The labels help: %s has %.1f %% less error on held-out entries than the plain model (%.4g"
            + " against %.4g, %.1f standard errors)",
        chosen.name(),
        100 * (1 - grouped / plain),
        grouped,
        plain,
        evidence.score());
  }
}
