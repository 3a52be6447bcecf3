package org.eckart.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a matrix does beside products and factorisations. */
class MatrixTest {
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 2, 4", "5, 0, 3", "5, 3, 0", "0, 2, 2"})
  void columnsStandBesideEachOther(int rows, int left, int right) {
    RandomStream random = RandomStream.of(rows, "beside");
    Matrix a = random.gaussian(rows, left);
    Matrix b = random.gaussian(rows, right);
    Matrix both = a.beside(b);
    assertThat(both.columns(0, left).array()).isEqualTo(a.array());
    assertThat(both.columns(left, left + right).array()).isEqualTo(b.array());
    assertThatThrownBy(() -> a.beside(Matrix.zeros(rows + 1, 2)))
        .hasMessage("A matrix of %d rows cannot stand beside one of %d", rows, rows + 1);
  }

  /** Shapes of several blocks on either side; the products themselves to rounding. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3000, 40, 5", "40, 3000, 5", "700, 900, 17", "2, 5000, 1"})
  void aTeamGivesTheProductsAndTheSameBits(int rows, int columns, int width) {
    RandomStream random = RandomStream.of(rows, "shared matrix");
    Matrix a = random.gaussian(rows, columns);
    Matrix x = random.gaussian(columns, width);
    Matrix y = random.gaussian(rows, width);
    double rounding = 20 * Math.ulp(1.0) * (rows + columns);
    double[][] first = new double[2][];
    for (int threads = 1; threads <= 3; threads++) {
      try (Parallel team = Parallel.of(threads)) {
        LinearOperator shared = a.withThreads(team);
        Matrix product = shared.times(x);
        Matrix transposed = shared.transposeTimes(y);
        assertThat(product.minus(a.times(x)).largestMagnitude()).isLessThan(rounding);
        assertThat(transposed.minus(a.transposeTimes(y)).largestMagnitude()).isLessThan(rounding);
        if (threads == 1) {
          first = new double[][] {product.array(), transposed.array()};
        }
        assertThat(product.array()).isEqualTo(first[0]);
        assertThat(transposed.array()).isEqualTo(first[1]);
      }
    }
  }
}
