package org.eckart.recovery.groups.subspace;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * The row space of some rows of a low-rank matrix, in the coordinates of its columns.
 *
 * @param basis V, p × r, orthonormal, leading direction first
 * @param values singular values of those rows, all that are not rounding
 */
public record RowSpace(Matrix basis, Vector values) {
  private static final double NOTHING = 1e-9;

  /**
   * Of the rows {@code members} of L Rᵀ, from the factors.
   *
   * @param rank directions wanted, or 0 for as many as lie before the largest relative gap
   */
  public static RowSpace of(Matrix left, Matrix right, int[] members, int rank) {
    check(rank >= 0, "rank is %d; it must be 0 (by the largest gap) or more", rank);
    int r = left.columns();
    Matrix rows = Matrix.zeros(members.length, r);
    for (int k = 0; k < members.length; k++) {
      System.arraycopy(left.array(), members[k] * r, rows.array(), k * r, r);
    }
    if (r == 0 || members.length == 0 || rows.largestMagnitude() == 0) {
      return new RowSpace(Matrix.zeros(right.rows(), 0), Vector.of());
    }
    Qr qr = Qr.of(right);
    Svd svd = Svd.of(rows.timesTranspose(qr.r()));
    double[] s = svd.s().toArray();
    int kept = 0;
    while (kept < s.length && s[kept] > NOTHING * s[0]) {
      kept++;
    }
    int wanted = rank == 0 ? beforeTheGap(s, kept) : Math.min(rank, kept);
    return new RowSpace(qr.q().times(svd.v().columns(0, wanted)), svd.s().first(kept));
  }

  /** How many values lie before the largest ratio of neighbours. */
  private static int beforeTheGap(double[] s, int kept) {
    int at = kept;
    double widest = 2; // a step by less is no gap
    for (int k = 1; k < kept; k++) {
      if (s[k - 1] / s[k] > widest) {
        widest = s[k - 1] / s[k];
        at = k;
      }
    }
    return at;
  }
}
