package org.eckart.recovery.factored;

import org.eckart.linalg.Kernels;
import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.linalg.TruncatedSvd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.factored.FactoredProblem.Prepared;

/** The leading singular triplets of p⁻¹P_Ω(Y), and what they say of the problem. */
final class SpectralStart {
  /** Of the triplets; the descent takes them further. */
  private static final double TOLERANCE = 1e-9;

  private SpectralStart() {}

  /** At most {@code count} triplets, as many as the matrix has. */
  static Svd triplets(Prepared data, double share, int count, long seed, Parallel parallel) {
    int most = Math.min(data.matrix().rows(), data.matrix().columns());
    Svd found =
        TruncatedSvd.lanczos(
                data.matrix(),
                LanczosOptions.rank(Math.min(count, most)).withTolerance(TOLERANCE).withSeed(seed),
                parallel)
            .triplets();
    double[] values = found.s().toArray();
    for (int k = 0; k < values.length; k++) {
      values[k] /= share;
    }
    return new Svd(found.u(), Vector.wrap(values), found.v());
  }

  /** σ_r/σ_{r+1}; +∞ where there is no next one or it is 0. */
  static double gap(Svd leading, int rank) {
    return leading.rank() <= rank || leading.s().get(rank) == 0
        ? Double.POSITIVE_INFINITY
        : leading.s().get(rank - 1) / leading.s().get(rank);
  }

  /** √(μ̂ r) σ̂₁, where μ̂ r is the larger of m maxᵢ‖uᵢ‖² and n maxⱼ‖vⱼ‖². */
  static double projectionBound(Svd leading, int rank) {
    int r = Math.min(rank, leading.rank());
    double spread =
        Math.max(
            leading.u().rows() * largestRow(leading.u(), r),
            leading.v().rows() * largestRow(leading.v(), r));
    return Math.sqrt(spread) * leading.s().get(0);
  }

  private static double largestRow(Matrix vectors, int rank) {
    double largest = 0;
    for (int i = 0; i < vectors.rows(); i++) {
      largest =
          Math.max(largest, Kernels.squaredNorm(vectors.array(), i * vectors.columns(), rank));
    }
    return largest;
  }
}
