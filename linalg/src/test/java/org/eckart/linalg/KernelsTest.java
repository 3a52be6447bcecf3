package org.eckart.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Holds the SIMD kernels and their scalar twins together. */
class KernelsTest {
  private static final int LONGEST = 67;
  private static final int[] OFFSETS = {0, 1, 3, 7, 8};

  private final SimdKernels simd = new SimdKernels();
  private final ScalarKernels scalar = new ScalarKernels();

  private static double[] numbers(String purpose, DoubleUnaryOperator shape) {
    RandomStream random = RandomStream.of(1, purpose);
    double[] numbers = new double[LONGEST + 16];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = shape.applyAsDouble(random.nextGaussian());
    }
    return numbers;
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  /** Ordinary, huge (products near 1e300), tiny (products that vanish), and mixed with zeros. */
  private static final DoubleUnaryOperator[] SHAPES = {
    x -> x, x -> 1e149 * x, x -> 1e-170 * x, x -> x > 0.5 ? x * 1e120 : x < -0.5 ? 0 : x * 1e-120
  };

  @Test
  void dotOfTheTwinsAgreesForEveryLengthAndOffset() {
    for (DoubleUnaryOperator shape : SHAPES) {
      double[] a = numbers("kernels a", shape);
      double[] b = numbers("kernels b", shape);
      for (int length = 0; length <= LONGEST; length++) {
        for (int from : OFFSETS) {
          double size = Double.MIN_VALUE; // products that vanish may round to 0 or to this
          for (int i = 0; i < length; i++) {
            size += Math.abs(a[from + i] * b[8 - from + i]) + Double.MIN_VALUE;
          }
          assertThat(simd.dot(a, from, b, 8 - from, length))
              .isCloseTo(
                  scalar.dot(a, from, b, 8 - from, length), within(2 * length * Math.ulp(size)));
        }
      }
    }
  }

  @Test
  void dotOfTheTwinsAgreesInFloat() {
    float[] a = floats(numbers("kernels a", x -> x));
    float[] b = floats(numbers("kernels b", x -> 1e-3 * x));
    for (int length = 0; length <= LONGEST; length++) {
      for (int from : OFFSETS) {
        float size = 0;
        for (int i = 0; i < length; i++) {
          size += Math.abs(a[from + i] * b[8 - from + i]);
        }
        assertThat(simd.dot(a, from, b, 8 - from, length))
            .isCloseTo(
                scalar.dot(a, from, b, 8 - from, length), within(2 * length * Math.ulp(size)));
      }
    }
  }

  @Test
  void dotIsTheSumOfProducts() {
    double[] a = new double[80];
    double[] b = new double[80];
    for (int i = 0; i < 80; i++) {
      a[i] = i;
      b[i] = 2 * i + 1;
    }
    for (int length = 0; length <= LONGEST; length++) {
      double expected = 0; // integers: exact in any order
      for (int i = 0; i < length; i++) {
        expected += a[5 + i] * b[2 + i];
      }
      assertThat(simd.dot(a, 5, b, 2, length)).isEqualTo(expected);
      assertThat(scalar.dot(a, 5, b, 2, length)).isEqualTo(expected);
      assertThat(Kernels.dot(floats(a), 5, floats(b), 2, length)).isEqualTo((float) expected);
      assertThat(Kernels.squaredNorm(a, 5, length)).isEqualTo(Kernels.dot(a, 5, a, 5, length));
    }
  }

  @Test
  void nanAndInfinityComeThroughBothTwins() {
    for (int length = 1; length <= LONGEST; length++) {
      for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
        double[] a = numbers("kernels a", Math::abs);
        double[] b = numbers("kernels b", Math::abs);
        a[length - 1] = odd;
        assertThat(simd.dot(a, 0, b, 0, length)).isEqualTo(Double.valueOf(odd));
        assertThat(scalar.dot(a, 0, b, 0, length)).isEqualTo(Double.valueOf(odd));
      }
    }
  }

  @Test
  void axpyAndCombineOfTheTwinsGiveTheSameBits() {
    for (DoubleUnaryOperator shape : SHAPES) {
      double[] x = numbers("kernels x", shape);
      double[] y = numbers("kernels y", shape);
      for (int length = 0; length <= LONGEST; length++) {
        for (int from : OFFSETS) {
          double[] one = y.clone();
          double[] two = y.clone();
          simd.axpy(-1.7, x, from, one, 8 - from, length);
          scalar.axpy(-1.7, x, from, two, 8 - from, length);
          assertThat(one).isEqualTo(two);
          simd.combine(0.3, x, from, 1.1, one, 8 - from, length);
          scalar.combine(0.3, x, from, 1.1, two, 8 - from, length);
          assertThat(one).isEqualTo(two);
          if (length < LONGEST) { // nothing beyond the stretch is touched
            assertThat(one[8 - from + length]).isEqualTo(y[8 - from + length]);
          }
          float[] oneFloat = floats(y);
          float[] twoFloat = floats(y);
          simd.axpy(-1.7f, floats(x), from, oneFloat, 8 - from, length);
          scalar.axpy(-1.7f, floats(x), from, twoFloat, 8 - from, length);
          simd.combine(0.3f, floats(x), from, 1.1f, oneFloat, 8 - from, length);
          scalar.combine(0.3f, floats(x), from, 1.1f, twoFloat, 8 - from, length);
          assertThat(oneFloat).isEqualTo(twoFloat);
        }
      }
    }
  }

  @Test
  void combineIsAxPlusBy() {
    double[] y = {1, 2, 3};
    Kernels.combine(2, new double[] {10, 20, 30}, 0, 3, y, 0, 3);
    assertThat(y).containsExactly(23, 46, 69);
    Kernels.axpy(-1, new double[] {3, 6}, 0, y, 1, 2);
    assertThat(y).containsExactly(23, 43, 63);
  }
}
