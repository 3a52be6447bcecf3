package org.eckart.recovery.tucker;

import java.util.ArrayList;
import java.util.List;
import org.eckart.linalg.Cholesky;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Tensor;

/**
 * One step of scaled gradient descent on a Tucker model: each factor's gradient times the inverse
 * Gram matrix of what the factor is multiplied with, the core's times those of the factors.
 *
 * <p>With Ŭ^k the other side of the unfolding X_(k) = U^k Ŭ^{kT}, all from the old iterate,
 *
 * <p>U^k ← U^k − η M_k(G) Ŭ^k (Ŭ^{kT}Ŭ^k)⁻¹, S ← S − η ((U^{1T}U¹)⁻¹U^{1T}, …) · G.
 *
 * <p>Source: Tong, Ma, Prater-Bennette, Tripp &amp; Chi, JMLR 23 (2022), equation (7).
 */
final class ScaledStep {
  /** Where the Cholesky pivots of a Gram matrix fall below this of each other, it is damped. */
  private static final double SINGULAR = 1e-12;

  private static final double DAMPING = 1e-6;

  private ScaledStep() {}

  /**
   * @param x after the step
   * @param size ‖·‖ of the scaled gradient, which does not depend on the choice of factors
   * @param damped whether a Gram matrix was singular and had a multiple of the identity added
   */
  record Taken(Tucker x, double size, boolean damped) {}

  static Taken scaled(Tucker x, TuckerGradient g, double stepSize) {
    List<Matrix> grams = x.factors().stream().map(Matrix::gram).toList();
    List<Matrix> factors = new ArrayList<>();
    Tensor core = g.core();
    double squares = 0;
    boolean damped = false;
    for (int k = 0; k < x.modes(); k++) {
      Solver other = Solver.of(x.coreGram(k, grams));
      Solver own = Solver.of(grams.get(k));
      damped |= other.damped || own.damped;
      Matrix step = other.right(g.factors().get(k));
      squares += inner(step, g.factors().get(k));
      factors.add(TuckerGradient.added(x.factor(k), -stepSize, step));
      core = own.inMode(core, k);
    }
    squares += core.inner(g.core());
    return new Taken(
        new Tucker(x.core().plus(core.scaled(-stepSize)), factors),
        Math.sqrt(Math.max(0, squares)),
        damped);
  }

  /**
   * Gradient descent without preconditioner: factor steps divided by the square of the largest
   * singular value of the unfoldings, so that η means the same as above for a flat spectrum.
   */
  static Taken plain(Tucker x, TuckerGradient g, double stepSize, double largest) {
    List<Matrix> factors = new ArrayList<>();
    double scale = 1 / (largest * largest);
    double squares = g.core().inner(g.core());
    for (int k = 0; k < x.modes(); k++) {
      Matrix part = g.factors().get(k);
      squares += scale * inner(part, part);
      factors.add(TuckerGradient.added(x.factor(k), -stepSize * scale, part));
    }
    return new Taken(
        new Tucker(x.core().plus(g.core().scaled(-stepSize)), factors),
        Math.sqrt(squares),
        false);
  }

  private static double inner(Matrix a, Matrix b) {
    double sum = 0;
    for (int i = 0; i < a.array().length; i++) {
      sum += a.array()[i] * b.array()[i];
    }
    return sum;
  }

  /** A Gram matrix factored for solving, damped where it is singular; of zero, nothing moves. */
  private record Solver(Cholesky factored, double scale, boolean damped) {
    static Solver of(Matrix gram) {
      int r = gram.rows();
      double trace = 0;
      for (int i = 0; i < r; i++) {
        trace += gram.get(i, i);
      }
      Matrix one = Matrix.identity(r);
      if (!(trace > 0)) {
        return new Solver(Cholesky.of(one), 0, true);
      }
      Matrix unit = gram.scaled(r / trace); // trace r, so that no scale overflows
      boolean damped = isSingular(unit);
      Matrix solved = damped ? unit.plus(one.scaled(DAMPING)) : unit;
      return new Solver(Cholesky.of(solved), r / trace, damped);
    }

    private static boolean isSingular(Matrix unit) {
      try {
        Matrix l = Cholesky.of(unit).factor();
        double least = Double.MAX_VALUE;
        double most = 0;
        for (int i = 0; i < l.rows(); i++) {
          least = Math.min(least, l.get(i, i) * l.get(i, i));
          most = Math.max(most, l.get(i, i) * l.get(i, i));
        }
        return least < SINGULAR * most;
      } catch (IllegalArgumentException notPositive) {
        return true;
      }
    }

    /** B G⁻¹ for B of n × r. */
    Matrix right(Matrix b) {
      return factored.solve(b.transpose()).transpose().scaled(scale);
    }

    /** T ×ₖ G⁻¹. */
    Tensor inMode(Tensor t, int mode) {
      return Tensor.fold(factored.solve(t.unfolding(mode)), mode, t.shape()).scaled(scale);
    }
  }
}
