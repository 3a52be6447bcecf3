package org.eckart.recovery.groups.factor;

import java.util.Arrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.groups.GroupPenalty;

/**
 * X = Σ_g R_gᵀ A_g B_gᵀ in the form that sweeps work on: the rows of all A_g that belong to one row
 * of X side by side, and likewise the columns.
 *
 * @param a rows: row i begins at {@code rowStart[i]} and has r numbers for each of its groups
 * @param b columns: column j begins at j G r and has r numbers for each group; orthonormal within a
 *     group
 * @param d singular values of each part, r for each group
 */
record LatentParts(double[] a, double[] b, double[] d) {
  /**
   * Where the numbers of rows and groups lie.
   *
   * @param rowStart of each row in {@code a}
   * @param groupsOf the groups of each row
   * @param slot for each group and member, the place of the group among those of the row
   */
  record Layout(
      GroupPenalty penalty, int r, int columns, int[] rowStart, int[][] groupsOf, int[][] slot) {
    static Layout of(GroupPenalty penalty, int r, int columns) {
      int[] covers = penalty.covers();
      int[] start = new int[penalty.rows() + 1];
      long total = 0;
      for (int i = 0; i < covers.length; i++) {
        total += (long) covers[i] * r;
        org.eckart.linalg.Check.check(
            total < Integer.MAX_VALUE - 8,
            "The parts of %d groups at rank %d have more rows than one array holds; lower the rank",
            penalty.size(),
            r);
        start[i + 1] = (int) total;
      }
      org.eckart.linalg.Check.check(
          (long) columns * penalty.size() * r < Integer.MAX_VALUE - 8,
          "The parts of %d groups at rank %d have more columns than one array holds; lower the rank",
          penalty.size(),
          r);
      int[][] groupsOf = new int[penalty.rows()][];
      for (int s = 0; s < penalty.signatures(); s++) {
        for (int k = penalty.signatureStart()[s]; k < penalty.signatureStart()[s + 1]; k++) {
          groupsOf[penalty.order()[k]] = penalty.signature(s);
        }
      }
      int[][] slot = new int[penalty.size()][];
      int[] next = new int[penalty.rows()];
      for (int g = 0; g < slot.length; g++) {
        int[] members = penalty.members(g);
        slot[g] = new int[members.length];
        for (int k = 0; k < members.length; k++) {
          slot[g][k] = next[members[k]]++;
        }
      }
      return new Layout(penalty, r, columns, start, groupsOf, slot);
    }

    int width() {
      return penalty.size() * r;
    }

    Matrix left(double[] a, int g) {
      int[] members = penalty.members(g);
      Matrix left = Matrix.zeros(members.length, r);
      for (int k = 0; k < members.length; k++) {
        System.arraycopy(a, rowStart[members[k]] + slot[g][k] * r, left.array(), k * r, r);
      }
      return left;
    }

    void putLeft(Matrix left, double[] a, int g) {
      int[] members = penalty.members(g);
      for (int k = 0; k < members.length; k++) {
        System.arraycopy(left.array(), k * r, a, rowStart[members[k]] + slot[g][k] * r, r);
      }
    }

    Matrix right(double[] b, int g) {
      Matrix right = Matrix.zeros(columns, r);
      for (int j = 0; j < columns; j++) {
        System.arraycopy(b, j * width() + g * r, right.array(), j * r, r);
      }
      return right;
    }

    void putRight(Matrix right, double[] b, int g) {
      for (int j = 0; j < columns; j++) {
        System.arraycopy(right.array(), j * r, b, j * width() + g * r, r);
      }
    }
  }

  /** The same X, each part as U diag(d) Vᵀ with A_g = U diag(d) and B_g = V. */
  static LatentParts gauged(Layout layout, double[] a, double[] b, Parallel parallel) {
    double[] newA = new double[a.length];
    double[] newB = new double[b.length];
    double[] d = new double[layout.width()];
    parallel.forEachBlock(
        layout.penalty.size(),
        g -> {
          Svd part = triplets(layout.left(a, g), layout.right(b, g));
          put(layout, part, newA, newB, d, g);
        });
    return new LatentParts(newA, newB, d);
  }

  /** Writes U diag(d) and V of a part, filled up with zeros to r columns. */
  static void put(Layout layout, Svd part, double[] a, double[] b, double[] d, int g) {
    int r = layout.r;
    layout.putLeft(padded(part.u().columnsScaled(part.s()), r), a, g);
    layout.putRight(padded(part.v(), r), b, g);
    Arrays.fill(d, g * r, (g + 1) * r, 0);
    for (int k = 0; k < part.rank(); k++) {
      d[g * r + k] = part.s().get(k);
    }
  }

  private static Matrix padded(Matrix few, int r) {
    Matrix all = Matrix.zeros(few.rows(), r);
    for (int i = 0; i < few.rows(); i++) {
      System.arraycopy(few.array(), i * few.columns(), all.array(), i * r, few.columns());
    }
    return all;
  }

  /** The SVD of A Bᵀ from tall factors, without what is rounding. */
  static Svd triplets(Matrix a, Matrix b) {
    Qr qa = Qr.of(a);
    Qr qb = Qr.of(b);
    Svd core = Svd.of(qa.r().timesTranspose(qb.r()));
    int rank = 0;
    while (rank < core.rank() && core.s().get(rank) > 1e-14 * core.s().get(0)) {
      rank++;
    }
    Svd kept = core.truncated(rank);
    return new Svd(qa.q().times(kept.u()), kept.s(), qb.q().times(kept.v()));
  }

  /** ‖S_g‖_*. */
  double nuclearNorm(Layout layout, int g) {
    double sum = 0;
    for (int k = g * layout.r; k < (g + 1) * layout.r; k++) {
      sum += d[k];
    }
    return sum;
  }

  double penalty(Layout layout) {
    double sum = 0;
    for (int g = 0; g < layout.penalty.size(); g++) {
      sum += layout.penalty.threshold(g) * nuclearNorm(layout, g);
    }
    return sum;
  }

  /** U, s, V of one part. */
  Svd part(Layout layout, int g) {
    int r = layout.r;
    int rank = 0;
    while (rank < r && d[g * r + rank] > 0) {
      rank++;
    }
    Matrix v = layout.right(b, g).columns(0, rank);
    Matrix u = layout.left(a, g).columns(0, rank);
    double[] s = Arrays.copyOfRange(d, g * r, g * r + rank);
    double[] inverse = s.clone();
    for (int k = 0; k < rank; k++) {
      inverse[k] = 1 / s[k];
    }
    return new Svd(u.columnsScaled(Vector.wrap(inverse)), Vector.wrap(s), v);
  }
}
