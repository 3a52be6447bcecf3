package org.eckart.recovery.factored;

import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.entries.EntrySide;

/**
 * E = P_Ω(L Rᵀ − Y) times a factor, and its squares, in one pass over the entries of a side: E R by
 * rows, Eᵀ L by columns. The residual is computed anew on each side, which costs 2 r operations an
 * entry and no gather through a permutation.
 *
 * @param timesFactor E R, m × r
 * @param squares ‖E‖²
 */
record ObservedResidual(Matrix timesFactor, double squares) {
  /**
   * @param own the factor of this side's rows
   * @param other the factor of its columns, by which E is multiplied
   */
  static ObservedResidual times(EntrySide side, Matrix own, Matrix other, Parallel parallel) {
    int r = own.columns();
    Matrix product = Matrix.zeros(own.rows(), r);
    double[] p = product.array();
    double[] l = own.array();
    double[] f = other.array();
    double squares =
        side.sum(
            parallel,
            (from, to) -> {
              double sum = 0;
              for (int i = from; i < to; i++) {
                int at = i * r;
                for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
                  int feature = side.other()[e] * r;
                  double residual = Kernels.dot(l, at, f, feature, r) - side.value()[e];
                  sum += residual * residual;
                  Kernels.axpy(residual, f, feature, p, at, r);
                }
              }
              return sum;
            });
    return new ObservedResidual(product, squares);
  }

  /** The values of P_Ω(Y − L Rᵀ) in the order of the side's entries. */
  static double[] leftOver(EntrySide side, Matrix own, Matrix other, Parallel parallel) {
    int r = own.columns();
    double[] left = new double[side.entries()];
    double[] l = own.array();
    double[] f = other.array();
    side.sum(
        parallel,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
              left[e] = side.value()[e] - Kernels.dot(l, i * r, f, side.other()[e] * r, r);
            }
          }
          return 0;
        });
    return left;
  }
}
