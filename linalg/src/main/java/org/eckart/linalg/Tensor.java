package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;

/**
 * A dense tensor of any number of modes, in one array whose last index runs fastest (C order).
 *
 * <p>Modes are counted from 0. The mode-k unfolding has one row for each index of mode k; its
 * columns run over the other modes in their order, the last fastest, as in NumPy and TensorLy.
 * Around mode k the array is a stack of {@code before} slices of n_k × {@code after}; that is why
 * {@link #unfolding} of mode 0 shares the array and {@link #times} never rearranges it.
 */
public final class Tensor {
  private final int[] shape;
  private final double[] array;

  private Tensor(int[] shape, double[] array) {
    this.shape = shape;
    this.array = array;
  }

  /** The tensor of zeros. */
  public static Tensor zeros(int... shape) {
    return new Tensor(shape.clone(), new double[entries(shape)]);
  }

  /** A tensor over this array, last index fastest; the array is shared, not copied. */
  public static Tensor wrap(double[] array, int... shape) {
    check(
        entries(shape) == array.length,
        "A tensor of shape %s has %d entries, not %d",
        Arrays.toString(shape),
        entries(shape),
        array.length);
    return new Tensor(shape.clone(), array);
  }

  /** The tensor of this shape whose mode-{@code mode} unfolding is {@code matrix}. */
  public static Tensor fold(Matrix matrix, int mode, int... shape) {
    Tensor tensor = zeros(shape);
    tensor.checkMode(mode);
    check(
        matrix.rows() == shape[mode] && matrix.array().length == tensor.array.length,
        "A %d × %d matrix is no mode-%d unfolding of a tensor of shape %s",
        matrix.rows(),
        matrix.columns(),
        mode,
        Arrays.toString(shape));
    int after = tensor.after(mode);
    int stride = matrix.columns();
    tensor.eachSliver(
        mode,
        (at, b, i) ->
            System.arraycopy(matrix.array(), i * stride + b * after, tensor.array, at, after));
    return tensor;
  }

  /** The number of entries, refused when no array can hold it. */
  private static int entries(int[] shape) {
    check(shape.length >= 1, "A tensor needs at least one mode");
    long entries = 1;
    for (int size : shape) {
      check(
          size >= 1,
          "A tensor cannot have shape %s; every size is 1 or more",
          Arrays.toString(shape));
      entries *= size;
      check(
          entries <= Integer.MAX_VALUE - 8,
          "A dense tensor of shape %s needs more entries than the 2147483639 that one array holds;"
              + " keep it as factors",
          Arrays.toString(shape));
    }
    return (int) entries;
  }

  private void checkMode(int mode) {
    check(
        mode >= 0 && mode < shape.length,
        "mode is %d; a tensor of shape %s has modes 0 to %d",
        mode,
        Arrays.toString(shape),
        shape.length - 1);
  }

  /** The number of modes. */
  public int modes() {
    return shape.length;
  }

  /** The number of indices of a mode. */
  public int size(int mode) {
    checkMode(mode);
    return shape[mode];
  }

  public int[] shape() {
    return shape.clone();
  }

  /** The entries, last index fastest: the storage itself, for kernels. */
  public double[] array() {
    return array;
  }

  public double get(int... index) {
    return array[offset(index)];
  }

  public void set(double value, int... index) {
    array[offset(index)] = value;
  }

  private int offset(int[] index) {
    check(
        index.length == shape.length,
        "%d indices were given for a tensor of %d modes",
        index.length,
        shape.length);
    int offset = 0;
    for (int k = 0; k < shape.length; k++) {
      check(
          index[k] >= 0 && index[k] < shape[k],
          "Index %s is outside a tensor of shape %s",
          Arrays.toString(index),
          Arrays.toString(shape));
      offset = offset * shape[k] + index[k];
    }
    return offset;
  }

  public Tensor copy() {
    return new Tensor(shape, array.clone());
  }

  /** The same entries under another shape of as many entries; the array is shared. */
  public Tensor reshaped(int... newShape) {
    return wrap(array, newShape);
  }

  private int before(int mode) {
    int before = 1;
    for (int k = 0; k < mode; k++) {
      before *= shape[k];
    }
    return before;
  }

  private int after(int mode) {
    return array.length / before(mode) / shape[mode];
  }

  private interface Sliver {
    void at(int offset, int before, int index);
  }

