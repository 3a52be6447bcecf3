package org.eckart.recovery.groups.factor;

import java.util.LinkedHashMap;
import java.util.Optional;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.SparseMatrix;
import org.eckart.linalg.Svd;
import org.eckart.recovery.groups.ObservedCells;
import org.eckart.recovery.groups.factor.GroupSweep.Factors;

/**
 * Group-aware completion by factors, min ½‖P_Ω(Y − ABᵀ)‖² + Σ τ_g‖A_gBᵀ‖_*, for tables of any size.
 *
 * <p>A nuclear norm is the least of ½ tr(Z H⁻¹ Zᵀ) + ½ tr H over H ≻ 0. For the H of the present X
 * the objective becomes a sum over rows, then over columns: each sweep improves every row under its
 * own sum of group weights D_g = τ_g(A_gᵀA_g + ε²)^{−½}, then every column, by a few preconditioned
 * conjugate-gradient steps; rows in the same groups share a factorisation. The objective smoothed
 * by ε never rises, and ε falls by 0.7 a sweep. At the end X is trimmed to the rank at which its
 * objective is least, and polished with hardly any smoothing.
 *
 * <p>Cost of a sweep: about 8 (2 + innerSteps) |Ω| r + 3 Σ n_g r² flops and (signatures + 3 G) r³.
 * Memory: 28 bytes a cell, and 8 · 6 (n + p) r bytes.
 *
 * <p>At a rank below that of the minimum the answer is a stationary point, and may depend on the
 * start (in trials by little); no certificate exists there. {@link FactorCertificate} bounds the
 * gap otherwise.
 */
public final class GroupAls implements Algorithm<GroupAlsProblem, GroupAlsState, GroupAlsEstimate> {
  private static final double DECAY = 0.7;
  private static final double START = 0.1; // ε over ‖P_Ω(Y)‖₂
  private static final double POLISHED = 1e-8; // likewise, after trimming
  private static final int POWER_STEPS = 2;

  private final GroupAlsOptions options;

  public GroupAls(GroupAlsOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "group-als";
  }

  @Override
  public GroupAlsOptions options() {
    return options;
  }

  private GroupSweep sweep(GroupAlsProblem problem) {
    return new GroupSweep(problem.standardCells(), problem.standardPenalty(), options.innerSteps());
  }

  @Override
  public GroupAlsState start(GroupAlsProblem problem) {
    GroupSweep sweep = sweep(problem);
    ObservedCells cells = problem.standardCells();
    int r = Math.min(options.rank(), Math.min(cells.rows(), cells.columns()));
    SparseMatrix y = cells.sparse(cells.byRow().value());
    Matrix b =
        Qr.orthonormal(
            RandomStream.of(options.seed(), "group factors").gaussian(cells.columns(), r));
    for (int step = 0; step < POWER_STEPS; step++) {
      b = Qr.orthonormal(y.transposeTimes(y.times(b)));
    }
    Matrix a = y.times(b);
    double norm = Svd.of(a).s().get(0);
    Factors factors = sweep.gauged(a, b);
    return new GroupAlsState(
        factors,
        norm > 0 ? norm : 1,
        START * (norm > 0 ? norm : 1),
        0,
        -1,
        sweep.loss(a, b) + factors.spectra().penalty(),
        Double.POSITIVE_INFINITY);
  }

  /** A state at another fit's X, for the next of a row of penalties. */
  public GroupAlsState startAt(GroupAlsProblem problem, Matrix left, Matrix right) {
    GroupAlsState cold = start(problem);
    GroupSweep sweep = sweep(problem);
    Factors factors = sweep.gauged(left.scaled(1 / problem.scale()), right);
    return new GroupAlsState(
        factors,
        cold.norm(),
        START * START * cold.norm(),
        0,
        -1,
        sweep.loss(factors.left(), factors.right()) + factors.spectra().penalty(),
        Double.POSITIVE_INFINITY);
  }

  @Override
  public GroupAlsState step(GroupAlsProblem problem, GroupAlsState state) {
    GroupSweep sweep = sweep(problem);
    if (options.polish() && state.polishing() < 0 && isDone(state)) {
      return trimmed(sweep, state);
    }
    Factors next = sweep.after(state.factors(), state.epsilon());
    double objective = sweep.loss(next.left(), next.right()) + next.spectra().penalty();
    double change = state.objective() > 0 ? (state.objective() - objective) / state.objective() : 0;
    double floor = (state.polishing() < 0 ? options.floor() : POLISHED) * state.norm();
    return new GroupAlsState(
        next,
        state.norm(),
        Math.max(floor, Math.min(state.epsilon(), DECAY * state.epsilon())),
        state.sweeps() + 1,
        state.polishing() < 0 ? -1 : state.polishing() + 1,
        objective,
        change);
  }

