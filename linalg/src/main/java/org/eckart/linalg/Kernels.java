package org.eckart.linalg;

/**
 * The inner loops of the toolkit over stretches of arrays: SIMD where the JVM has the Vector API,
 * scalar else. A stretch is given by its first index and its length.
 *
 * <p>{@link #axpy} and {@link #combine} give the same bits in both. {@link #dot} and {@link
 * #squaredNorm} add in another order and, with SIMD, round once less for each product (fma); they
 * agree within 2 n ε Σ|aᵢ bᵢ| unless a sum overflows on the way. {@link Backend} says which twin
 * runs. On the class path SIMD needs {@code --add-modules jdk.incubator.vector}.
 */
public final class Kernels {
  private Kernels() {}

  /** Chosen at the first call, then a constant to the compiler. */
  private static final class Chosen {
    static final LoopKernels LOOPS = LoopKernels.choose();
  }

  /** Bits in a SIMD register that is used; 0 for the scalar twin. */
  static int simdBits() {
    return Chosen.LOOPS.simdBits();
  }

  /** Σ aᵢ bᵢ over {@code length} entries. */
  public static double dot(double[] a, int aFrom, double[] b, int bFrom, int length) {
    return Chosen.LOOPS.dot(a, aFrom, b, bFrom, length);
  }

  /** Σ aᵢ² over {@code length} entries; overflows and vanishes as squares do. */
  public static double squaredNorm(double[] a, int from, int length) {
    return Chosen.LOOPS.dot(a, from, a, from, length);
  }

  /** y ← y + factor x over {@code length} entries; x and y may be parts of one array, apart. */
  public static void axpy(double factor, double[] x, int xFrom, double[] y, int yFrom, int length) {
    Chosen.LOOPS.axpy(factor, x, xFrom, y, yFrom, length);
  }

  /** y ← factor x + yFactor y over {@code length} entries. */
  public static void combine(
      double factor, double[] x, int xFrom, double yFactor, double[] y, int yFrom, int length) {
    Chosen.LOOPS.combine(factor, x, xFrom, yFactor, y, yFrom, length);
  }

  /** Σ aᵢ bᵢ over {@code length} entries. */
  public static float dot(float[] a, int aFrom, float[] b, int bFrom, int length) {
    return Chosen.LOOPS.dot(a, aFrom, b, bFrom, length);
  }

  /** Σ aᵢ² over {@code length} entries; overflows and vanishes as squares do. */
  public static float squaredNorm(float[] a, int from, int length) {
    return Chosen.LOOPS.dot(a, from, a, from, length);
  }

  /** y ← y + factor x over {@code length} entries; x and y may be parts of one array, apart. */
  public static void axpy(float factor, float[] x, int xFrom, float[] y, int yFrom, int length) {
    Chosen.LOOPS.axpy(factor, x, xFrom, y, yFrom, length);
  }

  /** y ← factor x + yFactor y over {@code length} entries. */
  public static void combine(
      float factor, float[] x, int xFrom, float yFactor, float[] y, int yFrom, int length) {
    Chosen.LOOPS.combine(factor, x, xFrom, yFactor, y, yFrom, length);
  }
}
