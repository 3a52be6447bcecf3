package org.eckart.recovery.groups.subspace;

import static org.eckart.linalg.Check.check;

import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Svd;

/**
 * How far the groups of a family go their own ways: h = 1 − (Σ‖X_g‖_* : ‖X‖_* − 1) : (√G − 1), from
 * 0 where all groups have the same rank structure to 1 where their row spaces are orthogonal.
 */
public final class Heterogeneity {
  private Heterogeneity() {}

  /** Of L Rᵀ cut into these disjoint sets of rows, two at least. */
  public static double of(Matrix left, Matrix right, List<int[]> partition) {
    check(partition.size() >= 2, "%d group cannot differ from another", partition.size());
    Matrix core = left.timesTranspose(Qr.of(right).r());
    int r = core.columns();
    int rows = partition.stream().mapToInt(set -> set.length).sum();
    Matrix all = Matrix.zeros(rows, r);
    double parts = 0;
    int at = 0;
    for (int[] members : partition) {
      Matrix some = Matrix.zeros(members.length, r);
      for (int k = 0; k < members.length; k++) {
        System.arraycopy(core.array(), members[k] * r, some.array(), k * r, r);
      }
      System.arraycopy(some.array(), 0, all.array(), at * r, members.length * r);
      at += members.length;
      parts += nuclearNorm(some);
    }
    double whole = nuclearNorm(all);
    if (whole == 0) {
      return 0;
    }
    double h = 1 - (parts / whole - 1) / (Math.sqrt(partition.size()) - 1);
    return Math.clamp(h, 0, 1); // beyond by rounding only
  }

  private static double nuclearNorm(Matrix a) {
    double sum = 0;
    if (a.rows() > 0 && a.columns() > 0) {
      for (double s : Svd.of(a).s().toArray()) {
        sum += s;
      }
    }
    return sum;
  }
}
