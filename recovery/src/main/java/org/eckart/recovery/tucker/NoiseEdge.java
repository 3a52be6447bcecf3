package org.eckart.recovery.tucker;

import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.SymmetricEigen;
import org.eckart.linalg.Tensor;
import org.eckart.linalg.TruncatedSvd;

/**
 * What of a mode's unfolding is above noise. An m × n matrix of independent entries of variance σ²,
 * or of 0 where none is known, has no singular value above σ (√c + √d), c and d being the most
 * entries known in a row and in a column, but for a part of order min(m, n)^−⅔.
 */
final class NoiseEdge {
  private static final int LARGEST_GRAM = 1500;

  /** Directions looked for in one go where a mode is larger. */
  private static final int AT_ONCE = 20;

  private NoiseEdge() {}

  /**
   * The largest singular value that noise of the size of these residuals would have.
   *
   * @param residual 0 where none counts
   */
  static double of(Tensor residual, int mode) {
    Matrix m = residual.unfolding(mode);
    int[] inColumn = new int[m.columns()];
    int inRow = 0;
    long all = 0;
    double[] a = m.array();
    for (int i = 0; i < m.rows(); i++) {
      int count = 0;
      for (int j = 0; j < inColumn.length; j++) {
        if (a[i * inColumn.length + j] != 0) {
          count++;
          inColumn[j]++;
        }
      }
      inRow = Math.max(inRow, count);
      all += count;
    }
    int most = 0;
    for (int count : inColumn) {
      most = Math.max(most, count);
    }
    double sigma = all == 0 ? 0 : residual.frobeniusNorm() / Math.sqrt(all);
    double fluctuation = Math.pow(Math.min(m.rows(), m.columns()), -2.0 / 3);
    return sigma * (Math.sqrt(inRow) + Math.sqrt(most)) * (1 + fluctuation);
  }

  /**
   * What a direction of a fitted model has of the noise at most: the spectral norm σ Σ_k √n_k of a
   * tensor of noise, σ² being over the share of entries that count, as a fit to these alone has it.
   */
  static double ofModel(Tensor residual) {
    long all = 0;
    for (double r : residual.array()) {
      all += r == 0 ? 0 : 1;
    }
    if (all == 0) {
      return 0;
    }
    double share = (double) all / residual.array().length;
    double roots = 0;
    for (int n : residual.shape()) {
      roots += Math.sqrt(n);
    }
    return residual.frobeniusNorm() / Math.sqrt(all * share) * roots;
  }

  /**
   * The left singular vectors of the unfolding, less its part in the span of a factor, whose values
   * are above that.
   *
   * @param basis n_k × r, orthonormal columns
   * @param most of them
   * @return n_k × 0 to {@code most}
   */
  static Matrix above(Tensor residual, int mode, Matrix basis, int most) {
    double edge = of(residual, mode);
    Matrix m = residual.unfolding(mode);
    Matrix rest = m.minus(basis.times(basis.transposeTimes(m)));
    Matrix vectors;
    double[] s;
    if (rest.rows() > LARGEST_GRAM) {
      int wanted = Math.min(AT_ONCE, Math.min(rest.rows(), rest.columns()));
      Svd leading = TruncatedSvd.lanczos(rest, LanczosOptions.rank(wanted)).triplets();
      vectors = leading.u();
      s = leading.s().toArray();
    } else if (rest.columns() < rest.rows()) {
      Svd svd = Svd.of(rest);
      vectors = svd.u();
      s = svd.s().toArray();
    } else {
      SymmetricEigen eigen = SymmetricEigen.of(rest.timesTranspose(rest));
      vectors = eigen.vectors();
      s = eigen.values().toArray();
      for (int j = 0; j < s.length; j++) {
        s[j] = Math.sqrt(Math.max(0, s[j]));
      }
    }
    int count = 0;
    while (count < Math.min(most, s.length) && s[count] > edge) {
      count++;
    }
    return vectors.columns(0, count);
  }
}
