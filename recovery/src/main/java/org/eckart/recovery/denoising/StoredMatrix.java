package org.eckart.recovery.denoising;

import org.eckart.linalg.Matrix;

/**
 * A matrix read in blocks, such as one in a file that does not fit in memory. Reading a block twice
 * must give the same numbers.
 */
public interface StoredMatrix {
  int rows();

  int columns();

  /** Rows and columns {@code from} up to but not including {@code to}, as a matrix of their own. */
  Matrix block(int rowFrom, int rowTo, int columnFrom, int columnTo);

  /** A matrix in memory. */
  static StoredMatrix of(Matrix matrix) {
    return new StoredMatrix() {
      @Override
      public int rows() {
        return matrix.rows();
      }

      @Override
      public int columns() {
        return matrix.columns();
      }

      @Override
      public Matrix block(int rowFrom, int rowTo, int columnFrom, int columnTo) {
        Matrix block = Matrix.zeros(rowTo - rowFrom, columnTo - columnFrom);
        int width = columnTo - columnFrom;
        for (int i = rowFrom; i < rowTo; i++) {
          System.arraycopy(
              matrix.array(),
              i * matrix.columns() + columnFrom,
              block.array(),
              (i - rowFrom) * width,
              width);
        }
        return block;
      }
    };
  }
}
