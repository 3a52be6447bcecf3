package org.eckart.bench.scaledgd;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Vector;

/**
 * A matrix of known rank and condition: U diag(s) Vᵀ, s from 1 down to 1/κ at equal distances.
 *
 * @param left U, m × r
 * @param values s
 * @param right V, n × r
 */
public record PlantedMatrix(Matrix left, Vector values, Matrix right) {
  /** From a stream, which later draws go on with. */
  public static PlantedMatrix of(
      int rows, int columns, int rank, double condition, PortableDraws draws) {
    Matrix left = draws.orthonormal(rows, rank);
    Matrix right = draws.orthonormal(columns, rank);
    return new PlantedMatrix(left, Vector.of(PortableDraws.spaced(1, 1 / condition, rank)), right);
  }

  /** U diag(s) Vᵀ, 8 m n bytes. */
  public Matrix dense() {
    return left.columnsScaled(values).timesTranspose(right);
  }

  /** ‖s‖, which is the Frobenius norm of the matrix. */
  public double norm() {
    double squares = 0;
    for (double value : values.toArray()) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  /**
   * ‖L Rᵀ − U diag(s) Vᵀ‖ over ‖s‖ for factors of any rank, to about 1e-15, without forming either:
   * the difference is [L, −U diag(s)] [R, V]ᵀ, and its norm that of R₁ R₂ᵀ for the triangular
   * factors of the two (Grams would give it to 1e-8 only).
   */
  public double relativeError(Matrix leftFactor, Matrix rightFactor) {
    Matrix a = beside(leftFactor, left.columnsScaled(values).scaled(-1));
    Matrix b = beside(rightFactor, right);
    return Qr.of(a).r().timesTranspose(Qr.of(b).r()).frobeniusNorm() / norm();
  }

  private static Matrix beside(Matrix a, Matrix b) {
    Matrix both = Matrix.zeros(a.rows(), a.columns() + b.columns());
    for (int i = 0; i < a.rows(); i++) {
      for (int k = 0; k < a.columns(); k++) {
        both.set(i, k, a.get(i, k));
      }
      for (int k = 0; k < b.columns(); k++) {
        both.set(i, a.columns() + k, b.get(i, k));
      }
    }
    return both;
  }
}
