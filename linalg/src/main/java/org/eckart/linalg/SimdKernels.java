package org.eckart.linalg;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels with the Vector API, at the widest registers of the machine. Loading this class fails
 * where the module is absent; {@link LoopKernels#choose} catches that.
 */
final class SimdKernels implements LoopKernels {
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  /** Shifts by half the lanes, a quarter, and so on down to one. */
  private static final VectorShuffle<Double>[] DOUBLE_SHIFTS = shifts(DOUBLES);

  private static final VectorShuffle<Float>[] FLOAT_SHIFTS = shifts(FLOATS);

  @SuppressWarnings("unchecked") // an array of a generic type
  private static <E> VectorShuffle<E>[] shifts(VectorSpecies<E> species) {
    VectorShuffle<E>[] shifts = new VectorShuffle[Integer.numberOfTrailingZeros(species.length())];
    for (int i = 0; i < shifts.length; i++) {
      shifts[i] = VectorShuffle.iota(species, species.length() >> (i + 1), 1, true);
    }
    return shifts;
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
          sum0 = product(a, aFrom + i, b, bFrom + i, sum0);
          sum1 = product(a, aFrom + i + lanes, b, bFrom + i + lanes, sum1);
          sum2 = product(a, aFrom + i + 2 * lanes, b, bFrom + i + 2 * lanes, sum2);
          sum3 = product(a, aFrom + i + 3 * lanes, b, bFrom + i + 3 * lanes, sum3);
        }
        sum0 = sum0.add(sum1).add(sum2.add(sum3));
      }
      for (; i <= length - lanes; i += lanes) {
        sum0 = product(a, aFrom + i, b, bFrom + i, sum0);
      }
      sum = sum(sum0);
    }
    for (; i < length; i++) {
      sum += a[aFrom + i] * b[bFrom + i];
    }
    return sum;
  }

  private static DoubleVector product(
      double[] a, int aFrom, double[] b, int bFrom, DoubleVector sum) {
    return DoubleVector.fromArray(DOUBLES, a, aFrom)
        .fma(DoubleVector.fromArray(DOUBLES, b, bFrom), sum);
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
          sum0 = product(a, aFrom + i, b, bFrom + i, sum0);
          sum1 = product(a, aFrom + i + lanes, b, bFrom + i + lanes, sum1);
          sum2 = product(a, aFrom + i + 2 * lanes, b, bFrom + i + 2 * lanes, sum2);
          sum3 = product(a, aFrom + i + 3 * lanes, b, bFrom + i + 3 * lanes, sum3);
        }
        sum0 = sum0.add(sum1).add(sum2.add(sum3));
      }
      for (; i <= length - lanes; i += lanes) {
        sum0 = product(a, aFrom + i, b, bFrom + i, sum0);
      }
      sum = sum(sum0);
    }
    for (; i < length; i++) {
      sum += a[aFrom + i] * b[bFrom + i];
    }
    return sum;
  }

  private static FloatVector product(float[] a, int aFrom, float[] b, int bFrom, FloatVector sum) {
    return FloatVector.fromArray(FLOATS, a, aFrom)
        .fma(FloatVector.fromArray(FLOATS, b, bFrom), sum);
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
  private static double sum(DoubleVector v) {
    DoubleVector sum = v;
    for (int step = 0; 1 << step < DOUBLES.length(); step++) {
      sum = sum.add(sum.rearrange(DOUBLE_SHIFTS[step]));
    }
    return sum.lane(0);
  }

  /**
   * Halves added onto halves: reduceLanes leaves its order open, and bits would change as code
   * compiles.
   */
  private static float sum(FloatVector v) {
    FloatVector sum = v;
    for (int step = 0; 1 << step < FLOATS.length(); step++) {
      sum = sum.add(sum.rearrange(FLOAT_SHIFTS[step]));
    }
    return sum.lane(0);
  }
}
