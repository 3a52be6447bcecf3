package org.eckart.recovery.groups.convex;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.SymmetricEigen;
import org.eckart.linalg.Vector;
import org.jspecify.annotations.Nullable;

/**
 * SVT_t(H), by whichever way is cheapest: a full SVD of what is small or must be exact; one step of
 * subspace iteration from the left vectors of the step before, where only few singular values lie
 * above t; else the eigenvectors of the smaller Gram matrix. The second is accepted only if the
 * smallest value that it computed is at most t, so that none above t was passed over.
 *
 * @param value SVT_t(H)
 * @param basis about the leading left vectors of H (or right ones, if H has fewer columns than
 *     rows), of any length, to begin the next step with; without columns where that would not pay
 * @param nuclearNorm of {@code value}
 * @param rank of {@code value}
 */
record SingularShrinkage(Matrix value, Matrix basis, double nuclearNorm, int rank) {
  /** Smaller matrices are decomposed outright in less time than all else takes. */
  private static final int SMALL = 32;

  /** Smaller sides are decomposed anew each time, which the acceleration needs. */
  static final int OUTRIGHT = 400;

  private static final int OVERSAMPLING = 10;

  /** Rows over vectors up to which products with HHᵀ cost less than with H and Hᵀ. */
  private static final int SQUARE = 3;

  static SingularShrinkage of(Matrix h, double t, Matrix warm, boolean exact) {
    boolean turned = h.columns() < h.rows();
    int least = Math.min(h.rows(), h.columns());
    if (least <= SMALL || exact) {
      return bySvd(h, t);
    }
    Matrix wide = turned ? h.transpose() : h;
    SingularShrinkage found = null;
    if (least > OUTRIGHT && warm.columns() > 0 && 2 * warm.columns() < wide.rows()) {
      found = bySubspace(wide, t, warm);
    }
    if (found == null) {
      found = byGram(wide, t);
    }
    return turned
        ? new SingularShrinkage(found.value.transpose(), found.basis, found.nuclearNorm, found.rank)
        : found;
  }

  private static SingularShrinkage bySvd(Matrix h, double t) {
    Svd svd = Svd.of(h);
    int rank = 0;
    double nuclear = 0;
    double[] shrunk = svd.s().toArray();
    while (rank < shrunk.length && shrunk[rank] > t) {
      shrunk[rank] -= t;
      nuclear += shrunk[rank++];
    }
    Svd kept = svd.truncated(rank);
    Matrix value =
        kept.u()
            .columnsScaled(Vector.wrap(java.util.Arrays.copyOf(shrunk, rank)))
            .timesTranspose(kept.v());
    return new SingularShrinkage(value, Matrix.zeros(0, 0), nuclear, rank);
  }

  /** All of it: HHᵀ = W Λ Wᵀ, and W diag((1 − t/σ)₊) Wᵀ H. */
  private static SingularShrinkage byGram(Matrix h, double t) {
    SymmetricEigen eigen = SymmetricEigen.of(h.timesTranspose(h));
    double[] factor = factors(eigen, t);
    int rank = factor.length;
    Matrix w = eigen.vectors().columns(0, rank);
    Matrix value = w.columnsScaled(Vector.wrap(factor)).times(w.transposeTimes(h));
    int kept = Math.min(h.rows(), rank + OVERSAMPLING);
    return new SingularShrinkage(
        value,
        2 * kept < h.rows() ? eigen.vectors().columns(0, kept) : Matrix.zeros(0, 0),
        nuclear(eigen, t, rank),
        rank);
  }

  private static @Nullable SingularShrinkage bySubspace(Matrix h, double t, Matrix warm) {
    if (h.rows() < SQUARE * warm.columns()) {
      return bySmallSubspace(h, t, warm);
    }
    Matrix right = Qr.orthonormal(h.transposeTimes(warm)); // p × k
    Matrix left = h.times(right); // m × k
    SymmetricEigen eigen = SymmetricEigen.of(left.gram());
    int k = eigen.values().size();
    if (Math.sqrt(Math.max(0, eigen.values().get(k - 1))) > t) {
      return null;
    }
    double[] factor = factors(eigen, t);
    int rank = factor.length;
    Matrix w = eigen.vectors().columns(0, rank);
    Matrix value = left.times(w).columnsScaled(Vector.wrap(factor)).timesTranspose(right.times(w));
    return new SingularShrinkage(value, next(left, eigen, rank), nuclear(eigen, t, rank), rank);
  }

