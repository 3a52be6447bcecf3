package org.eckart.recovery.tucker;

import java.util.ArrayList;
import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Tensor;
import org.eckart.linalg.Vector;

/**
 * A Gauss–Newton step for the ridge problem ‖P_Ω(X) − y‖² + Σ_k Σ_ij λ_kj u_ij² + Σ λ_S S² over
 * factors and core, its linear equations solved by a few preconditioned conjugate gradients.
 *
 * <p>The preconditioner is that of scaled gradient descent with each row's own count: in the form
 * of {@link Weighting} it is the diagonal n_i s_kj² + λ_kj for row i of factor k and |Ω| + λ_S for
 * the core. Factors move only in directions that the core cannot (those orthogonal to their
 * columns), so that no change is counted twice; where entries are plenty all eigenvalues are then
 * near 1, and an iteration gains a digit or so. An iteration is one pass over the entries.
 *
 * <p>The penalty is learned: σ² is the squared residual over the entries less the numbers fitted,
 * and λ_kj = σ²/τ_kj² with τ_kj² the mean of u_ij² plus its own variance σ²/(n_i s_kj² + λ_kj). σ²
 * never rises during a fit, so that it cannot swing. Without noise σ² and with it the penalty go to
 * 0 as the residual does.
 */
final class GaussNewton {
  private static final int MOST_ITERATIONS = 12;
  private static final int HALVINGS = 6;
  private static final double LOOSEST = 0.1;
  private static final double TIGHTEST = 1e-4;

  /** Numbers fitted count up to this part of the entries, so that σ² stays above 0. */
  private static final double MOST_FITTED = 0.9;

  /** No square expected of a core entry is below this, of values with mean square 1. */
  private static final double LEAST_CORE = 1e-12;

  private static final double LEAST_NOISE = 1e-32; // of values with mean square 1

  private final EntryTree tree;
  private final double[] y;
  private final Weighting weighting;
  private final boolean structured;
  private final Parallel parallel;

  /**
   * @param y values in the tree's order, of mean square about 1
   * @param structured whether λ_S follows the energy of the directions that meet in a core entry,
   *     or is one for all
   */
  GaussNewton(
      EntryTree tree, double[] y, Weighting weighting, boolean structured, Parallel parallel) {
    this.tree = tree;
    this.y = y;
    this.weighting = weighting;
    this.structured = structured;
    this.parallel = parallel;
  }

  /**
   * The model after a step.
   *
   * @param x in the form of {@link Weighting} before the last move
   * @param squares ‖P_Ω(X) − y‖²
   * @param noise σ² by which the penalty of the step was set
   * @param fitted numbers fitted, in the sense of ridge regression
   * @param moved whether a step was found that lowers the objective
   */
  record Point(Tucker x, double squares, double noise, double fitted, boolean moved) {}

  Point start(Tucker x) {
    double squares = tree.squares(x, y, parallel);
    return new Point(x, squares, squares / tree.count(), 0, true);
  }

  Point step(Point from) {
    Tucker x = weighting.normalised(from.x());
    int modes = x.modes();
    double n = tree.count();
    double[][] s2 = new double[modes][];
    double[][] ridge = new double[modes][];
    double fitted = 0;
    double noise = Math.max(from.noise(), LEAST_NOISE);
    for (int pass = 0; pass < 2; pass++) { // σ² from the numbers fitted, and those from σ²
      fitted = 0;
      for (int k = 0; k < modes; k++) {
        s2[k] = Weighting.sliceSquares(x.core(), k);
        ridge[k] = ridge(x.factor(k), k, s2[k], noise);
        fitted += fitted(k, s2[k], ridge[k]);
      }
      fitted += fittedCore(x.core(), s2, noise);
      double left = from.squares() / (n - Math.min(fitted, MOST_FITTED * n));
      noise = Math.clamp(left, LEAST_NOISE, Math.max(from.noise(), LEAST_NOISE));
    }
    Tensor coreRidge = coreRidge(x.core(), s2, noise);
    TuckerGradient g = tree.gradient(x, y, parallel);
    double objective = g.value() + penalty(x, ridge, coreRidge);
    TuckerGradient move = solve(x, g, s2, ridge, coreRidge);
    double length = 1;
    for (int halving = 0; halving <= HALVINGS; halving++) {
      Tucker next = moved(x, length, move);
      double squares = tree.squares(next, y, parallel);
      if (squares + penalty(next, ridge, coreRidge) < objective) {
        return new Point(next, squares, noise, fitted, true);
      }
      length /= 2;
    }
    return new Point(x, g.value(), noise, fitted, false);
  }

