package org.eckart.recovery.sensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.sensing.TransformMeasurements.Transform;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast transforms against their defining sums. */
class TransformMeasurementsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 30, 64, 101})
  void theCosineTransformIsItsSumAndItsTransposeUndoesIt(int n) {
    double[] x = RandomStream.of(n, "cosine test").gaussian(n, 1).array();
    double[] c = x.clone();
    CosineTransform cosine = new CosineTransform(n);
    cosine.forward(c, 0);
    for (int k = 0; k < n; k++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += x[j] * Math.cos(Math.PI * (2 * j + 1) * k / (2.0 * n));
      }
      assertThat(c[k]).isCloseTo(Math.sqrt((k == 0 ? 1.0 : 2.0) / n) * sum, within(1e-12));
    }
    cosine.backward(c, 0);
    for (int j = 0; j < n; j++) {
      assertThat(c[j]).isCloseTo(x[j], within(1e-13));
    }
  }

  /** Written from the documentation of the class alone. */
  @ParameterizedTest
  @CsvSource({"COSINE, 6, 5, 11", "FOURIER, 6, 5, 11", "COSINE, 1, 8, 8", "FOURIER, 7, 1, 3"})
  void measurementsAreWhatTheirDocumentationSays(Transform kind, int n1, int n2, int m) {
    int n = n1 * n2;
    SplittableRandom random = new SplittableRandom(7);
    Matrix x = RandomStream.of(1, "measured").gaussian(n1, n2);
    Matrix signed = x.copy();
    for (int i = 0; i < n; i++) {
      signed.array()[i] *= (random.nextLong() >>> 11) * 0x1p-53 < 0.5 ? 1 : -1;
    }
    int[] list = new int[n];
    for (int i = 0; i < n; i++) {
      list[i] = i;
    }
    double[] y = TransformMeasurements.of(kind, n1, n2, m, 7).measure(x);
    for (int k = 0; k < m; k++) {
      int other = k + (int) Math.floor((random.nextLong() >>> 11) * 0x1p-53 * (n - k));
      int chosen = list[other];
      list[other] = list[k];
      list[k] = chosen;
      double expected =
          Math.sqrt((double) n / m) * coefficient(kind, signed, chosen / n2, chosen % n2);
      assertThat(y[k]).isCloseTo(expected, within(1e-12));
    }
  }

  private static double coefficient(Transform kind, Matrix x, int p, int q) {
    double sum = 0;
    int n1 = x.rows();
    int n2 = x.columns();
    for (int i = 0; i < n1; i++) {
      for (int j = 0; j < n2; j++) {
        double angle = 2 * Math.PI * ((double) i * p / n1 + (double) j * q / n2);
        sum +=
            x.get(i, j)
                * switch (kind) {
                  case COSINE ->
                      Math.sqrt((p == 0 ? 1.0 : 2) / n1)
                          * Math.sqrt((q == 0 ? 1.0 : 2) / n2)
                          * Math.cos(Math.PI * (2 * i + 1) * p / (2.0 * n1))
                          * Math.cos(Math.PI * (2 * j + 1) * q / (2.0 * n2));
                  case FOURIER -> (Math.cos(angle) + Math.sin(angle)) / Math.sqrt(n1 * n2);
                };
      }
    }
    return sum;
  }
}
