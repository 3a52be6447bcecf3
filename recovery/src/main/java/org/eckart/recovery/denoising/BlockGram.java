package org.eckart.recovery.denoising;

import java.util.ArrayList;
import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.PowerOfTwo;
import org.eckart.linalg.Svd;
import org.eckart.linalg.SymmetricEigen;
import org.eckart.linalg.Vector;

/**
 * All singular values, and leading vectors, of a matrix that is read twice in blocks: once for the
 * exact Gram matrix of its smaller side, once for the vectors of the larger.
 *
 * <p>With P = min(m, n) and Q = max(m, n): P² Q operations and 9 P³ for the eigenvalues, 32 P²
 * bytes and three times {@value #BLOCK_BYTES} bytes: a block, the same in its scale, and its tiles.
 * A singular value s carries an error of about ε s₁² / s, ε = 1e-16: nothing for values within 1e-6
 * of the largest, all digits at 1e-8 of it.
 *
 * <p>A block is cut into tiles of {@value #TILE} columns and each product of two tiles is one piece
 * of work on one thread, so the bits do not depend on the number of threads.
 */
final class BlockGram {
  static final int BLOCK_BYTES = 1 << 26;
  private static final int TILE = 256;

  private final StoredMatrix matrix;
  private final Parallel parallel;
  private final boolean tall;
  private final int small;
  private final int large;
  private final int step; // rows or columns of the larger side in a block
  private double scale; // a power of two near the largest entry of the first block that is not 0

  BlockGram(StoredMatrix matrix, Parallel parallel) {
    this.matrix = matrix;
    this.parallel = parallel;
    this.tall = matrix.rows() >= matrix.columns();
    this.small = Math.min(matrix.rows(), matrix.columns());
    this.large = Math.max(matrix.rows(), matrix.columns());
    this.step = Math.clamp(BLOCK_BYTES / 8 / small, 1, large);
  }

  /** Values and the vectors of the smaller side, in units of the scale. */
  record Half(Vector values, Matrix vectors, double scale) {}

  /** The first reading. */
  Half half() {
    double[] gram = Matrix.zeros(small, small).array();
    for (int from = 0; from < large; from += step) {
      Matrix block = slab(from, Math.min(large, from + step));
      check(block, from);
      if (scale == 0) {
        double largest = block.largestMagnitude();
        scale = largest == 0 ? 0 : PowerOfTwo.upTo(largest);
      }
      if (scale != 0) {
        add(scale == 1 ? block : block.scaled(1 / scale), gram);
      }
    }
    Matrix whole = Matrix.wrap(small, small, gram);
    SymmetricEigen[] eigen = new SymmetricEigen[1];
    parallel.forEachBlock(1, _ -> eigen[0] = SymmetricEigen.of(whole));
    double[] values = eigen[0].values().toArray();
    for (int i = 0; i < small; i++) {
      values[i] = Math.sqrt(Math.max(0, values[i]));
    }
    return new Half(Vector.wrap(values), eigen[0].vectors(), scale == 0 ? 1 : scale);
  }

  /** The second reading: the leading triplets, values in the units of the matrix. */
  Svd triplets(Half half, int rank) {
    Matrix v = half.vectors().columns(0, rank); // small × rank
    Matrix u = Matrix.zeros(large, rank);
    double[] squares = new double[rank];
    if (rank > 0) {
      for (int from = 0; from < large; from += step) {
        int to = Math.min(large, from + step);
        Matrix block = slab(from, to);
        int pieces = (to - from + TILE - 1) / TILE;
        int start = from;
        parallel.forEachBlock(
            pieces,
            p -> {
              int low = p * TILE;
              int high = Math.min(to - start, low + TILE);
              Matrix part =
                  tall
                      ? block.rows(low, high).times(v)
                      : block.columns(low, high).transposeTimes(v);
              System.arraycopy(
                  part.array(), 0, u.array(), (start + low) * rank, part.array().length);
            });
      }
      for (int i = 0; i < large; i++) {
        for (int k = 0; k < rank; k++) {
          u.set(i, k, u.get(i, k) / half.scale());
          squares[k] += u.get(i, k) * u.get(i, k);
        }
      }
    }
    double[] values = new double[rank];
    for (int k = 0; k < rank; k++) {
      values[k] = Math.sqrt(squares[k]);
      for (int i = 0; i < large && values[k] > 0; i++) {
        u.set(i, k, u.get(i, k) / values[k]);
      }
      values[k] *= half.scale();
    }
    return Triplets.signed(tall ? u : v, Vector.wrap(values), tall ? v : u);
  }

  /** Part of the larger side: rows of a tall matrix, columns of a wide one. */
  private Matrix slab(int from, int to) {
    return tall
        ? matrix.block(from, to, 0, matrix.columns())
        : matrix.block(0, matrix.rows(), from, to);
  }

  /** G += Bᵀ B for rows of a tall matrix, B Bᵀ for columns of a wide one; the lower triangle. */
  private void add(Matrix block, double[] gram) {
    int tiles = (small + TILE - 1) / TILE;
    List<Matrix> parts = new ArrayList<>();
    for (int t = 0; t < tiles; t++) {
      int from = t * TILE;
      int to = Math.min(small, from + TILE);
      parts.add(tall ? block.columns(from, to) : block.rows(from, to));
    }
    parallel.forEachBlock(
        tiles * (tiles + 1) / 2,
        pair -> {
          int i = (int) ((Math.sqrt(8.0 * pair + 1) - 1) / 2);
          int j = pair - i * (i + 1) / 2;
          Matrix product =
              tall
                  ? parts.get(i).transposeTimes(parts.get(j))
                  : parts.get(i).timesTranspose(parts.get(j));
          for (int row = 0; row < product.rows(); row++) {
            int to = (i * TILE + row) * small + j * TILE;
            for (int column = 0; column < product.columns(); column++) {
              gram[to + column] += product.get(row, column);
            }
          }
        });
  }

  private void check(Matrix block, int from) {
    Entries.refuseNotFinite(block, tall ? from : 0, tall ? 0 : from);
    if (Thread.currentThread().isInterrupted()) {
      throw new java.util.concurrent.CancellationException("The decomposition was interrupted");
    }
  }
}