  private double[] ridge(Matrix u, int mode, double[] s2, double noise) {
    int r = u.columns();
    int[] counts = weighting.counts()[mode];
    double[] ridge = new double[r];
    for (int j = 0; j < r; j++) {
      double tau = 1;
      for (int round = 0; round < 3; round++) {
        double sum = 0;
        int seen = 0;
        for (int i = 0; i < u.rows(); i++) {
          if (counts[i] > 0) {
            seen++;
            sum += u.get(i, j) * u.get(i, j) + noise / (counts[i] * s2[j] + noise / tau);
          }
        }
        tau = seen == 0 ? 1 : sum / seen;
      }
      ridge[j] = noise / tau;
    }
    return ridge;
  }

  /**
   * λ_S entry by entry: σ² over the square expected of the core there. That is ‖S‖²/Π r_k for all,
   * or, structured, ‖S‖² Π_k s_{k,a_k}²/‖S‖², as if the energy of the modes' directions met
   * independently. Where it does, one λ_S for all fits noise with the many small entries: on
   * COVID-19 at rank (8, 6, 8) the test error is then 0.743 and 0.739 (two splits), and 0.669 and
   * 0.654 so; on IL-2 at rank (8, 4, 8, 8) 0.073 and 0.093 in place of 0.051 and 0.047.
   */
  private Tensor coreRidge(Tensor core, double[][] s2, double noise) {
    double total = core.inner(core);
    Tensor ridge = Tensor.zeros(core.shape());
    int[] index = new int[core.modes()];
    for (int i = 0; i < ridge.array().length; i++) {
      double expected = structured ? total : total / ridge.array().length;
      for (int k = 0; structured && k < index.length; k++) {
        expected *= total > 0 ? s2[k][index[k]] / total : 0;
      }
      ridge.array()[i] = noise / Math.max(expected, LEAST_CORE);
      for (int k = index.length - 1; k >= 0 && ++index[k] == core.size(k); k--) {
        index[k] = 0;
      }
    }
    return ridge;
  }

  /** Entry by entry. */
  private static Tensor times(Tensor a, Tensor b) {
    Tensor product = a.copy();
    for (int i = 0; i < product.array().length; i++) {
      product.array()[i] *= b.array()[i];
    }
    return product;
  }

  /** Σ_ij n_i s_j² / (n_i s_j² + λ_j), less the r² directions that count with the core. */
  private double fitted(int mode, double[] s2, double[] ridge) {
    double sum = 0;
    for (int j = 0; j < s2.length; j++) {
      for (int count : weighting.counts()[mode]) {
        if (count > 0) {
          sum += count * s2[j] / (count * s2[j] + ridge[j]);
        }
      }
    }
    return Math.max(0, sum - (double) s2.length * s2.length);
  }

  /** Σ |Ω| / (|Ω| + λ_S) over the core. */
  private double fittedCore(Tensor core, double[][] s2, double noise) {
    double sum = 0;
    for (double ridge : coreRidge(core, s2, noise).array()) {
      sum += tree.count() / (tree.count() + ridge);
    }
    return sum;
  }

