package org.eckart.recovery.tucker;

import java.util.ArrayList;
import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Tensor;

/**
 * How often each index of each mode was observed, and the form of a Tucker model that goes with it.
 *
 * <p>In that form Σ_i (n_i/|Ω|) u_i u_iᵀ = I for each factor and the core is all-orthogonal, its
 * slices falling in norm. Were entries observed by chance, each index with its own frequency, then
 * the Gram matrix of what multiplies row i of factor k would be n_i diag(s_k²) on average, s_k
 * being the norms of the core's slices, and that of the core |Ω| I: the r × r Gram matrix that
 * scaled gradient descent divides by, scaled by the row's own count, becomes a diagonal.
 */
record Weighting(int[][] counts, double total) {
  /** Of observed entries, one at least. */
  static Weighting of(org.eckart.core.observe.ObservedTensor entries) {
    int[][] counts = new int[entries.modes()][];
    for (int k = 0; k < counts.length; k++) {
      counts[k] = entries.counts(k);
    }
    return new Weighting(counts, entries.count());
  }

  /** n_i / |Ω|. */
  double weight(int mode, int i) {
    return counts[mode][i] / total;
  }

  /** The same tensor in that form, but that rows without an entry become 0. */
  Tucker normalised(Tucker x) {
    List<Matrix> factors = new ArrayList<>();
    Tensor core = x.core();
    for (int k = 0; k < x.modes(); k++) {
      Matrix u = x.factor(k);
      int r = u.columns();
      Matrix weighted = Matrix.zeros(u.rows(), r);
      for (int i = 0; i < u.rows(); i++) {
        double root = Math.sqrt(weight(k, i));
        for (int j = 0; j < r; j++) {
          weighted.set(i, j, root * u.get(i, j));
        }
      }
      Svd svd = Svd.of(weighted);
      Matrix unit = svd.u().copy();
      for (int i = 0; i < u.rows(); i++) {
        double root = Math.sqrt(weight(k, i));
        for (int j = 0; j < r; j++) {
          unit.set(i, j, root > 0 ? unit.get(i, j) / root : 0);
        }
      }
      factors.add(unit);
      core = core.times(k, svd.v().columnsScaled(svd.s()).transpose());
    }
    return new Tucker(core, factors).allOrthogonal();
  }

  /** U (Uᵀ diag(n/|Ω|) D): the part of D that a change of the core could make too. */
  Matrix inside(int mode, Matrix u, Matrix d) {
    return u.times(u.transposeTimes(scaledRows(mode, d)));
  }

  /** diag(n/|Ω|) D. */
  Matrix scaledRows(int mode, Matrix d) {
    Matrix scaled = d.copy();
    int r = d.columns();
    for (int i = 0; i < d.rows(); i++) {
      double weight = weight(mode, i);
      for (int j = 0; j < r; j++) {
        scaled.array()[i * r + j] *= weight;
      }
    }
    return scaled;
  }

  /** The squared norms of the slices of an all-orthogonal core: s_k². */
  static double[] sliceSquares(Tensor core, int mode) {
    Matrix m = core.unfolding(mode);
    double[] squares = new double[m.rows()];
    for (int j = 0; j < m.rows(); j++) {
      for (int c = 0; c < m.columns(); c++) {
        squares[j] += m.get(j, c) * m.get(j, c);
      }
    }
    return squares;
  }
}
