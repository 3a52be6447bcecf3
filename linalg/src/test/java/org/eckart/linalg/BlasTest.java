package org.eckart.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Products of both providers against the definition, at sizes on either side of every cut. */
class BlasTest {
  private static final List<Blas> PROVIDERS = List.of(OpenBlas.load(), new JavaBlas());

  private static final int[][] SIZES = {
    {1, 1, 1},
    {1, 9, 4},
    {9, 1, 4},
    {9, 4, 1},
    {10, 10, 10},
    {11, 12, 13},
    {40, 50, 60},
    {3, 500, 7},
    {300, 2, 300},
    {130, 270, 131},
    {5, 6, 3000},
    {1, 1, 5000},
    {1000, 900, 530}
  };

  static Stream<Arguments> sizes() {
    return PROVIDERS.stream()
        .flatMap(blas ->
            Stream.of(SIZES)
                .map(size -> Arguments.of(blas.name(), size[0], size[1], size[2], blas)));
  }

  private static Matrix random(String purpose, int rows, int columns) {
    return RandomStream.of(rows, purpose).gaussian(rows, columns);
  }

  /** A B by the definition. */
  private static Matrix byDefinition(Matrix a, Matrix b) {
    Matrix c = Matrix.zeros(a.rows(), b.columns());
    for (int i = 0; i < a.rows(); i++) {
      for (int p = 0; p < a.columns(); p++) {
        Kernels.axpy(
            a.get(i, p), b.array(), p * b.columns(), c.array(), i * b.columns(), b.columns());
      }
    }
    return c;
  }