  /** The truncation of X that has the least objective, to go on from without smoothing. */
  private GroupAlsState trimmed(GroupSweep sweep, GroupAlsState state) {
    Factors factors = state.factors();
    Svd a = Svd.of(factors.left());
    Matrix v = factors.right().times(a.v());
    Matrix u = a.u().columnsScaled(a.s());
    int rank = 1;
    while (rank < a.rank() && a.s().get(rank) > 1e-3 * a.s().get(0)) {
      rank++; // what is larger is no leftover of the smoothing
    }
    Factors best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int k = Math.max(1, rank - 4); k <= a.rank(); k++) {
      Factors one = sweep.gauged(u.columns(0, k), v.columns(0, k));
      double objective = sweep.loss(one.left(), one.right()) + one.spectra().penalty();
      if (objective < least * (1 - 1e-13) || best == null) {
        least = objective;
        best = one;
      }
    }
    return new GroupAlsState(
        java.util.Objects.requireNonNull(best),
        state.norm(),
        POLISHED * state.norm(),
        state.sweeps() + 1,
        0,
        least,
        Double.POSITIVE_INFINITY);
  }

  /** Whether the sweeps of the present stage have come to an end. */
  private boolean isDone(GroupAlsState state) {
    return state.polishing() < 0
        ? state.sweeps() >= options.maxSweeps() || isStill(state, options.floor())
        : state.polishing() >= GroupAlsOptions.POLISHING_SWEEPS || isStill(state, POLISHED);
  }

  private boolean isStill(GroupAlsState state, double floor) {
    return state.epsilon() <= floor * state.norm() * (1 + 1e-9)
        && Math.abs(state.change()) <= options.tolerance();
  }

  @Override
  public Progress progress(GroupAlsProblem problem, GroupAlsState state) {
    LinkedHashMap<String, Double> measures = new LinkedHashMap<>();
    measures.put("objective", state.objective() * problem.scale() * problem.scale());
    measures.put("rank", (double) state.factors().left().columns());
    boolean end = isDone(state) && (state.polishing() >= 0 || !options.polish());
    boolean still = isStill(state, state.polishing() < 0 ? options.floor() : POLISHED);
    int most = options.maxSweeps() + (options.polish() ? 1 + GroupAlsOptions.POLISHING_SWEEPS : 0);
    return new Progress(
        state.sweeps(),
        Math.max(most, state.sweeps()),
        measures,
        end ? Optional.of(still ? StopReason.SETTLED : StopReason.STEPS) : Optional.empty());
  }

  /** F_ε, which no sweep at this ε may raise; in standardised units. */
  double smoothed(GroupAlsProblem problem, GroupAlsState state, double epsilon) {
    Factors factors = state.factors();
    return sweep(problem).loss(factors.left(), factors.right())
        + factors.spectra().smoothed(epsilon);
  }

  @Override
  public GroupAlsEstimate estimate(GroupAlsProblem problem, GroupAlsState state) {
    Factors factors = state.factors();
    double scale = problem.scale();
    double[] norms = new double[problem.penalty().size()];
    for (int g = 0; g < norms.length; g++) {
      norms[g] = scale * factors.spectra().nuclearNorm(g);
    }
    return new GroupAlsEstimate(
        factors.left().scaled(scale),
        factors.right(),
        problem.penalty(),
        state.objective() * scale * scale,
        sweep(problem).loss(factors.left(), factors.right()) * scale * scale,
        norms,
        state.epsilon() * scale,
        state.sweeps(),
        isStill(state, state.polishing() < 0 ? options.floor() : POLISHED));
  }

  @Override
  public NamedArrays save(GroupAlsState state) {
    return NamedArrays.builder()
        .put("left", state.factors().left())
        .put("right", state.factors().right())
        .put("counts", new int[] {state.sweeps(), state.polishing()})
        .put(
            "numbers",
            new double[] {state.norm(), state.epsilon(), state.objective(), state.change()})
        .build();
  }

  @Override
  public GroupAlsState load(GroupAlsProblem problem, NamedArrays saved) {
    double[] numbers = saved.doubles("numbers");
    int[] counts = saved.ints("counts");
    Matrix left = saved.matrix("left");
    GroupSpectra spectra =
        GroupSpectra.of(left, problem.standardPenalty(), problem.cells().parallel());
    return new GroupAlsState(
        new Factors(left, saved.matrix("right"), spectra),
        numbers[0],
        numbers[1],
        counts[0],
        counts[1],
        numbers[2],
        numbers[3]);
  }
}
