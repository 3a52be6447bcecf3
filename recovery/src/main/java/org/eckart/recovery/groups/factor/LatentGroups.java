package org.eckart.recovery.groups.factor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
import org.eckart.linalg.Vector;
import org.eckart.recovery.groups.GroupPenalty;
import org.eckart.recovery.groups.ObservedCells;
import org.eckart.recovery.groups.SubmatrixNorm;
import org.eckart.recovery.groups.factor.LatentParts.Layout;

/**
 * Completion by a sum of a low-rank part for each group, min ½‖P_Ω(Y − Σ R_gᵀS_g)‖² + Σ τ_g‖S_g‖_*.
 *
 * <p>S_g = A_gB_gᵀ. For fixed B a row of X is a ridge regression on the columns of all its groups
 * at once, for fixed A a column likewise; both take a few conjugate-gradient steps under weights
 * τ_g/√(d² + ε²), ε falling. The last sweep soft-thresholds each part, which gives exact zeros.
 *
 * <p>The certificate is tight at any size: with S = P_Ω(Y − X) and s = min(1, min τ_g/‖S_g‖₂), no
 * objective is below s⟨S, Y⟩ − ½s²‖S‖². A part that its threshold alone makes 0 is named: τ_g ≥ τ
 * of a group that holds all its rows, or τ ≥ (Σ τ_h²)^½ over groups that divide it.
 *
 * <p>Cost of a sweep: about 8 (2 + innerSteps) |Ω| K r flops for K groups a row. Memory: 8 · 5 (Σ
 * n_g + G p) r bytes.
 */
public final class LatentGroups implements Algorithm<GroupAlsProblem, LatentState, LatentEstimate> {
  private static final double DECAY = 0.7;
  private static final double START = 0.1;

  private final LatentOptions options;

  public LatentGroups(LatentOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "latent-groups";
  }

  @Override
  public LatentOptions options() {
    return options;
  }

  private Layout layout(GroupAlsProblem problem) {
    ObservedCells cells = problem.standardCells();
    int r = Math.min(options.rank(), Math.min(cells.rows(), cells.columns()));
    return Layout.of(problem.standardPenalty(), r, cells.columns());
  }

  @Override
  public LatentState start(GroupAlsProblem problem) {
    ObservedCells cells = problem.standardCells();
    Layout layout = layout(problem);
    GroupPenalty penalty = layout.penalty();
    double[] a = new double[layout.rowStart()[cells.rows()]];
    double[] b = new double[cells.columns() * layout.width()];
    double[] norm = new double[penalty.size()];
    int[] covers = penalty.covers();
    double[] share = new double[covers.length]; // the parts begin with equal shares of Y
    for (int i = 0; i < share.length; i++) {
      share[i] = 1.0 / covers[i];
    }
    RandomStream random = RandomStream.of(options.seed(), "latent groups");
    cells
        .parallel()
        .forEachBlock(
            penalty.size(),
            g -> {
              SparseMatrix y =
                  SubmatrixNorm.rows(cells, cells.byRow().value(), penalty.members(g), share);
              int r = layout.r();
              int k = Math.min(r, Math.min(y.rows(), y.columns()));
              Matrix q = Qr.orthonormal(random.split(g).gaussian(y.columns(), k));
              for (int step = 0; step < 2; step++) {
                q = Qr.orthonormal(y.transposeTimes(y.times(q)));
              }
              Matrix left = y.times(q);
              norm[g] = k == 0 ? 0 : Svd.of(left).s().get(0);
              double[] ignored = new double[layout.width()];
              LatentParts.put(layout, LatentParts.triplets(left, q), a, b, ignored, g);
            });
    double largest = 0;
    for (double one : norm) {
      largest = Math.max(largest, one);
    }
    largest = largest > 0 ? largest : 1;
    LatentParts parts = LatentParts.gauged(layout, a, b, cells.parallel());
    LatentSweep sweep = new LatentSweep(cells, layout, options.innerSteps());
    return new LatentState(
        parts,
        largest,
        START * largest,
        0,
        sweep.squares(sweep.residual(parts)) / 2 + parts.penalty(layout),
        Double.POSITIVE_INFINITY,
        false);
  }

  @Override
  public LatentState step(GroupAlsProblem problem, LatentState state) {
    Layout layout = layout(problem);
    LatentSweep sweep = new LatentSweep(problem.standardCells(), layout, options.innerSteps());
    boolean last = state.sweeps() + 1 >= options.maxSweeps() || isStill(state);
    LatentParts parts =
        last ? sweep.thresholded(state.parts()) : sweep.after(state.parts(), state.epsilon());
    double objective = sweep.squares(sweep.residual(parts)) / 2 + parts.penalty(layout);
    return new LatentState(
        parts,
        state.norm(),
        Math.max(options.floor() * state.norm(), DECAY * state.epsilon()),
        state.sweeps() + 1,
        objective,
        last
            ? state.change()
            : state.objective() > 0 ? (state.objective() - objective) / state.objective() : 0,
        last);
  }

