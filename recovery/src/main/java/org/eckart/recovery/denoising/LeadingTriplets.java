package org.eckart.recovery.denoising;

import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.linalg.TruncatedSvd;
import org.eckart.linalg.Vector;

/**
 * The triplets among which the components are, with all singular values or the leading ones.
 *
 * <p>All of them come from LAPACK for small matrices and from the Gram matrix where the method
 * needs the whole spectrum; else block Lanczos finds those that the rank test counts, and no more.
 *
 * @param triplets at least the components; all of them from LAPACK
 * @param values all min(m, n), or those of the triplets
 * @param settled false if the iteration ended at its limit of steps
 */
record LeadingTriplets(Svd triplets, LeadingValues values, boolean settled) {
  /** At most so many rows or columns: all triplets take LAPACK a second. */
  private static final int SMALL_SIDE = 800;

  private static final long SMALL_ENTRIES = 4_000_000;

  /** The Gram matrix of 12,000 columns has 1.1 GB, and its eigenvalues take minutes. */
  static final int LARGEST_GRAM = 12_000;

  private static final int FIRST_CAP = 50;

  /** Below this part of the norm, what values leave of it is found from the entries. */
  private static final double NEAR_ROUNDING = 1e-6;

  static boolean isSmall(int rows, int columns) {
    return Math.min(rows, columns) <= SMALL_SIDE && (long) rows * columns <= SMALL_ENTRIES;
  }

  /** All triplets, by LAPACK on one thread. */
  static LeadingTriplets all(Matrix matrix, Parallel parallel) {
    Svd[] svd = new Svd[1];
    parallel.forEachBlock(1, _ -> svd[0] = Svd.of(matrix));
    return new LeadingTriplets(
        svd[0], LeadingValues.all(svd[0].s(), matrix.rows(), matrix.columns()), true);
  }

  /** Those that count as components, by block Lanczos. */
  static LeadingTriplets counted(
      LinearOperator a, double norm, DenoisingOptions options, Parallel parallel) {
    int m = a.rows();
    int n = a.columns();
    int least = options.rank().orElse(0);
    int most = Math.max(Math.max(1, Math.min(m, n) / 2), least);
    for (int cap = Math.min(most, Math.max(FIRST_CAP, 2 * least));
        ;
        cap = Math.min(most, 4 * cap)) {
      TruncatedSvd found =
          TruncatedSvd.lanczos(
              a,
              LanczosOptions.rank(cap).withSeed(options.seed()),
              values -> Math.max(least, rank(values, norm, m, n, options)),
              parallel);
      Svd triplets = found.triplets();
      if (triplets.rank() < cap || cap == most) {
        LeadingValues values = LeadingValues.leading(triplets.s(), norm, m, n);
        if (a instanceof Matrix matrix && values.restNorm() <= NEAR_ROUNDING * norm) {
          values = new LeadingValues(triplets.s(), restNorm(matrix, triplets), m, n);
        }
        return new LeadingTriplets(triplets, values, found.settled());
      }
    }
  }

  private static int rank(Vector values, double norm, int m, int n, DenoisingOptions options) {
    LeadingValues leading = LeadingValues.leading(values, norm, m, n);
    return options.noise() instanceof Noise.Known known
        ? RankTest.withNoise(leading, known.level(), options.level()).rank()
        : RankTest.sequential(leading, options.level()).rank();
  }

  /** ‖A − U diag(s) Vᵀ‖ from the entries, a block of rows at a time. */
  private static double restNorm(Matrix a, Svd triplets) {
    Matrix us = triplets.u().columnsScaled(triplets.s());
    int step = Math.max(1, (1 << 20) / a.columns());
    double norm = 0;
    for (int from = 0; from < a.rows(); from += step) {
      int to = Math.min(a.rows(), from + step);
      Matrix rest = a.rows(from, to).minus(us.rows(from, to).timesTranspose(triplets.v()));
      norm = Math.hypot(norm, rest.frobeniusNorm());
    }
    return norm;
  }
}