  /** Visits each run of neighbouring entries that shares its indices up to {@code mode}. */
  private void eachSliver(int mode, Sliver body) {
    int before = before(mode);
    int after = after(mode);
    int at = 0;
    for (int b = 0; b < before; b++) {
      for (int i = 0; i < shape[mode]; i++) {
        body.at(at, b, i);
        at += after;
      }
    }
  }

  /**
   * The mode-k unfolding, n_k × (product of the other sizes). For mode 0, and wherever all modes
   * before k have size 1, it shares this tensor's array; otherwise it is a copy.
   */
  public Matrix unfolding(int mode) {
    checkMode(mode);
    int width = array.length / shape[mode];
    if (before(mode) == 1) {
      return Matrix.wrap(shape[mode], width, array);
    }
    double[] unfolded = new double[array.length];
    int after = after(mode);
    eachSliver(
        mode, (at, b, i) -> System.arraycopy(array, at, unfolded, i * width + b * after, after));
    return Matrix.wrap(shape[mode], width, unfolded);
  }

  /**
   * The mode-k product X ×ₖ M: each fibre along mode k is multiplied by M, so that the mode-k
   * unfolding of the result is M times that of X. One matrix product a slice, none rearranged; the
   * last mode is one product in all.
   *
   * @param m p × n_k; the result has p indices in mode k
   */
  public Tensor times(int mode, Matrix m) {
    checkMode(mode);
    check(
        m.columns() == shape[mode],
        "A %d × %d matrix cannot multiply mode %d of a tensor of shape %s; it must have %d columns",
        m.rows(),
        m.columns(),
        mode,
        Arrays.toString(shape),
        shape[mode]);
    int[] newShape = shape.clone();
    newShape[mode] = m.rows();
    int before = before(mode);
    int after = after(mode);
    if (after == 1) {
      return wrap(Matrix.wrap(before, shape[mode], array).timesTranspose(m).array(), newShape);
    }
    if (before == 1) {
      return wrap(m.times(Matrix.wrap(shape[mode], after, array)).array(), newShape);
    }
    Tensor product = zeros(newShape);
    int slice = shape[mode] * after;
    int newSlice = m.rows() * after;
    for (int b = 0; b < before; b++) {
      Blas.chosen()
          .addProduct(
              false,
              m.rows(),
              after,
              shape[mode],
              1,
              m.array(),
              0,
              shape[mode],
              array,
              b * slice,
              after,
              product.array,
              b * newSlice,
              after);
    }
    return product;
  }

  /** X ×ₖ Mᵀ, for M of n_k × p: projects mode k on the columns of M. */
  public Tensor transposeTimes(int mode, Matrix m) {
    return times(mode, m.transpose());
  }

  public Tensor plus(Tensor b) {
    return combined(1, b);
  }

  public Tensor minus(Tensor b) {
    return combined(-1, b);
  }

  private Tensor combined(double factor, Tensor b) {
    checkSameShape(b);
    double[] sum = new double[array.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = array[i] + factor * b.array[i];
    }
    return new Tensor(shape, sum);
  }

  private void checkSameShape(Tensor b) {
    check(
        Arrays.equals(shape, b.shape),
        "Tensors of shapes %s and %s do not match entry by entry",
        Arrays.toString(shape),
        Arrays.toString(b.shape));
  }

  /** This tensor multiplied by a number. */
  public Tensor scaled(double factor) {
    double[] scaled = new double[array.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = factor * array[i];
    }
    return new Tensor(shape, scaled);
  }

  /** Σ xᵢ yᵢ over all entries. */
  public double inner(Tensor b) {
    checkSameShape(b);
    double sum = 0;
    for (int i = 0; i < array.length; i++) {
      sum += array[i] * b.array[i];
    }
    return sum;
  }

  /** √Σ x², without overflow or underflow at any scale. */
  public double frobeniusNorm() {
    return Matrix.wrap(1, array.length, array).frobeniusNorm();
  }

  /** The largest |x|; NaN if there is one. */
  public double largestMagnitude() {
    return Matrix.wrap(1, array.length, array).largestMagnitude();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Tensor[");
    for (int k = 0; k < shape.length; k++) {
      text.append(k == 0 ? "" : " × ").append(shape[k]);
    }
    return text.append(']').toString();
  }
}
