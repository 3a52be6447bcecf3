package org.eckart.recovery.groups.convex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Vector;
import org.junit.jupiter.api.Test;

class AccelerationTest {
  /** S ← AS + b in two parts of 20, A symmetric with eigenvalues from −0.5 to 0.98. */
  private static double[][] image(Matrix a, double[] b, double[][] s) {
    double[] both = new double[40];
    System.arraycopy(s[0], 0, both, 0, 20);
    System.arraycopy(s[1], 0, both, 20, 20);
    double[] to = a.times(Matrix.wrap(40, 1, both)).array();
    Arrays.setAll(to, k -> to[k] + b[k]);
    return new double[][] {Arrays.copyOf(to, 20), Arrays.copyOfRange(to, 20, 40)};
  }

  private static double[][] minus(double[][] a, double[][] b) {
    double[][] difference = {a[0].clone(), a[1].clone()};
    for (int part = 0; part < 2; part++) {
      Kernels.axpy(-1, b[part], 0, difference[part], 0, 20);
    }
    return difference;
  }

  private static double norm(double[][] a) {
    return Math.sqrt(Kernels.squaredNorm(a[0], 0, 20) + Kernels.squaredNorm(a[1], 0, 20));
  }

  private static Matrix contraction(RandomStream random) {
    Matrix w = Qr.orthonormal(random.gaussian(40, 40));
    double[] values = new double[40];
    Arrays.setAll(values, k -> -0.5 + 1.48 * k / 39);
    return w.columnsScaled(Vector.wrap(values)).timesTranspose(w);
  }

  @Test
  void aSlowContractionIsHalvedManyTimesOver() {
    RandomStream random = RandomStream.of(1, "acceleration");
    Matrix a = contraction(random);
    double[] b = random.gaussian(40, 1).array();
    double[][] plain = {new double[20], new double[20]};
    double[][] s = {new double[20], new double[20]};
    try (Parallel parallel = Parallel.of(2)) {
      Acceleration acceleration = new Acceleration(parallel, 2);
      for (int k = 0; k < 60; k++) {
        plain = image(a, b, plain);
        double[][] to = image(a, b, s);
        double[][] f = minus(to, s);
        s = acceleration.next(f, norm(f), to);
      }
    }
    double slow = norm(minus(image(a, b, plain), plain));
    assertThat(norm(minus(image(a, b, s), s))).isLessThan(1e-2 * slow); // 450 times less was found;
  }

  @Test
  void whatWorsenedIsTakenBack() {
    double[][] zero = {new double[20], new double[20]};
    double[][] one = {new double[20], new double[20]};
    one[0][3] = 1;
    double[][] half = {new double[20], new double[20]};
    half[0][3] = 0.5;
    double[][] ten = {new double[20], new double[20]};
    ten[1][7] = 10;
    try (Parallel parallel = Parallel.of(1)) {
      Acceleration acceleration = new Acceleration(parallel, 2);
      assertThat(acceleration.next(one, 1, one)).isDeepEqualTo(one);
      acceleration.next(half, 0.5, one);
      assertThat(acceleration.next(ten, 10, zero)).isDeepEqualTo(one); // the last plain point
      assertThat(acceleration.next(half, 0.5, ten)).isDeepEqualTo(ten); // nothing is remembered
    }
  }
}