  private boolean isStill(LatentState state) {
    return state.epsilon() <= options.floor() * state.norm() * (1 + 1e-9)
        && Math.abs(state.change()) <= options.tolerance();
  }

  @Override
  public Progress progress(GroupAlsProblem problem, LatentState state) {
    LinkedHashMap<String, Double> measures = new LinkedHashMap<>();
    measures.put("objective", state.objective() * problem.scale() * problem.scale());
    return new Progress(
        state.sweeps(),
        Math.max(options.maxSweeps(), state.sweeps()),
        measures,
        state.ended()
            ? Optional.of(isStill(state) ? StopReason.SETTLED : StopReason.STEPS)
            : Optional.empty());
  }

  @Override
  public LatentEstimate estimate(GroupAlsProblem problem, LatentState state) {
    Layout layout = layout(problem);
    GroupPenalty penalty = layout.penalty();
    ObservedCells cells = problem.standardCells();
    double scale = problem.scale();
    double[] residual =
        new LatentSweep(cells, layout, options.innerSteps()).residual(state.parts());
    double bound = lowerBound(cells, penalty, residual, options.seed());
    return new LatentEstimate(
        parts(problem, state),
        problem.penalty(),
        state.objective() * scale * scale,
        bound * scale * scale,
        state.objective() > 0 ? Math.max(0, 1 - bound / state.objective()) : 0,
        state.sweeps(),
        isStill(state),
        inactive(penalty));
  }

  /** The parts alone, without the proof. */
  public List<Svd> parts(GroupAlsProblem problem, LatentState state) {
    Layout layout = layout(problem);
    List<Svd> parts = new ArrayList<>();
    for (int g = 0; g < layout.penalty().size(); g++) {
      Svd part = state.parts().part(layout, g);
      double[] s = part.s().toArray();
      for (int k = 0; k < s.length; k++) {
        s[k] *= problem.scale();
      }
      parts.add(new Svd(part.u(), Vector.wrap(s), part.v()));
    }
    return parts;
  }

  private static double lowerBound(
      ObservedCells cells, GroupPenalty penalty, double[] residual, long seed) {
    RandomStream random = RandomStream.of(seed, "latent certificate");
    double[] most = new double[penalty.size()];
    cells
        .parallel()
        .forEachBlock(
            most.length,
            g -> {
              double norm =
                  SubmatrixNorm.upper(
                      SubmatrixNorm.rows(cells, residual, penalty.members(g), null),
                      random.split(g));
              most[g] = norm > 0 ? penalty.threshold(g) / norm : Double.POSITIVE_INFINITY;
            });
    double s = Double.POSITIVE_INFINITY;
    for (double one : most) {
      s = Math.min(s, one);
    }
    double inner = 0;
    double squares = 0;
    for (int e = 0; e < residual.length; e++) {
      inner += residual[e] * cells.byRow().value()[e];
      squares += residual[e] * residual[e];
    }
    if (squares == 0) {
      return 0;
    }
    s = Math.max(0, Math.min(s, inner / squares));
    return s * (inner - s / 2 * squares);
  }

  /** Groups that can hold nothing: see the class. */
  private static List<Integer> inactive(GroupPenalty penalty) {
    List<Integer> none = new ArrayList<>();
    for (int g = 0; g < penalty.size(); g++) {
      boolean[] inside = new boolean[penalty.rows()];
      for (int i : penalty.members(g)) {
        inside[i] = true;
      }
      double squares = 0;
      int covered = 0;
      boolean useless = false;
      for (int h = 0; h < penalty.size(); h++) {
        int common = 0;
        for (int i : penalty.members(h)) {
          common += inside[i] ? 1 : 0;
        }
        boolean contains = h != g && common == penalty.members(g).length;
        useless |=
            contains
                && penalty.threshold(h) <= penalty.threshold(g)
                && (penalty.threshold(h) < penalty.threshold(g)
                    || penalty.members(h).length > penalty.members(g).length);
        if (h != g && common == penalty.members(h).length && !contains) {
          covered += common;
          squares += penalty.threshold(h) * penalty.threshold(h);
        }
      }
      boolean divided = covered == penalty.members(g).length;
      useless |= divided && penalty.threshold(g) >= Math.sqrt(squares);
      if (useless) {
        none.add(g);
      }
    }
    return none;
  }

  @Override
  public NamedArrays save(LatentState state) {
    return NamedArrays.builder()
        .put("a", state.parts().a())
        .put("b", state.parts().b())
        .put("d", state.parts().d())
        .put("counts", new int[] {state.sweeps(), state.ended() ? 1 : 0})
        .put(
            "numbers",
            new double[] {state.norm(), state.epsilon(), state.objective(), state.change()})
        .build();
  }

  @Override
  public LatentState load(GroupAlsProblem problem, NamedArrays saved) {
    double[] numbers = saved.doubles("numbers");
    int[] counts = saved.ints("counts");
    return new LatentState(
        new LatentParts(saved.doubles("a"), saved.doubles("b"), saved.doubles("d")),
        numbers[0],
        numbers[1],
        counts[0],
        numbers[2],
        numbers[3],
        counts[1] == 1);
  }
}
