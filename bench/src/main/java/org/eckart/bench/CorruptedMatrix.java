package org.eckart.bench;

import org.eckart.bench.scaledgd.PlantedMatrix;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.MatrixBlock;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * A matrix of low rank, of which a tenth of the entries is corrupted by uniform numbers of up to
 * ten times its mean entry.
 *
 * @param values Y = X + S
 * @param truth X; singular values fall evenly from √(mn) to a tenth of it, so entries are near 1
 */
record CorruptedMatrix(Matrix values, Svd truth) {
  static final double CORRUPTED = 0.1;
  private static final double AMPLITUDE = 10;
  private static final double CONDITION = 10;
  private static final int ROWS = 64;

  static CorruptedMatrix of(int m, int n, int rank, long seed, Parallel parallel) {
    RandomStream random = RandomStream.of(seed, "corrupted matrix");
    Matrix u = Qr.orthonormal(random.split(0).gaussian(m, rank));
    Matrix v = Qr.orthonormal(random.split(1).gaussian(n, rank));
    double[] s = new double[rank];
    double squares = 0;
    for (int k = 0; k < rank; k++) {
      s[k] = Math.sqrt((double) m * n) * (1 - (1 - 1 / CONDITION) * k / Math.max(1, rank - 1));
      squares += s[k] * s[k];
    }
    double amplitude = AMPLITUDE * Math.sqrt(squares / m / n) * Math.sqrt(2 / Math.PI);
    Svd truth = new Svd(u, Vector.wrap(s), v);
    Matrix left = u.columnsScaled(truth.s());
    Matrix right = v.transpose();
    Matrix values = Matrix.zeros(m, n);
    RandomStream places = random.split(2);
    parallel.forEachBlock(
        (m + ROWS - 1) / ROWS,
        b -> {
          int from = b * ROWS;
          int to = Math.min(m, from + ROWS);
          MatrixBlock.ofRows(values, from, to)
              .add(1, MatrixBlock.ofRows(left, from, to), MatrixBlock.ofRows(right, 0, rank));
          RandomStream own = places.split(b);
          for (int at = from * n; at < to * n; at++) {
            if (own.nextUniform() < CORRUPTED) {
              values.array()[at] += amplitude * (2 * own.nextUniform() - 1);
            }
          }
        });
    return new CorruptedMatrix(values, truth);
  }

  /** ‖X̂ − X‖_F / ‖X‖_F, from factors alone. */
  double error(Svd found) {
    return new PlantedMatrix(truth.u(), truth.s(), truth.v())
        .relativeError(found.u().columnsScaled(found.s()), found.v());
  }
}