  /** The same within HHᵀ, which costs less where its side is a few times the number of vectors. */
  private static @Nullable SingularShrinkage bySmallSubspace(Matrix h, double t, Matrix warm) {
    Matrix square = h.timesTranspose(h);
    Matrix basis = Qr.orthonormal(square.times(warm)); // m × k
    Matrix image = square.times(basis);
    SymmetricEigen eigen = SymmetricEigen.of(basis.transposeTimes(image));
    if (Math.sqrt(Math.max(0, eigen.values().get(eigen.values().size() - 1))) > t) {
      return null;
    }
    double[] factor = factors(eigen, t);
    int rank = factor.length;
    Matrix w = basis.times(eigen.vectors().columns(0, rank)); // m × rank, orthonormal
    Matrix value = w.columnsScaled(Vector.wrap(factor)).times(w.transposeTimes(h));
    return new SingularShrinkage(value, next(basis, eigen, rank), nuclear(eigen, t, rank), rank);
  }

  /** Where the next step begins: ten directions more than were needed. */
  private static Matrix next(Matrix left, SymmetricEigen eigen, int rank) {
    int kept = Math.min(eigen.values().size(), rank + OVERSAMPLING);
    Matrix next = left.times(eigen.vectors().columns(0, kept));
    if (kept < rank + OVERSAMPLING) {
      next = widened(next, rank + OVERSAMPLING);
    }
    return next;
  }

  /**
   * ‖A‖_*, never below it but for rounding: the row norms of WᵀA, W the eigenvectors of AAᵀ, which
   * add up to ‖A‖_* where the rows are orthogonal and to more otherwise. So that values far below
   * the largest one count too, which the square roots of the eigenvalues would lose; at a third of
   * the time of an SVD.
   */
  static double nuclearNorm(Matrix a) {
    if (Math.min(a.rows(), a.columns()) <= SMALL) {
      return java.util.Arrays.stream(Svd.of(a).s().toArray()).sum();
    }
    Matrix wide = a.columns() < a.rows() ? a.transpose() : a;
    Matrix turned = SymmetricEigen.of(wide.timesTranspose(wide)).vectors().transposeTimes(wide);
    double sum = 0;
    int p = turned.columns();
    for (int k = 0; k < turned.rows(); k++) {
      sum += Math.sqrt(org.eckart.linalg.Kernels.squaredNorm(turned.array(), k * p, p));
    }
    return sum;
  }

  /** Random columns beside those there; always the same. */
  private static Matrix widened(Matrix few, int columns) {
    int wanted = Math.min(columns, few.rows());
    Matrix random =
        RandomStream.of(wanted, "shrinkage basis").gaussian(few.rows(), wanted - few.columns());
    Matrix all = Matrix.zeros(few.rows(), wanted);
    double size = few.largestMagnitude();
    for (int i = 0; i < few.rows(); i++) {
      System.arraycopy(few.array(), i * few.columns(), all.array(), i * wanted, few.columns());
      for (int j = few.columns(); j < wanted; j++) {
        all.set(i, j, size * random.get(i, j - few.columns()));
      }
    }
    return all;
  }

  /** 1 − t/σ for each σ above t. */
  private static double[] factors(SymmetricEigen eigen, double t) {
    double[] factor = new double[eigen.values().size()];
    int rank = 0;
    while (rank < factor.length && eigen.values().get(rank) > t * t) {
      factor[rank] = 1 - t / Math.sqrt(eigen.values().get(rank));
      rank++;
    }
    return java.util.Arrays.copyOf(factor, rank);
  }

  private static double nuclear(SymmetricEigen eigen, double t, int rank) {
    double sum = 0;
    for (int k = 0; k < rank; k++) {
      sum += Math.sqrt(eigen.values().get(k)) - t;
    }
    return sum;
  }
}
