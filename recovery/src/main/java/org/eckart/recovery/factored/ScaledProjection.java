package org.eckart.recovery.factored;

import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.scaled.FactorPair;

/**
 * The scaled projection: rows lᵢ with √m ‖lᵢ Rᵀ‖ above B are shortened to it, and rows rⱼ with √n
 * ‖rⱼ Lᵀ‖ above B likewise, both measured at the pair given. Nothing of m × n is formed: ‖lᵢ Rᵀ‖² =
 * lᵢ (RᵀR) lᵢᵀ.
 *
 * <p>Source: Tong, Ma &amp; Chi, JMLR 22(150) (2021), proposition on the closed form of 𝒫_B.
 */
final class ScaledProjection {
  private ScaledProjection() {}

  static FactorPair of(FactorPair at, double bound) {
    return new FactorPair(
        shortened(at.left(), at.right().gram(), bound),
        shortened(at.right(), at.left().gram(), bound));
  }

  private static Matrix shortened(Matrix factor, Matrix gram, double bound) {
    int r = factor.columns();
    Matrix image = factor.times(gram);
    Matrix shortened = factor.copy();
    double root = Math.sqrt(factor.rows());
    for (int i = 0; i < factor.rows(); i++) {
      double square = Kernels.dot(image.array(), i * r, factor.array(), i * r, r);
      double length = root * Math.sqrt(Math.max(0, square));
      if (length > bound) {
        for (int k = 0; k < r; k++) {
          shortened.set(i, k, factor.get(i, k) * (bound / length));
        }
      }
    }
    return shortened;
  }
}
