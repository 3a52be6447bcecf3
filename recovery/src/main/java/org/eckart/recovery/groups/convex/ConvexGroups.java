package org.eckart.recovery.groups.convex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.eckart.core.CapacityException;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Progress;
import org.eckart.core.run.StopReason;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.recovery.groups.GroupPenalty;

/**
 * min ½ Σ W (Y − X)² + Σ τ_g‖X_g‖_* by the alternating direction method of multipliers, certified.
 *
 * <p>Each group has a copy V_g of its rows. An iteration sets X to a weighted mean of values and
 * copies, soft-thresholds the singular values of each copy, and moves the multipliers; ρ balances
 * the two residuals, and {@link Acceleration} extrapolates. Every so often {@link DualBound} turns
 * the multipliers, and their mean, into a lower bound on the minimum. The loss has curvature 1, so
 * ρ has no unit.
 *
 * <p>Cost of an iteration: an eigendecomposition of min(n_g, p) for each group; where that is above
 * 400 and the rank low, three products of n_g × p by the rank plus ten. Memory: about 8 (5 ΣK_i + 6
 * n) p bytes, and 96 ΣK_i p beside where that is below 480 MB; refused above {@link
 * ConvexGroupsOptions#mostCells}.
 */
public final class ConvexGroups
    implements Algorithm<ConvexGroupsProblem, ConvexGroupsState, ConvexGroupsEstimate> {
  /**
   * Where ρ begins. Over 14 problems from 30 × 20 to 200 × 150 a gap of 1e-6 took about as long
   * from 0.3, 0.5 and 1; on 400 × 300 with 12 groups 60 to 75 iterations from 1, 75 to 108 from
   * 0.3.
   */
  private static final double RHO = 1;

  private static final int RHO_EVERY = 10;

  private final ConvexGroupsOptions options;

  public ConvexGroups(ConvexGroupsOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "convex-groups";
  }

  @Override
  public ConvexGroupsOptions options() {
    return options;
  }

  @Override
  public ConvexGroupsState start(ConvexGroupsProblem problem) {
    GroupPenalty penalty = problem.penalty();
    long cells = 0;
    for (int g = 0; g < penalty.size(); g++) {
      cells += (long) penalty.members(g).length * problem.columns();
    }
    if (cells > options.mostCells()) {
      throw new CapacityException(
          String.format(
              java.util.Locale.ROOT,
              "The groups' copies have %,d cells, and %,d are allowed; take the factorised solver"
                  + " for a table of this size, or raise mostCells",
              cells,
              options.mostCells()));
    }
    List<Matrix> zeros = new ArrayList<>();
    for (int g = 0; g < penalty.size(); g++) {
      zeros.add(Matrix.zeros(penalty.members(g).length, problem.columns()));
    }
    Matrix x = Matrix.zeros(problem.rows(), problem.columns());
    return new ConvexGroupsState(
        zeros,
        zeros,
        java.util.Collections.nCopies(zeros.size(), Matrix.zeros(0, 0)),
        x,
        zeros,
        RHO,
        0,
        loss(problem, x),
        0);
  }

  /** From another fit's copies and multipliers, for the next λ of a path. */
  public ConvexGroupsState startAt(ConvexGroupsProblem problem, ConvexGroupsState other) {
    Matrix x = other.x();
    return new ConvexGroupsState(
        other.v(),
        other.u(),
        other.basis(),
        x,
        start(problem).z(),
        other.rho(),
        0,
        objective(problem, x),
        0);
  }

  /** Iterations up to the next evaluation of the certificate: 15 at first, then a fifth more. */
  @Override
  public ConvexGroupsState step(ConvexGroupsProblem problem, ConvexGroupsState state) {
    Splitting splitting = new Splitting(problem, state, options.exact());
    int last = nextCheck(state.iterations());
    for (int iteration = state.iterations(); iteration < last; iteration++) {
      splitting.iterate();
      if ((iteration + 1) % RHO_EVERY == 0 && iteration < options.maxIterations() / 2) {
        splitting.balance();
      }
    }
    return judged(problem, state, splitting, last);
  }

  private int nextCheck(int iterations) {
    return Math.min(options.maxIterations(), Math.max(iterations + 15, iterations * 6 / 5));
  }

  private static ConvexGroupsState judged(
      ConvexGroupsProblem problem, ConvexGroupsState state, Splitting splitting, int iterations) {
    Matrix x = splitting.lowRank();
    DualBound last = DualBound.of(problem, splitting.multipliers());
    DualBound mean = DualBound.of(problem, splitting.meanMultipliers());
    DualBound dual = last.value() > mean.value() ? last : mean;
    double objective = objective(problem, x);
    boolean lower = objective <= state.objective();
    boolean higher = dual.value() >= state.bound();
    return new ConvexGroupsState(
        splitting.v(),
        splitting.u(),
        splitting.basis(),
        lower ? x : state.x(),
        higher ? List.of(dual.z()) : state.z(),
        splitting.rho(),
        iterations,
        lower ? objective : state.objective(),
        higher ? dual.value() : state.bound());
  }

  static Matrix rows(Matrix x, int[] members) {
    int p = x.columns();
    Matrix rows = Matrix.zeros(members.length, p);
    for (int k = 0; k < members.length; k++) {
      System.arraycopy(x.array(), members[k] * p, rows.array(), k * p, p);
    }
    return rows;
  }

  private static double loss(ConvexGroupsProblem problem, Matrix x) {
    double sum = 0;
    for (int k = 0; k < x.array().length; k++) {
      double gap = problem.values().array()[k] - x.array()[k];
      sum += problem.weights().array()[k] * gap * gap;
    }
    return sum / 2;
  }

  private static double[] nuclearNorms(ConvexGroupsProblem problem, Matrix x) {
    GroupPenalty penalty = problem.penalty();
    double[] norms = new double[penalty.size()];
    problem
        .parallel()
        .forEachBlock(
            norms.length,
            g -> norms[g] = SingularShrinkage.nuclearNorm(rows(x, penalty.members(g))));
    return norms;
  }

  private static double objective(ConvexGroupsProblem problem, Matrix x) {
    double[] norms = nuclearNorms(problem, x);
    double sum = loss(problem, x);
    for (int g = 0; g < norms.length; g++) {
      sum += problem.penalty().threshold(g) * norms[g];
    }
    return sum;
  }

  private boolean isSettled(ConvexGroupsState state) {
    return state.iterations() > 0 && state.gap() <= options.tolerance();
  }

  @Override
  public Progress progress(ConvexGroupsProblem problem, ConvexGroupsState state) {
    LinkedHashMap<String, Double> measures = new LinkedHashMap<>();
    double unit = problem.scale() * problem.scale();
    measures.put("objective", state.objective() * unit);
    measures.put("lowerBound", state.bound() * unit);
    measures.put("gap", state.gap());
    measures.put("iterations", (double) state.iterations());
    Optional<StopReason> end = Optional.empty();
    if (isSettled(state)) {
      end = Optional.of(StopReason.SETTLED);
    } else if (state.iterations() >= options.maxIterations()) {
      end = Optional.of(StopReason.STEPS);
    }
    return new Progress(checks(state.iterations()), checks(options.maxIterations()), measures, end);
  }

  /** Steps that lead to so many iterations. */
  private int checks(int iterations) {
    int steps = 0;
    for (int done = 0; done < iterations; steps++) {
      done = nextCheck(done);
    }
    return steps;
  }

  @Override
  public ConvexGroupsEstimate estimate(ConvexGroupsProblem problem, ConvexGroupsState state) {
    GroupPenalty penalty = problem.penalty();
    double scale = problem.scale();
    double unit = scale * scale;
    Matrix x = state.x();
    double[] norms = new double[penalty.size()];
    problem
        .parallel()
        .forEachBlock(
            norms.length,
            g -> norms[g] = Arrays.stream(Svd.of(rows(x, penalty.members(g))).s().toArray()).sum());
    double loss = loss(problem, x);
    double excess = 0;
    double alignment = 0;
    Matrix[] z = new Matrix[penalty.size()];
    double weighted = 0;
    for (int g = 0; g < z.length; g++) {
      double tau = penalty.threshold(g);
      z[g] = state.u().get(g).scaled(state.rho());
      excess = Math.max(excess, DualBound.norm(z[g]) / tau - 1);
      double inner = 0;
      double[] xg = rows(x, penalty.members(g)).array();
      for (int k = 0; k < xg.length; k++) {
        inner += xg[k] * z[g].array()[k];
      }
      alignment =
          Math.max(alignment, Math.abs(inner - tau * norms[g]) / (tau * norms[g] + 1 / unit));
      weighted += tau * norms[g];
    }
    Matrix sum = DualBound.sum(penalty, z, problem.columns());
    double off = 0;
    double size = 0;
    for (int k = 0; k < sum.array().length; k++) {
      double w = problem.weights().array()[k];
      double y = problem.values().array()[k];
      double miss = sum.array()[k] - w * (y - x.array()[k]);
      off += miss * miss;
      size += y * y;
    }
    List<Matrix> dual = state.z().stream().map(m -> m.scaled(scale)).toList();
    return new ConvexGroupsEstimate(
        x.scaled(scale),
        state.v().stream().map(m -> m.scaled(scale)).toList(),
        loss * unit,
        weighted * unit,
        new ConvexCertificate(
            (loss + weighted) * unit,
            state.bound() * unit,
            gap(loss + weighted, state.bound()),
            dual,
            Math.max(0, excess),
            alignment,
            size > 0 ? Math.sqrt(off / size) : 0),
        state.iterations(),
        isSettled(state));
  }

  private static double gap(double objective, double bound) {
    return objective > 0 ? Math.max(0, (objective - bound) / objective) : 0;
  }

  @Override
  public NamedArrays save(ConvexGroupsState state) {
    NamedArrays.Builder to = NamedArrays.builder();
    to.put("x", state.x());
    to.put("iterations", new int[] {state.iterations()});
    to.put("numbers", new double[] {state.rho(), state.objective(), state.bound()});
    for (int g = 0; g < state.v().size(); g++) {
      to.put("v" + g, state.v().get(g));
      to.put("u" + g, state.u().get(g));
      to.put("z" + g, state.z().get(g));
      to.put("basis" + g, state.basis().get(g));
    }
    return to.build();
  }

  @Override
  public ConvexGroupsState load(ConvexGroupsProblem problem, NamedArrays saved) {
    double[] numbers = saved.doubles("numbers");
    List<Matrix> v = new ArrayList<>();
    List<Matrix> u = new ArrayList<>();
    List<Matrix> z = new ArrayList<>();
    List<Matrix> basis = new ArrayList<>();
    for (int g = 0; g < problem.penalty().size(); g++) {
      v.add(saved.matrix("v" + g));
      u.add(saved.matrix("u" + g));
      z.add(saved.matrix("z" + g));
      basis.add(saved.matrix("basis" + g));
    }
    return new ConvexGroupsState(
        v,
        u,
        basis,
        saved.matrix("x"),
        z,
        numbers[0],
        saved.ints("iterations")[0],
        numbers[1],
        numbers[2]);
  }
}
