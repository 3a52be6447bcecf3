package org.eckart.recovery.completion;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * The low-rank part L Rᵀ of a completed matrix in the one set of coordinates that does not depend
 * on how it was fitted: its singular value decomposition.
 *
 * @param s singular values, in the units of the values; divided by √(m n) they are the root mean
 *     square over all entries of what a direction contributes
 * @param u rows' coordinates, m × r
 * @param v columns' coordinates, n × r
 */
public record Directions(Vector s, Matrix u, Matrix v) {
  /** O((m + n) r²): QR of both factors, and the SVD of an r × r matrix. */
  static Directions of(ModelSide rows, ModelSide columns, double scale) {
    int r = rows.rank();
    if (r == 0) {
      return new Directions(
          Vector.of(), Matrix.zeros(rows.size(), 0), Matrix.zeros(columns.size(), 0));
    }
    Qr left = Qr.of(matrix(rows.factor(), rows.size(), r));
    Qr right = Qr.of(matrix(columns.factor(), columns.size(), r));
    Svd core = Svd.of(left.r().timesTranspose(right.r()).scaled(scale));
    Matrix u = left.q().times(core.u());
    Matrix v = right.q().times(core.v());
    return new Directions(core.s(), u, v);
  }

  private static Matrix matrix(float[] values, int rows, int columns) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return Matrix.wrap(rows, columns, wide);
  }
}
