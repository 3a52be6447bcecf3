package org.eckart.recovery.tucker;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.List;
import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.SymmetricEigen;
import org.eckart.linalg.Tensor;
import org.eckart.linalg.TruncatedSvd;

/**
 * The higher-order SVD of a dense tensor, truncated: in each mode the leading left singular vectors
 * of the unfolding, and the core that goes with them. Its error is within √N of the best of these
 * ranks; {@link Hooi} improves on it.
 *
 * <p>Cost: 2 Π n_k Σ n_k operations for the Gram matrices of the unfoldings, of which singular
 * values below 1e-8 of the largest are rounding; a mode above {@value #LARGEST_GRAM} is decomposed
 * by Lanczos instead.
 */
public final class Hosvd {
  private static final int LARGEST_GRAM = 1500;

  private Hosvd() {}

  /**
   * @param ranks r_k in each mode, 1 to min(n_k, Π_{j≠k} n_j)
   * @throws IllegalArgumentException if a rank is not allowed or an entry is not finite
   */
  public static Tucker of(Tensor x, int... ranks) {
    Ranks.check(x.shape(), ranks);
    Tensor unit = unit(x);
    List<Matrix> factors = new ArrayList<>();
    for (int k = 0; k < x.modes(); k++) {
      factors.add(leading(unit.unfolding(k), ranks[k]));
    }
    return new Tucker(project(x, factors), factors);
  }

  /** (U^{1T}, …, U^{NT}) · X. */
  static Tensor project(Tensor x, List<Matrix> factors) {
    Tensor core = x;
    for (int k = 0; k < factors.size(); k++) {
      core = core.transposeTimes(k, factors.get(k));
    }
    return core;
  }

  /** The same with the diagonals of the unfoldings' Gram matrices deleted. */
  static Tucker withoutDiagonal(Tensor x, int... ranks) {
    List<Matrix> factors = new ArrayList<>();
    for (int k = 0; k < x.modes(); k++) {
      Matrix m = x.unfolding(k);
      Matrix gram = m.timesTranspose(m);
      for (int i = 0; i < gram.rows() && gram.rows() > 1; i++) {
        gram.set(i, i, 0);
      }
      factors.add(SymmetricEigen.of(gram).vectors().columns(0, ranks[k]));
    }
    return new Tucker(project(x, factors), factors);
  }

  /** The r leading left singular vectors. */
  static Matrix leading(Matrix m, int rank) {
    if (m.columns() < m.rows()) {
      if (rank <= m.columns() && m.rows() > LARGEST_GRAM) {
        return TruncatedSvd.lanczos(m, LanczosOptions.rank(rank)).triplets().u();
      }
      return Cores.leftVectors(m).columns(0, rank);
    }
    if (m.rows() > LARGEST_GRAM && 3 * rank < m.rows()) {
      return TruncatedSvd.lanczos(m, LanczosOptions.rank(rank)).triplets().u();
    }
    return SymmetricEigen.of(m.timesTranspose(m)).vectors().columns(0, rank);
  }

  private static Tensor unit(Tensor x) {
    double largest = x.largestMagnitude();
    check(
        Double.isFinite(largest),
        "The tensor holds %s; every entry must be a finite number",
        largest);
    return largest == 0 ? x : x.scaled(1 / largest);
  }
}
