package org.eckart.recovery.softimpute;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * One step towards the minimum for one λ: rows, columns, certificate, and then singular values
 * shrunk and directions added. No part of it raises the objective.
 */
final class FitStep {
  /** Conjugate-gradient steps a row or column takes in a sweep. */
  private static final int INNER_STEPS = 3;

  /** Directions that a step adds at most. */
  private static final int GROWTH = 10;

  /** A leftover singular value above λ by this part of it asks for one more direction. */
  private static final double ABOVE = 1e-6;

  /** Singular values below this part of the first are rounding. */
  private static final double ROUNDING = 1e-13;

  private final ObservedTable table;
  private final int rankCap;
  private final double tolerance;
  private final Parallel parallel;

  FitStep(ObservedTable table, int rankCap, double tolerance) {
    this.table = table;
    this.rankCap = rankCap;
    this.tolerance = tolerance;
    this.parallel = table.parallel();
  }

  Fit after(Fit fit, RandomStream random) {
    double penalty = fit.penalty();
    Svd x = swept(fit.x(), penalty);
    ObservedTable.Residual s = table.residual(x);
    double nuclear = Fit.sum(x.s());
    double loss = s.squares() / 2;
    double objective = loss + penalty * nuclear;

    double inner = inner(s); // ⟨S, Y⟩
    ResidualNorm norm =
        new ResidualNorm(
            table,
            s,
            x,
            bound ->
                gap(objective, bound(s, inner, penalty / bound), fit.lowerBound()) <= tolerance,
            random);
    double most = norm.upper() > 0 ? penalty / norm.upper() : 1;
    double lowerBound = Math.max(fit.lowerBound(), bound(s, inner, most));
    double excess = penalty > 0 ? Math.max(0, norm.upper() / penalty - 1) : 0;
    double alignment =
        nuclear > 0 ? Math.abs(trace(norm.core(), x.s()) / (penalty * nuclear) - 1) : 0;

    boolean wanted =
        norm.leftover().values().size() > 0
            && norm.leftover().values().get(0) > penalty * (1 + ABOVE);
    int added = wanted ? added(norm, penalty, x.rank()) : 0;
    Shrunk shrunk = shrunk(x, norm, penalty, added, objective, loss);
    double before = fit.steps() == 0 ? Double.POSITIVE_INFINITY : fit.objective();
    double now = shrunk.loss + penalty * Fit.sum(shrunk.x.s());
    double progress =
        before == Double.POSITIVE_INFINITY || before == 0 ? 1 : (before - now) / before;
    return new Fit(
        shrunk.x,
        penalty,
        fit.steps() + 1,
        shrunk.loss,
        lowerBound,
        excess,
        alignment,
        progress,
        wanted && x.rank() + added >= rankCap);
  }

  /** D(s) = s⟨S, Y⟩ − ½ s²‖S‖² at the best s that leaves ‖sS‖₂ ≤ λ. */
  private static double bound(ObservedTable.Residual s, double inner, double most) {
    if (s.squares() == 0) {
      return 0;
    }
    double factor = Math.max(0, Math.min(most, inner / s.squares()));
    return factor * (inner - factor / 2 * s.squares());
  }

  private static double gap(double objective, double one, double other) {
    return objective > 0 ? (objective - Math.max(one, other)) / objective : 0;
  }

  /** ⟨S, Y⟩. */
  private double inner(ObservedTable.Residual s) {
    double[] residual = s.byRow().values();
    Side side = table.byRow();
    return side.sum(
        parallel,
        (from, to) -> {
          double sum = 0;
          for (int e = side.start()[from]; e < side.start()[to]; e++) {
            sum += residual[e] * side.value()[e];
          }
          return sum;
        });
  }

  private static double trace(Matrix core, Vector d) {
    double sum = 0;
    for (int k = 0; k < d.size(); k++) {
      sum += core.get(k, k) * d.get(k);
    }
    return sum;
  }

  private Svd swept(Svd x, double penalty) {
    if (x.rank() == 0) {
      return x;
    }
    Matrix a =
        HalfSweep.improved(
            table.byRow(),
            x.u().columnsScaled(x.s()),
            x.v(),
            x.s(),
            penalty,
            INNER_STEPS,
            parallel);
    Svd half = triplets(a, x.v());
    if (half.rank() == 0) {
      return half;
    }
    Matrix b =
        HalfSweep.improved(
            table.byColumn(),
            half.v().columnsScaled(half.s()),
            half.u(),
            half.s(),
            penalty,
            INNER_STEPS,
            parallel);
    Svd whole = triplets(b, half.u());
    return new Svd(whole.v(), whole.s(), whole.u());
  }

