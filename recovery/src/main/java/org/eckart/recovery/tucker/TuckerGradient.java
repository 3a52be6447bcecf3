package org.eckart.recovery.tucker;

import java.util.ArrayList;
import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Tensor;

/**
 * The derivative of a function of X = (U¹, …, U^N) · S by factors and core, for G = ∇f(X): for mode
 * k, M_k(G) Ŭ^k of n_k × r_k; for the core (U^{1T}, …, U^{NT}) · G.
 *
 * @param value of the function, or what else a pass over the data summed up
 */
record TuckerGradient(double value, List<Matrix> factors, Tensor core) {
  /**
   * For a dense G: Σ_k of N products that each shrink G mode by mode; no product is larger than G.
   */
  static TuckerGradient ofDense(double value, Tensor g, Tucker x) {
    int n = x.modes();
    List<Matrix> parts = new ArrayList<>();
    Tensor core = g;
    for (int k = 0; k < n; k++) {
      Tensor rest = core; // modes before k are contracted already
      for (int j = n - 1; j > k; j--) {
        rest = rest.transposeTimes(j, x.factor(j));
      }
      parts.add(rest.unfolding(k).timesTranspose(x.core().unfolding(k)));
      core = core.transposeTimes(k, x.factor(k));
    }
    return new TuckerGradient(value, parts, core);
  }

  /** Σ of the products of corresponding numbers. */
  double inner(TuckerGradient other) {
    double sum = core.inner(other.core);
    for (int k = 0; k < factors.size(); k++) {
      double[] a = factors.get(k).array();
      double[] b = other.factors.get(k).array();
      for (int i = 0; i < a.length; i++) {
        sum += a[i] * b[i];
      }
    }
    return sum;
  }

  /** This plus a multiple of another. */
  TuckerGradient plus(double factor, TuckerGradient other) {
    List<Matrix> sum = new ArrayList<>();
    for (int k = 0; k < factors.size(); k++) {
      sum.add(added(factors.get(k), factor, other.factors.get(k)));
    }
    return new TuckerGradient(value, sum, core.plus(other.core.scaled(factor)));
  }

  static Matrix added(Matrix a, double factor, Matrix b) {
    double[] sum = a.array().clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * b.array()[i];
    }
    return Matrix.wrap(a.rows(), a.columns(), sum);
  }
}
