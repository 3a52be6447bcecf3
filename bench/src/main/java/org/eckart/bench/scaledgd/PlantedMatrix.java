package org.eckart.bench.scaledgd;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Svd;
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

  /**
   * As the published experiments draw it: U and V are the left singular vectors of random matrices
   * of −1 and 1, so that all their rows have nearly the same length.
   */
  public static PlantedMatrix ofSigns(int size, int rank, double condition, PortableDraws draws) {
    return new PlantedMatrix(
        Svd.of(signs(size, rank, draws)).u(),
        Vector.of(PortableDraws.spaced(1, 1 / condition, rank)),
        Svd.of(signs(size, rank, draws)).u());
  }

  private static Matrix signs(int rows, int columns, PortableDraws draws) {
    Matrix signs = Matrix.zeros(rows, columns);
    for (int k = 0; k < signs.array().length; k++) {
      signs.array()[k] = draws.uniform() < 0.5 ? -1 : 1;
    }
    return signs;
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
    Matrix a = leftFactor.beside(left.columnsScaled(values).scaled(-1));
    Matrix b = rightFactor.beside(right);
    return Qr.of(a).r().timesTranspose(Qr.of(b).r()).frobeniusNorm() / norm();
  }
}
