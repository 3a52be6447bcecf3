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
 * the two residuals. Every so often {@link DualBound} turns the multipliers into a lower bound on
 * the minimum. The loss has curvature 1, so ρ has no unit.
 *
 * <p>Cost of an iteration: three products of n_g × p by the rank plus ten for each group, or an
 * eigendecomposition of min(n_g, p) where the rank is high. Memory: about 8 (4 ΣK_i + 6 n) p bytes;
 * refused above {@link ConvexGroupsOptions#mostCells}.
 */
public final class ConvexGroups
    implements Algorithm<ConvexGroupsProblem, ConvexGroupsState, ConvexGroupsEstimate> {
  private static final double RELAXATION = 1.6;
  private static final double RHO = 0.3;
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

  /** Iterations up to the next evaluation of the certificate: 10 at first, then a fifth more. */
  @Override
  public ConvexGroupsState step(ConvexGroupsProblem problem, ConvexGroupsState state) {
    GroupPenalty penalty = problem.penalty();
    int groups = penalty.size();
    int p = problem.columns();
    Matrix[] v = copies(state.v());
    Matrix[] u = copies(state.u());
    Matrix[] basis = state.basis().toArray(new Matrix[0]);
    double rho = state.rho();
    int last =
        Math.min(
            options.maxIterations(), Math.max(state.iterations() + 10, state.iterations() * 6 / 5));
    Matrix x = Matrix.zeros(problem.rows(), p);
    int[] covers = penalty.covers();
    double[] moved = new double[groups];
    double[] apart = new double[groups];
    for (int iteration = state.iterations(); iteration < last; iteration++) {
      average(problem, v, u, rho, covers, x);
      double current = rho;
      problem
          .parallel()
          .forEachBlock(
              groups,
              g -> {
                double[] xg = rows(x, penalty.members(g)).array();
                double[] vg = v[g].array();
                double[] ug = u[g].array();
                Matrix h = Matrix.zeros(v[g].rows(), p);
                for (int k = 0; k < vg.length; k++) {
                  h.array()[k] = RELAXATION * xg[k] + (1 - RELAXATION) * vg[k] + ug[k];
                }
                SingularShrinkage shrunk =
                    SingularShrinkage.of(
                        h, penalty.threshold(g) / current, basis[g], options.exact());
                double[] next = shrunk.value().array();
                double change = 0;
                double distance = 0;
                for (int k = 0; k < next.length; k++) {
                  ug[k] = h.array()[k] - next[k];
                  change += (next[k] - vg[k]) * (next[k] - vg[k]);
                  distance += (xg[k] - next[k]) * (xg[k] - next[k]);
                  vg[k] = next[k];
                }
                basis[g] = shrunk.basis();
                moved[g] = change;
                apart[g] = distance;
              });
      if ((iteration + 1) % RHO_EVERY == 0 && iteration < options.maxIterations() / 2) {
        double primal = Math.sqrt(sum(apart));
        double dual = rho * Math.sqrt(sum(moved));
        double factor = primal > 5 * dual ? 2 : dual > 5 * primal ? 0.5 : 1;
        if (factor != 1) {
          rho *= factor;
          for (int g = 0; g < groups; g++) {
            u[g] = u[g].scaled(1 / factor);
          }
        }
      }
    }
    return judged(problem, state, v, u, basis, x, rho, last);
  }

  private ConvexGroupsState judged(
      ConvexGroupsProblem problem,
      ConvexGroupsState state,
      Matrix[] v,
      Matrix[] u,
      Matrix[] basis,
      Matrix x,
      double rho,
      int iterations) {
    Matrix[] z = new Matrix[u.length];
    for (int g = 0; g < z.length; g++) {
      z[g] = u[g].scaled(rho);
    }
    DualBound dual = DualBound.of(problem, z);
    double objective = objective(problem, x);
    boolean lower = objective <= state.objective();
    boolean higher = dual.value() >= state.bound();
    return new ConvexGroupsState(
        List.of(v),
        List.of(u),
        List.of(basis),
        lower ? x : state.x(),
        higher ? List.of(dual.z()) : state.z(),
        rho,
        iterations,
        lower ? objective : state.objective(),
        higher ? dual.value() : state.bound());
  }

  /** X ← (W Y + ρ Σ (V_g − U_g)) / (W + ρ K). */
  private static void average(
      ConvexGroupsProblem problem, Matrix[] v, Matrix[] u, double rho, int[] covers, Matrix x) {
    GroupPenalty penalty = problem.penalty();
    int p = problem.columns();
    double[] to = x.array();
    Arrays.fill(to, 0);
    for (int g = 0; g < v.length; g++) {
      int[] members = penalty.members(g);
      double[] vg = v[g].array();
      double[] ug = u[g].array();
      for (int k = 0; k < members.length; k++) {
        int at = members[k] * p;
        for (int j = 0; j < p; j++) {
          to[at + j] += vg[k * p + j] - ug[k * p + j];
        }
      }
    }
    double[] y = problem.values().array();
    double[] w = problem.weights().array();
    for (int i = 0; i < covers.length; i++) {
      for (int k = i * p; k < (i + 1) * p; k++) {
        to[k] = (w[k] * y[k] + rho * to[k]) / (w[k] + rho * covers[i]);
      }
    }
  }

  private static Matrix[] copies(List<Matrix> of) {
    return of.stream().map(Matrix::copy).toArray(Matrix[]::new);
  }

  private static double sum(double[] parts) {
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    return sum;
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
            g -> {
              Svd svd = Svd.of(rows(x, penalty.members(g)));
              for (int k = 0; k < svd.rank(); k++) {
                norms[g] += svd.s().get(k);
              }
            });
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
      done = Math.min(options.maxIterations(), Math.max(done + 10, done * 6 / 5));
    }
    return steps;
  }

  @Override
  public ConvexGroupsEstimate estimate(ConvexGroupsProblem problem, ConvexGroupsState state) {
    GroupPenalty penalty = problem.penalty();
    double scale = problem.scale();
    double unit = scale * scale;
    Matrix x = state.x();
    double[] norms = nuclearNorms(problem, x);
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
            state.objective() * unit,
            state.bound() * unit,
            state.gap(),
            dual,
            Math.max(0, excess),
            alignment,
            size > 0 ? Math.sqrt(off / size) : 0),
        state.iterations(),
        isSettled(state));
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