  @ParameterizedTest(name = "{0}: {1} × {2}, depth {3}")
  @MethodSource("sizes")
  void everyTransposedProductIsRight(String name, int m, int n, int k, Blas blas) {
    Matrix a = random("a", m, k);
    Matrix b = random("b", k, n);
    Matrix expected = byDefinition(a, b);
    double rounding = 2 * k * Math.ulp(40.0); // |entries| below 6, so every product below 40
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        Matrix c = Matrix.zeros(m, n);
        java.util.Arrays.fill(c.array(), Double.NaN); // what was there must not matter
        blas.gemm(
            transposeA,
            transposeB,
            m,
            n,
            k,
            (transposeA ? a.transpose() : a).array(),
            (transposeB ? b.transpose() : b).array(),
            c.array());
        assertThat(c.minus(expected).largestMagnitude()).isLessThan(rounding);
      }
    }
  }

  @ParameterizedTest(name = "{0}: {1} × {2}, depth {3}")
  @MethodSource("sizes")
  void gramIsTheProductAndExactlySymmetric(String name, int m, int n, int k, Blas blas) {
    Matrix a = random("gram", k, n);
    double[] c = new double[n * n];
    java.util.Arrays.fill(c, Double.NaN);
    blas.gram(n, k, a.array(), c);
    Matrix gram = Matrix.wrap(n, n, c);
    assertThat(gram.transpose().array()).isEqualTo(c);
    assertThat(gram.minus(byDefinition(a.transpose(), a)).largestMagnitude())
        .isLessThan(2 * k * Math.ulp(40.0));
  }

  @ParameterizedTest(name = "{0}: {1} × {2}, depth {3}")
  @MethodSource("sizes")
  void gemvIsTheProduct(String name, int m, int unused, int n, Blas blas) {
    Matrix a = random("gemv", m, n);
    Matrix x = random("x", n, 1);
    double[] y = new double[m];
    java.util.Arrays.fill(y, Double.NaN);
    blas.gemv(false, m, n, a.array(), x.array(), y);
    assertThat(Vector.of(y).distance(Vector.wrap(byDefinition(a, x).array())))
        .isLessThan(2 * n * Math.ulp(40.0));
    double[] back = new double[n];
    java.util.Arrays.fill(back, Double.NaN);
    blas.gemv(true, m, n, a.array(), y, back);
    Matrix expected = byDefinition(a.transpose(), Matrix.wrap(m, 1, y));
    assertThat(Vector.of(back).distance(Vector.wrap(expected.array())))
        .isLessThan(2 * (m + n) * Math.ulp(expected.largestMagnitude() + 1));
  }

  @Test
  void aProductCutIntoManyCallsIsRight() {
    // 1100 × 1050 × 2100 is 2.4e9 operations: cut in depth, rows and columns at one thread
    Blas blas = OpenBlas.load();
    blas.limitThreads(1);
    Matrix a = random("long", 1100, 2100);
    Matrix b = random("long b", 2100, 1050);
    Matrix c = Matrix.zeros(1100, 1050);
    blas.gemm(false, false, 1100, 1050, 2100, a.array(), b.array(), c.array());
    Matrix x = random("probe", 1050, 1); // C x = A (B x) for a random x
    Matrix direct = byDefinition(a, byDefinition(b, x));
    assertThat(byDefinition(c, x).minus(direct).frobeniusNorm())
        .isLessThan(1e-12 * direct.frobeniusNorm());
    double[] gram = new double[2100 * 2100];
    blas.gram(2100, 1100, a.array(), gram);
    Matrix z = random("probe", 2100, 1);
    Matrix twice = byDefinition(a.transpose(), byDefinition(a, z));
    assertThat(byDefinition(Matrix.wrap(2100, 2100, gram), z).minus(twice).frobeniusNorm())
        .isLessThan(1e-12 * twice.frobeniusNorm());
  }

  @Test
  void insideABlockAProductHasTheSameBitsAsOnOneThread() {
    OpenBlas one = OpenBlas.load();
    one.limitThreads(1);
    OpenBlas two = OpenBlas.load();
    two.limitThreads(2);
    int n = 300;
    Matrix a = random("bits", n, n);
    double[] expected = new double[n * n];
    one.gemm(false, true, n, n, n, a.array(), a.array(), expected);
    double[][] found = new double[8][n * n];
    try (Parallel parallel = Parallel.of(4)) {
      parallel.forEachBlock(
          8, block -> two.gemm(false, true, n, n, n, a.array(), a.array(), found[block]));
    }
    for (double[] c : found) {
      assertThat(c).isEqualTo(expected);
    }
  }

  @Test
  void matrixProductsUseTheProvider() {
    Matrix a = random("matrix a", 30, 20);
    Matrix b = random("matrix b", 20, 25);
    Matrix expected = byDefinition(a, b);
    assertThat(a.times(b).minus(expected).largestMagnitude()).isLessThan(20 * Math.ulp(40.0));
    assertThat(a.transpose().transposeTimes(b).minus(expected).largestMagnitude())
        .isLessThan(20 * Math.ulp(40.0));
    assertThat(a.timesTranspose(b.transpose()).minus(expected).largestMagnitude())
        .isLessThan(20 * Math.ulp(40.0));
    double[] y = new double[30];
    a.multiply(b.column(3).toArray(), y);
    assertThat(Vector.of(y).distance(expected.column(3))).isLessThan(20 * Math.ulp(40.0));
    double[] x = new double[20];
    a.transposeMultiply(y, x);
    assertThat(x[7]).isCloseTo(dot(a, 7, y), within(1e-12));
  }

  private static double dot(Matrix a, int column, double[] y) {
    return Kernels.dot(a.column(column).toArray(), 0, y, 0, y.length);
  }

  @Test
  void productsWithoutEntriesAreZero() {
    assertThat(Matrix.zeros(3, 0).times(Matrix.zeros(0, 2)).array()).isEqualTo(new double[6]);
    assertThat(Matrix.zeros(0, 3).gram().array()).isEqualTo(new double[9]);
    double[] x = {1, 1};
    Matrix.zeros(0, 2).transposeMultiply(new double[0], x);
    assertThat(x).containsExactly(0, 0);
  }

  @Test
  void refusesAnArrayThatIsTooShort() {
    assertThatThrownBy(() -> Matrix.zeros(3, 2).multiply(new double[2], new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A 3 × 2 matrix takes 2 numbers to 3, not 2 to 2");
  }
}
