package org.eckart.recovery.tucker;

import java.util.Arrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Tensor;

/** Blocks of small tensors and bases of their unfoldings. */
final class Cores {
  private Cores() {}

  /** Writes {@code factor · part} into {@code whole}, its first entry at {@code at}. */
  static void place(Tensor part, Tensor whole, int[] at, double factor) {
    int[] shape = part.shape();
    int last = shape.length - 1;
    int[] index = new int[shape.length];
    double[] from = part.array();
    double[] to = whole.array();
    for (int p = 0; p < from.length; p += shape[last]) {
      int offset = offset(whole, at, index);
      for (int i = 0; i < shape[last]; i++) {
        to[offset + i] = factor * from[p + i];
      }
      for (int k = last - 1; k >= 0 && ++index[k] == shape[k]; k--) {
        index[k] = 0;
      }
    }
  }

  /** The block of this shape in the corner of zeros. */
  static Tensor corner(Tensor whole, int[] shape) {
    Tensor part = Tensor.zeros(shape);
    int last = shape.length - 1;
    int[] index = new int[shape.length];
    int[] zero = new int[shape.length];
    for (int p = 0; p < part.array().length; p += shape[last]) {
      System.arraycopy(whole.array(), offset(whole, zero, index), part.array(), p, shape[last]);
      for (int k = last - 1; k >= 0 && ++index[k] == shape[k]; k--) {
        index[k] = 0;
      }
    }
    return part;
  }

  private static int offset(Tensor whole, int[] at, int[] index) {
    int offset = 0;
    for (int k = 0; k < at.length; k++) {
      offset = offset * whole.size(k) + at[k] + index[k];
    }
    return offset;
  }

  /** All r left singular vectors of an r × c matrix, also where c is below r. */
  static Matrix leftVectors(Matrix a) {
    if (a.columns() >= a.rows()) {
      return Svd.of(a).u();
    }
    Matrix wide = Matrix.zeros(a.rows(), a.rows());
    for (int i = 0; i < a.rows(); i++) {
      System.arraycopy(a.array(), i * a.columns(), wide.array(), i * a.rows(), a.columns());
    }
    return Svd.of(wide).u();
  }

  /** The tensor with its modes in another order: mode d of the result is mode {@code order[d]}. */
  static Tensor permuted(Tensor tensor, int[] order) {
    int[] shape = tensor.shape();
    int n = shape.length;
    int[] stride = new int[n];
    int step = 1;
    for (int k = n - 1; k >= 0; k--) {
      stride[k] = step;
      step *= shape[k];
    }
    int[] newShape = new int[n];
    for (int d = 0; d < n; d++) {
      newShape[d] = shape[order[d]];
    }
    Tensor turned = Tensor.zeros(newShape);
    int[] index = new int[n];
    int from = 0;
    for (int p = 0; p < turned.array().length; p++) {
      turned.array()[p] = tensor.array()[from];
      for (int d = n - 1; d >= 0; d--) {
        from += stride[order[d]];
        if (++index[d] < newShape[d]) {
          break;
        }
        index[d] = 0;
        from -= stride[order[d]] * newShape[d];
      }
    }
    return turned;
  }

  /** The order that undoes another. */
  static int[] inverse(int[] order) {
    int[] inverse = new int[order.length];
    for (int d = 0; d < order.length; d++) {
      inverse[order[d]] = d;
    }
    return inverse;
  }

  static long product(int... sizes) {
    return Arrays.stream(sizes).asLongStream().reduce(1, Math::multiplyExact);
  }
}