  /** The SVD of A Vᵀ for orthonormal V. */
  private static Svd triplets(Matrix a, Matrix v) {
    Qr qr = Qr.of(a);
    return turned(qr.q(), Svd.of(qr.r()), v, ROUNDING);
  }

  /** U C Vᵀ for orthonormal U and V and an SVD of C, without what is below rounding. */
  private static Svd turned(Matrix u, Svd c, Matrix v, double rounding) {
    int rank = 0;
    while (rank < c.rank() && c.s().get(rank) > rounding * c.s().get(0)) {
      rank++;
    }
    Svd kept = c.truncated(rank);
    return new Svd(u.times(kept.u()), kept.s(), v.times(kept.v()));
  }

  private int added(ResidualNorm norm, double penalty, int rank) {
    int count = 0;
    int most = Math.min(GROWTH, rankCap - rank);
    while (count < Math.min(most, norm.leftover().values().size())
        && norm.leftover().values().get(count) > penalty * (1 + ABOVE)) {
      count++;
    }
    return count;
  }

  private record Shrunk(Svd x, double loss) {}

  /**
   * Soft-thresholds X + S on the span of X and the added directions, which is soft-impute's own
   * step there: it gives exact zeros. Added directions are first tried at full length, θ − λ over
   * the part of them that was observed.
   */
  private Shrunk shrunk(
      Svd x, ResidualNorm norm, double penalty, int added, double objective, double loss) {
    int r = x.rank();
    if (r + added == 0) {
      return new Shrunk(x, loss);
    }
    Matrix old = norm.core().plus(Matrix.diagonal(x.s()));
    if (added == 0) {
      Svd next = thresholded(x.u(), old, x.v(), penalty);
      return better(next, penalty, x, objective, loss);
    }
    Matrix z = norm.leftover().leftVectors(added);
    Matrix w = norm.leftover().rightVectors(added);
    Matrix left = x.u().beside(z);
    Matrix right = x.v().beside(w);
    double[] seen = table.observedPart(z, w);
    Matrix bold = Matrix.zeros(r + added, r + added);
    copy(old, bold, 0, 0);
    for (int k = 0; k < added; k++) {
      double length = (norm.leftover().values().get(k) - penalty) / seen[k];
      bold.set(r + k, r + k, length + penalty);
    }
    Svd next = thresholded(left, bold, right, penalty);
    double nextLoss = table.loss(next);
    if (nextLoss + penalty * Fit.sum(next.s()) < objective) {
      return new Shrunk(next, nextLoss);
    }
    Matrix careful = Matrix.zeros(r + added, r + added);
    copy(old, careful, 0, 0);
    if (r > 0) {
      copy(norm.transposeTimesLeft().transposeTimes(w), careful, 0, r);
      copy(z.transposeTimes(norm.timesRight()), careful, r, 0);
    }
    for (int k = 0; k < added; k++) {
      careful.set(r + k, r + k, norm.leftover().values().get(k));
    }
    return better(thresholded(left, careful, right, penalty), penalty, x, objective, loss);
  }

  /** The shrunk X, or X itself where rounding at the very end would make it worse. */
  private Shrunk better(Svd next, double penalty, Svd x, double objective, double loss) {
    double nextLoss = table.loss(next);
    double now = nextLoss + penalty * Fit.sum(next.s());
    return now <= objective || next.rank() < x.rank() && now <= objective * (1 + 1e-14)
        ? new Shrunk(next, nextLoss)
        : new Shrunk(x, loss);
  }

  /** U SVT_λ(C) Vᵀ, rows and columns without entries set to exactly 0. */
  private Svd thresholded(Matrix u, Matrix c, Matrix v, double penalty) {
    Svd whole = Svd.of(c);
    int rank = 0;
    while (rank < whole.rank() && whole.s().get(rank) > penalty) {
      rank++;
    }
    Svd kept = whole.truncated(rank);
    double[] s = kept.s().toArray();
    for (int k = 0; k < rank; k++) {
      s[k] -= penalty;
    }
    Svd next = turned(u, new Svd(kept.u(), Vector.wrap(s), kept.v()), v, ROUNDING);
    clear(next.u(), table.byRow());
    clear(next.v(), table.byColumn());
    return next;
  }

  /** A row without an entry is 0 at the minimum; rounding would leave 1e-17 there. */
  private static void clear(Matrix factor, Side side) {
    int r = factor.columns();
    for (int i = 0; i < factor.rows(); i++) {
      if (side.count(i) == 0) {
        java.util.Arrays.fill(factor.array(), i * r, (i + 1) * r, 0);
      }
    }
  }

  private static void copy(Matrix from, Matrix to, int row, int column) {
    for (int i = 0; i < from.rows(); i++) {
      System.arraycopy(
          from.array(),
          i * from.columns(),
          to.array(),
          (row + i) * to.columns() + column,
          from.columns());
    }
  }
}