  private static double penalty(Tucker x, double[][] ridge, Tensor coreRidge) {
    double sum = times(coreRidge, x.core()).inner(x.core());
    for (int k = 0; k < ridge.length; k++) {
      double[] u = x.factor(k).array();
      int r = ridge[k].length;
      for (int i = 0; i < u.length; i++) {
        sum += ridge[k][i % r] * u[i] * u[i];
      }
    }
    return sum;
  }

  private static Tucker moved(Tucker x, double length, TuckerGradient move) {
    List<Matrix> factors = new ArrayList<>();
    for (int k = 0; k < x.modes(); k++) {
      factors.add(TuckerGradient.added(x.factor(k), length, move.factors().get(k)));
    }
    return new Tucker(x.core().plus(move.core().scaled(length)), factors);
  }

  /** The move δ with (JᵀJ + Λ) δ ≈ −(Jᵀr + Λ x), as far as a model this close deserves. */
  private TuckerGradient solve(
      Tucker x, TuckerGradient g, double[][] s2, double[][] ridge, Tensor coreRidge) {
    TuckerGradient model = new TuckerGradient(0, x.factors(), x.core());
    TuckerGradient zero = model.plus(-1, model);
    TuckerGradient residual = zero.plus(-1, g).plus(-1, ridged(model, ridge, coreRidge));
    TuckerGradient z = preconditioned(x, residual, s2, ridge, coreRidge);
    TuckerGradient direction = z;
    double product = residual.inner(z);
    double first = product;
    double relative = Math.sqrt(g.value() / tree.count()); // the values' mean square is about 1
    double tolerance = Math.clamp(relative, TIGHTEST, LOOSEST);
    TuckerGradient move = zero;
    for (int iteration = 0; iteration < MOST_ITERATIONS && product > 0; iteration++) {
      TuckerGradient curved =
          tree.normalProduct(x, direction, parallel).plus(1, ridged(direction, ridge, coreRidge));
      double curvature = direction.inner(curved);
      if (!(curvature > 0)) {
        break;
      }
      double length = product / curvature;
      move = move.plus(length, direction);
      residual = residual.plus(-length, curved);
      z = preconditioned(x, residual, s2, ridge, coreRidge);
      double next = residual.inner(z);
      if (!(next > tolerance * tolerance * first)) {
        break;
      }
      direction = z.plus(next / product, direction);
      product = next;
    }
    return move;
  }

  /** Λ δ. */
  private static TuckerGradient ridged(TuckerGradient d, double[][] ridge, Tensor coreRidge) {
    List<Matrix> factors = new ArrayList<>();
    for (int k = 0; k < ridge.length; k++) {
      factors.add(d.factors().get(k).columnsScaled(Vector.of(ridge[k])));
    }
    return new TuckerGradient(0, factors, times(coreRidge, d.core()));
  }

  /** Π P⁻¹ Πᵀ g: the diagonal's inverse between projections off the factors' own columns. */
  private TuckerGradient preconditioned(
      Tucker x, TuckerGradient g, double[][] s2, double[][] ridge, Tensor coreRidge) {
    List<Matrix> factors = new ArrayList<>();
    for (int k = 0; k < ridge.length; k++) {
      Matrix u = x.factor(k);
      Matrix part = g.factors().get(k);
      Matrix q = part.minus(weighting.scaledRows(k, u.times(u.transposeTimes(part))));
      int r = u.columns();
      int[] counts = weighting.counts()[k];
      for (int i = 0; i < q.rows(); i++) {
        for (int j = 0; j < r; j++) {
          double diagonal = counts[i] * s2[k][j] + ridge[k][j];
          q.array()[i * r + j] =
              counts[i] > 0 && diagonal > 0 ? q.array()[i * r + j] / diagonal : 0;
        }
      }
      factors.add(q.minus(weighting.inside(k, u, q)));
    }
    Tensor core = g.core().copy();
    for (int i = 0; i < core.array().length; i++) {
      core.array()[i] /= tree.count() + coreRidge.array()[i];
    }
    return new TuckerGradient(0, factors, core);
  }
}
