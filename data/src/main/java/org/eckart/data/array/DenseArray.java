package org.eckart.data.array;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.Matrix;

/**
 * An array of doubles of any number of ways, in C order (the last way runs fastest).
 *
 * @param values shared, not copied
 * @param shape lengths, first to last; empty for a single number
 */
public record DenseArray(double[] values, int[] shape) {
  public DenseArray {
    long product = 1;
    for (int length : shape) {
      product = Math.multiplyExact(product, length);
    }
    check(product == values.length, "%d numbers do not fill a shape of %d", values.length, product);
  }

  public static DenseArray of(Matrix matrix) {
    return new DenseArray(matrix.array(), new int[] {matrix.rows(), matrix.columns()});
  }

  /** The same numbers as a matrix, if there are two ways; one way becomes one column. */
  public Matrix matrix() {
    check(
        shape.length == 1 || shape.length == 2,
        "An array of %d ways is no matrix; it must have two",
        shape.length);
    return Matrix.wrap(shape[0], shape.length == 1 ? 1 : shape[1], values);
  }

  /** The shape in words: {@code 3 × 4 × 5}. */
  public String shapeText() {
    StringBuilder text = new StringBuilder();
    for (int length : shape) {
      text.append(text.isEmpty() ? "" : " × ").append(length);
    }
    return text.isEmpty() ? "a single number" : text.toString();
  }

  @Override
  public String toString() {
    return "DenseArray[" + shapeText() + "]";
  }
}
