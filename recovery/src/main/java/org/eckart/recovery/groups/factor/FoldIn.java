package org.eckart.recovery.groups.factor;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.Cholesky;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Vector;

/**
 * Rows that the fit did not see: a = (B_oᵀB_o + Σ_{g∋row} D_g)⁻¹ B_oᵀ y_o for the columns o that
 * are observed in it. A row of the training data gives its own factor back, where the fit has
 * settled; a row without entries is 0.
 */
public final class FoldIn {
  private final Matrix right;
  private final double[][] weight;

  private FoldIn(Matrix right, double[][] weight) {
    this.right = right;
    this.weight = weight;
  }

  public static FoldIn of(GroupAlsEstimate estimate, Parallel parallel) {
    GroupSpectra spectra = GroupSpectra.of(estimate.left(), estimate.penalty(), parallel);
    double[][] weight = new double[estimate.penalty().size()][];
    for (int g = 0; g < weight.length; g++) {
      weight[g] = spectra.rowWeight(g, estimate.epsilon());
    }
    return new FoldIn(estimate.right(), weight);
  }

  /** D_g of a group, r × r. */
  public Matrix weight(int group) {
    return Matrix.wrap(right.columns(), right.columns(), weight[group]);
  }

  /**
   * The factor of a new row.
   *
   * @param groups of the penalty that the row is in, at least one
   * @param columns observed
   * @param values there, offsets taken out
   */
  public Vector row(int[] groups, int[] columns, double[] values) {
    check(groups.length > 0, "A new row must be in a group with a weight");
    int r = right.columns();
    Matrix normal = Matrix.zeros(r, r);
    for (int g : groups) {
      normal = normal.plus(weight(g));
    }
    double[] image = new double[r];
    for (int e = 0; e < columns.length; e++) {
      int at = columns[e] * r;
      Kernels.axpy(values[e], right.array(), at, image, 0, r);
      for (int k = 0; k < r; k++) {
        Kernels.axpy(right.array()[at + k], right.array(), at, normal.array(), k * r, r);
      }
    }
    return columns.length == 0 ? Vector.wrap(image) : Cholesky.of(normal).solve(Vector.wrap(image));
  }
}
