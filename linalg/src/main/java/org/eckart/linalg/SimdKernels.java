package org.eckart.linalg;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels with the Vector API, at the widest registers of the machine. Loading this class fails
 * where the module is absent; {@link LoopKernels#choose} catches that.
 *
 * <p>Vectors never pass through a method of ours: where such a call looks cold to the compiler it
 * is not inlined, each vector becomes an object, and the loop runs ten times slower from then on.
 */
final class SimdKernels implements LoopKernels {
  private static final VectorSpecies<Double> DOUBLES =
      widest(DoubleVector.SPECIES_PREFERRED, DoubleVector.SPECIES_512);
  private static final VectorSpecies<Float> FLOATS =
      widest(FloatVector.SPECIES_PREFERRED, FloatVector.SPECIES_512);

  // Shifts by 8, 4, 2 and 1 lanes; constants, which the compiler keeps in registers.
  private static final VectorShuffle<Double> DOUBLES_4 = shift(DOUBLES, 4);
  private static final VectorShuffle<Double> DOUBLES_2 = shift(DOUBLES, 2);
  private static final VectorShuffle<Double> DOUBLES_1 = shift(DOUBLES, 1);
  private static final VectorShuffle<Float> FLOATS_8 = shift(FLOATS, 8);
  private static final VectorShuffle<Float> FLOATS_4 = shift(FLOATS, 4);
  private static final VectorShuffle<Float> FLOATS_2 = shift(FLOATS, 2);
  private static final VectorShuffle<Float> FLOATS_1 = shift(FLOATS, 1);

  /** The widest registers, up to 512 bits: the sums below know 8 doubles and 16 floats. */
  private static <E> VectorSpecies<E> widest(VectorSpecies<E> preferred, VectorSpecies<E> most) {
    return preferred.vectorBitSize() > 512 ? most : preferred;
  }

  private static <E> VectorShuffle<E> shift(VectorSpecies<E> species, int by) {
    return VectorShuffle.iota(species, by % species.length(), 1, true);
  }

  @Override
  public int simdBits() {
    return DOUBLES.vectorBitSize();
  }

  /**
   * Whether fma is an instruction here and not a slow emulation: every ARM has it, and of the x86
   * those with registers of 256 bits for all types.
   */
  boolean isFast() {
    return DOUBLES.vectorBitSize() >= 256 || System.getProperty("os.arch").equals("aarch64");
  }

  @Override
  public double dot(double[] a, int aFrom, double[] b, int bFrom, int length) {
    int lanes = DOUBLES.length();
    int i = 0;
    double sum = 0;
    if (length >= lanes) {
      DoubleVector sum0 = DoubleVector.zero(DOUBLES);
      if (length >= 4 * lanes) { // four sums at once hide the latency of fma
        DoubleVector sum1 = sum0;
        DoubleVector sum2 = sum0;
        DoubleVector sum3 = sum0;
        for (; i <= length - 4 * lanes; i += 4 * lanes) {
          sum0 =
              DoubleVector.fromArray(DOUBLES, a, aFrom + i)
                  .fma(DoubleVector.fromArray(DOUBLES, b, bFrom + i), sum0);
          sum1 =
              DoubleVector.fromArray(DOUBLES, a, aFrom + i + lanes)
                  .fma(DoubleVector.fromArray(DOUBLES, b, bFrom + i + lanes), sum1);
          sum2 =
              DoubleVector.fromArray(DOUBLES, a, aFrom + i + 2 * lanes)
                  .fma(DoubleVector.fromArray(DOUBLES, b, bFrom + i + 2 * lanes), sum2);
          sum3 =
              DoubleVector.fromArray(DOUBLES, a, aFrom + i + 3 * lanes)
                  .fma(DoubleVector.fromArray(DOUBLES, b, bFrom + i + 3 * lanes), sum3);
        }
        sum0 = sum0.add(sum1).add(sum2.add(sum3));
      }
      for (; i <= length - lanes; i += lanes) {
        sum0 =
            DoubleVector.fromArray(DOUBLES, a, aFrom + i)
                .fma(DoubleVector.fromArray(DOUBLES, b, bFrom + i), sum0);
      }
      // halves onto halves; reduceLanes leaves its order open, so bits would change as code
      // compiles
      if (DOUBLES.length() > 4) {
        sum0 = sum0.add(sum0.rearrange(DOUBLES_4));
      }
      if (DOUBLES.length() > 2) {
        sum0 = sum0.add(sum0.rearrange(DOUBLES_2));
      }
      sum = sum0.add(sum0.rearrange(DOUBLES_1)).lane(0);
    }
    for (; i < length; i++) {
      sum += a[aFrom + i] * b[bFrom + i];
    }
    return sum;
  }

  @Override
  public void axpy(double factor, double[] x, int xFrom, double[] y, int yFrom, int length) {
    int lanes = DOUBLES.length();
    int i = 0;
    for (; i <= length - lanes; i += lanes) { // not fma: the scalar twin rounds twice
      DoubleVector product = DoubleVector.fromArray(DOUBLES, x, xFrom + i).mul(factor);
      DoubleVector.fromArray(DOUBLES, y, yFrom + i).add(product).intoArray(y, yFrom + i);
    }
    for (; i < length; i++) {
      y[yFrom + i] += factor * x[xFrom + i];
    }
  }

  @Override
  public void combine(
      double factor, double[] x, int xFrom, double yFactor, double[] y, int yFrom, int length) {
    int lanes = DOUBLES.length();
    int i = 0;
    for (; i <= length - lanes; i += lanes) {
      DoubleVector product = DoubleVector.fromArray(DOUBLES, x, xFrom + i).mul(factor);
      product
          .add(DoubleVector.fromArray(DOUBLES, y, yFrom + i).mul(yFactor))
          .intoArray(y, yFrom + i);
    }
    for (; i < length; i++) {
      y[yFrom + i] = factor * x[xFrom + i] + yFactor * y[yFrom + i];
    }
  }

  @Override
  public float dot(float[] a, int aFrom, float[] b, int bFrom, int length) {
    int lanes = FLOATS.length();
    int i = 0;
    float sum = 0;
    if (length >= lanes) {
      FloatVector sum0 = FloatVector.zero(FLOATS);
      if (length >= 4 * lanes) { // four sums at once hide the latency of fma
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        for (; i <= length - 4 * lanes; i += 4 * lanes) {
          sum0 =
              FloatVector.fromArray(FLOATS, a, aFrom + i)
                  .fma(FloatVector.fromArray(FLOATS, b, bFrom + i), sum0);
          sum1 =
              FloatVector.fromArray(FLOATS, a, aFrom + i + lanes)
                  .fma(FloatVector.fromArray(FLOATS, b, bFrom + i + lanes), sum1);
          sum2 =
              FloatVector.fromArray(FLOATS, a, aFrom + i + 2 * lanes)
                  .fma(FloatVector.fromArray(FLOATS, b, bFrom + i + 2 * lanes), sum2);
          sum3 =
              FloatVector.fromArray(FLOATS, a, aFrom + i + 3 * lanes)
                  .fma(FloatVector.fromArray(FLOATS, b, bFrom + i + 3 * lanes), sum3);
        }
        sum0 = sum0.add(sum1).add(sum2.add(sum3));
      }
      for (; i <= length - lanes; i += lanes) {
        sum0 =
            FloatVector.fromArray(FLOATS, a, aFrom + i)
                .fma(FloatVector.fromArray(FLOATS, b, bFrom + i), sum0);
      }
      // halves onto halves; reduceLanes leaves its order open, so bits would change as code
      // compiles
      if (FLOATS.length() > 8) {
        sum0 = sum0.add(sum0.rearrange(FLOATS_8));
      }
      if (FLOATS.length() > 4) {
        sum0 = sum0.add(sum0.rearrange(FLOATS_4));
      }
      if (FLOATS.length() > 2) {
        sum0 = sum0.add(sum0.rearrange(FLOATS_2));
      }
      sum = sum0.add(sum0.rearrange(FLOATS_1)).lane(0);
    }
    for (; i < length; i++) {
      sum += a[aFrom + i] * b[bFrom + i];
    }
    return sum;
  }

  @Override
  public void axpy(float factor, float[] x, int xFrom, float[] y, int yFrom, int length) {
    int lanes = FLOATS.length();
    int i = 0;
    for (; i <= length - lanes; i += lanes) { // not fma: the scalar twin rounds twice
      FloatVector product = FloatVector.fromArray(FLOATS, x, xFrom + i).mul(factor);
      FloatVector.fromArray(FLOATS, y, yFrom + i).add(product).intoArray(y, yFrom + i);
    }
    for (; i < length; i++) {
      y[yFrom + i] += factor * x[xFrom + i];
    }
  }

  @Override
  public void combine(
      float factor, float[] x, int xFrom, float yFactor, float[] y, int yFrom, int length) {
    int lanes = FLOATS.length();
    int i = 0;
    for (; i <= length - lanes; i += lanes) {
      FloatVector product = FloatVector.fromArray(FLOATS, x, xFrom + i).mul(factor);
      product.add(FloatVector.fromArray(FLOATS, y, yFrom + i).mul(yFactor)).intoArray(y, yFrom + i);
    }
    for (; i < length; i++) {
      y[yFrom + i] = factor * x[xFrom + i] + yFactor * y[yFrom + i];
    }
  }

  /**
   * Halves added onto halves: reduceLanes leaves its order open, and bits would change as code
   * compiles.
   */

  /**
   * Halves added onto halves: reduceLanes leaves its order open, and bits would change as code
   * compiles.
   */
}
