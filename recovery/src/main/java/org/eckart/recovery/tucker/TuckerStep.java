package org.eckart.recovery.tucker;

import java.util.ArrayList;
import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Tensor;
import org.eckart.recovery.scaled.GramPreconditioner;

/**
 * One step of scaled gradient descent on a Tucker model: each factor's gradient divided by the Gram
 * matrix of what the factor is multiplied with, the core's by those of the factors.
 *
 * <p>With Ŭ^k the other side of the unfolding X_(k) = U^k Ŭ^{kT}, all from the old iterate,
 *
 * <p>U^k ← U^k − η M_k(G) Ŭ^k (Ŭ^{kT}Ŭ^k)⁻¹, S ← S − η ((U^{1T}U¹)⁻¹U^{1T}, …) · G.
 *
 * <p>Source: Tong, Ma, Prater-Bennette, Tripp &amp; Chi, JMLR 23 (2022), equation (7).
 *
 * @param next after the step
 * @param size ‖·‖ of the scaled gradient, which does not depend on the choice of factors
 * @param damped whether a Gram matrix was singular and had a multiple of the identity added
 */
record TuckerStep(Tucker next, double size, boolean damped) {
  static TuckerStep scaled(Tucker x, TuckerGradient g, double stepSize) {
    List<Matrix> grams = x.factors().stream().map(Matrix::gram).toList();
    List<Matrix> factors = new ArrayList<>();
    Tensor core = g.core();
    double squares = 0;
    boolean damped = false;
    for (int k = 0; k < x.modes(); k++) {
      GramPreconditioner other = GramPreconditioner.ofGram(x.coreGram(k, grams), 0);
      GramPreconditioner own = GramPreconditioner.ofGram(grams.get(k), 0);
      damped |= other.damping() > 0 || own.damping() > 0;
      Matrix step = other.divide(g.factors().get(k));
      squares += inner(step, g.factors().get(k));
      factors.add(TuckerGradient.added(x.factor(k), -stepSize, step));
      Matrix fibres = core.unfolding(k).transpose(); // a row for each fibre along mode k
      core = Tensor.fold(own.divide(fibres).transpose(), k, core.shape());
    }
    squares += core.inner(g.core());
    return new TuckerStep(
        new Tucker(x.core().plus(core.scaled(-stepSize)), factors),
        Math.sqrt(Math.max(0, squares)),
        damped);
  }

  /**
   * Gradient descent without preconditioner: factor steps divided by the square of the largest
   * singular value of the unfoldings, so that η means the same as above for a flat spectrum.
   */
  static TuckerStep plain(Tucker x, TuckerGradient g, double stepSize, double largest) {
    List<Matrix> factors = new ArrayList<>();
    double scale = 1 / (largest * largest);
    double squares = g.core().inner(g.core());
    for (int k = 0; k < x.modes(); k++) {
      Matrix part = g.factors().get(k);
      squares += scale * inner(part, part);
      factors.add(TuckerGradient.added(x.factor(k), -stepSize * scale, part));
    }
    return new TuckerStep(
        new Tucker(x.core().plus(g.core().scaled(-stepSize)), factors), Math.sqrt(squares), false);
  }

  private static double inner(Matrix a, Matrix b) {
    double sum = 0;
    for (int i = 0; i < a.array().length; i++) {
      sum += a.array()[i] * b.array()[i];
    }
    return sum;
  }
}
