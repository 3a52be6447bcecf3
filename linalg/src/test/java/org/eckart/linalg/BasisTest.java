package org.eckart.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasisTest {
  private static final double ULP = Math.ulp(1.0);

  private static void checkOrthonormal(Matrix q) {
    Matrix error = q.gram().minus(Matrix.identity(q.columns()));
    assertThat(error.largestMagnitude()).isLessThan(60 * ULP);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 13, 16, 40})
  void aBlockIsItsCoefficientsInTheBasisHoweverItsColumnsAreScaled(int width) {
    RandomStream random = RandomStream.of(1, "basis");
    try (Parallel parallel = Parallel.of(2)) {
      Basis basis = new Basis(1000, 100, parallel);
      basis.append(random.gaussian(1000, 30), 0);
      Matrix block = random.gaussian(1000, width);
      for (int i = 0; i < 1000; i++) {
        for (int j = 0; j < width; j++) { // columns from 1 down to 1e-12
          block.set(i, j, block.get(i, j) * Math.pow(10, -12.0 * j / width));
        }
      }
      Basis.Appended appended = basis.append(block.copy(), 0);
      assertThat(appended.width()).isEqualTo(width);
      Matrix q = basis.columns(0, basis.size());
      checkOrthonormal(q);
      Matrix old = q.columns(0, 30).times(appended.projected());
      Matrix added = q.columns(30, 30 + width).times(appended.added());
      Matrix error = block.minus(old.plus(added));
      for (int j = 0; j < width; j++) {
        double size = Math.pow(10, -12.0 * j / width);
        double columnError =
            Matrix.wrap(1, 1000, error.column(j).toArray()).frobeniusNorm() / Math.sqrt(1000);
        assertThat(columnError).isLessThan(100 * ULP * size);
      }
    }
  }

  @Test
  void columnsThatDependOnOthersOrOnTheBasisAreLeftOut() {
    RandomStream random = RandomStream.of(2, "basis");
    try (Parallel parallel = Parallel.of(1)) {
      Basis basis = new Basis(500, 60, parallel);
      basis.append(random.gaussian(500, 10), 0);
      Matrix inside = basis.columns(0, 10).times(random.gaussian(10, 4));
      Matrix fresh = random.gaussian(500, 3);
      Matrix block = Matrix.zeros(500, 10); // 4 inside, 3 fresh, 3 sums of both
      for (int i = 0; i < 500; i++) {
        for (int j = 0; j < 4; j++) {
          block.set(i, j, inside.get(i, j));
        }
        for (int j = 0; j < 3; j++) {
          block.set(i, 4 + j, fresh.get(i, j));
          block.set(i, 7 + j, fresh.get(i, j) + inside.get(i, j));
        }
      }
      Basis.Appended appended = basis.append(block, 1e-11);
      assertThat(appended.width()).isEqualTo(3);
      assertThat(appended.dropped()).isLessThan(1e-11);
      checkOrthonormal(basis.columns(0, 13));
    }
  }

  @Test
  void aBlockAlmostInsideTheBasisIsClearedTwice() {
    RandomStream random = RandomStream.of(3, "basis");
    try (Parallel parallel = Parallel.of(1)) {
      Basis basis = new Basis(800, 40, parallel);
      basis.append(random.gaussian(800, 20), 0);
      Matrix block = basis.columns(0, 20).times(random.gaussian(20, 8));
      Matrix little = random.gaussian(800, 8).scaled(1e-9);
      basis.append(block.plus(little), 1e-13);
      assertThat(basis.size()).isEqualTo(28);
      checkOrthonormal(basis.columns(0, 28));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,8", "3,5,8", "4,300,8", "7,257,16", "40,513,16", "5,3,24", "6,2,3"})
  void tallProductsAgreeWithTheirDefinition(int rows, int k, int w) {
    RandomStream random = RandomStream.of(4, "tall");
    int stride = k + 3;
    Matrix whole = random.gaussian(rows + 2, stride);
    Matrix q = whole.rows(2, rows + 2).columns(1, k + 1);
    Matrix z = random.gaussian(rows + 2, w);
    Matrix c = random.gaussian(k, w);
    double rounding = 8 * (rows + k) * Math.ulp(10.0);

    double[] sum = c.array().clone();
    double[] shifted = new double[whole.array().length]; // column 1 first, as Q begins there
    System.arraycopy(whole.array(), 1, shifted, 0, shifted.length - 1);
    TallBlocks.addTransposeProduct(shifted, stride, k, z.array(), w, 2, rows + 2, sum);
    Matrix expected = c.plus(q.transposeTimes(z.rows(2, rows + 2)));
    assertThat(Matrix.wrap(k, w, sum).minus(expected).largestMagnitude()).isLessThan(rounding);

    Matrix y = z.copy();
    TallBlocks.addProduct(-2, whole.array(), 1, stride, k, c.array(), y.array(), w, 2, rows + 2);
    Matrix wanted = z.rows(2, rows + 2).minus(q.times(c).scaled(2));
    assertThat(y.rows(2, rows + 2).minus(wanted).largestMagnitude()).isLessThan(rounding);
    assertThat(y.rows(0, 2).array()).isEqualTo(z.rows(0, 2).array());
  }

  @ParameterizedTest
  @CsvSource({"false,3,4,5", "true,3,4,5", "false,20,17,9", "true,20,17,9"})
  void partsOfMatricesMultiplyAlikeInBothProviders(boolean transpose, int m, int n, int k) {
    RandomStream random = RandomStream.of(5, "parts");
    Matrix a = random.gaussian(30, 31);
    Matrix b = random.gaussian(30, 29);
    Matrix c = random.gaussian(30, 33);
    Matrix[] results = {c.copy(), c.copy()};
    Blas[] providers = {Blas.chosen(), new JavaBlas()};
    for (int p = 0; p < 2; p++) {
      providers[p].addProduct(
          transpose, m, n, k, 1.5, a.array(), 32, 31, b.array(), 30, 29, results[p].array(), 2, 33);
    }
    Matrix part = a.rows(1, 1 + (transpose ? k : m)).columns(1, 1 + (transpose ? m : k));
    Matrix right = b.rows(1, 1 + k).columns(1, 1 + n);
    Matrix product = (transpose ? part.transpose() : part).times(right).scaled(1.5);
    Matrix expected = c.copy();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        expected.set(i, 2 + j, expected.get(i, 2 + j) + product.get(i, j));
      }
    }
    for (Matrix result : results) {
      assertThat(result.minus(expected).largestMagnitude()).isLessThan(1e-13);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 8, 30})
  void simdAndScalarSparseProductsAreTheSameBits(int entriesOfARow) {
    RandomStream random = RandomStream.of(6, "sparse");
    SparseMatrix a =
        SparseMatrix.of(random.gaussian(9, Math.max(1, entriesOfARow)).scaled(entriesOfARow));
    Matrix x = random.gaussian(a.columns(), 8);
    double[] scalar = new double[9 * 8];
    for (int at = 0; at < 8; at++) {
      SparseProducts.one(a.starts(), a.indices(), a.values(), 0, 9, x.array(), 8, at, scalar);
    }
    assertThat(a.times(x).array()).isEqualTo(scalar);
    double[] four = new double[9 * 8];
    for (int at = 0; at < 8; at += 4) {
      SparseProducts.four(a.starts(), a.indices(), a.values(), 0, 9, x.array(), 8, at, four);
    }
    assertThat(four).isEqualTo(scalar);
  }
}
