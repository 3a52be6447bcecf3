package org.eckart.recovery.denoising;

import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;

/** Products with a stored matrix: each reads all of it, a block of rows at a time. */
record BlockOperator(StoredMatrix matrix, Parallel parallel) implements LinearOperator {
  private static final int PIECE = 256;

  @Override
  public int rows() {
    return matrix.rows();
  }

  @Override
  public int columns() {
    return matrix.columns();
  }

  @Override
  public void multiply(double[] x, double[] y) {
    double[] product = times(Matrix.wrap(columns(), 1, x)).array();
    System.arraycopy(product, 0, y, 0, product.length);
  }

  @Override
  public void transposeMultiply(double[] y, double[] x) {
    double[] product = transposeTimes(Matrix.wrap(rows(), 1, y)).array();
    System.arraycopy(product, 0, x, 0, product.length);
  }

  private int step() {
    return Math.clamp(BlockGram.BLOCK_BYTES / 8 / columns(), 1, rows());
  }

  @Override
  public Matrix times(Matrix x) {
    Matrix y = Matrix.zeros(rows(), x.columns());
    for (int from = 0; from < rows(); from += step()) {
      int start = from;
      Matrix block = matrix.block(from, Math.min(rows(), from + step()), 0, columns());
      parallel.forEachBlock(
          (block.rows() + PIECE - 1) / PIECE,
          p -> {
            int low = p * PIECE;
            Matrix part = block.rows(low, Math.min(block.rows(), low + PIECE)).times(x);
            System.arraycopy(
                part.array(), 0, y.array(), (start + low) * x.columns(), part.array().length);
          });
    }
    return y;
  }

  @Override
  public Matrix transposeTimes(Matrix y) {
    double[] sum = new double[columns() * y.columns()];
    for (int from = 0; from < rows(); from += step()) {
      int start = from;
      Matrix block = matrix.block(from, Math.min(rows(), from + step()), 0, columns());
      Matrix[] parts = new Matrix[(block.rows() + PIECE - 1) / PIECE];
      parallel.forEachBlock(
          parts.length,
          p -> {
            int low = p * PIECE;
            int high = Math.min(block.rows(), low + PIECE);
            parts[p] = block.rows(low, high).transposeTimes(y.rows(start + low, start + high));
          });
      for (Matrix part : parts) {
        for (int k = 0; k < sum.length; k++) {
          sum[k] += part.array()[k];
        }
      }
    }
    return Matrix.wrap(columns(), y.columns(), sum);
  }
}
