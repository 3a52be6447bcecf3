package org.eckart.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TruncatedSvdPropertyTest {
  @ParameterizedTest
  @MethodSource("org.eckart.linalg.MatrixCases#all")
  void lanczosKeepsEveryPromiseAtEveryRank(MatrixCases.Case given) {
    Matrix a = given.matrix();
    Svd exact = Svd.of(a);
    int most = Math.min(a.rows(), a.columns());
    for (int rank : new int[] {1, Math.min(2, most), (most + 1) / 2, most}) {
      for (int blockSize : new int[] {1, 2, 8}) {
        LanczosOptions options =
            LanczosOptions.rank(rank).withBlockSize(blockSize).withTolerance(1e-10);
        TruncatedSvd found = TruncatedSvd.lanczos(a, options);
        checkPromises(a, found, rank, exact, 1e-10);
        assertThat(found.settled()).isTrue();
        double s1 = exact.s().get(0);
        double rounding = 10 * (a.rows() + a.columns()) * Math.ulp(s1);
        assertThat(found.triplets().s().distance(exact.s().first(rank)))
            .isLessThanOrEqualTo(rounding);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.eckart.linalg.MatrixCases#all")
  void subspaceIterationKeepsEveryPromiseAndItsBoundHolds(MatrixCases.Case given) {
    Matrix a = given.matrix();
    Svd exact = Svd.of(a);
    int most = Math.min(a.rows(), a.columns());
    for (int rank : new int[] {1, (most + 1) / 2, most}) {
      for (int steps : new int[] {1, 3, 30}) {
        TruncatedSvd found =
            TruncatedSvd.subspace(a, SubspaceOptions.rank(rank).withMaxSteps(steps));
        checkPromises(a, found, rank, exact, found.settled() ? 1e-4 : 1);
        Matrix rest = a.minus(found.triplets().product());
        double bound = found.errorBound(a, 10, 1); // wrong with probability 1e-10
        double rounding = 100 * Math.ulp(given.scale());
        assertThat(Svd.of(rest).s().get(0)).isLessThanOrEqualTo(bound + rounding);
      }
    }
  }

  /** Shapes, order, signs, orthonormal columns, residuals as they are, values within them. */
  private static void checkPromises(
      Matrix a, TruncatedSvd found, int rank, Svd exact, double tolerance) {
    Svd svd = found.triplets();
    assertThat(svd.rank()).isEqualTo(rank);
    assertThat(svd.u().rows()).isEqualTo(a.rows());
    assertThat(svd.v().rows()).isEqualTo(a.columns());
    assertThat(found.residuals().size()).isEqualTo(rank);
    double rounding = 40 * (a.rows() + a.columns()) * Math.ulp(1.0);
    Matrix one = Matrix.identity(rank);
    assertThat(svd.u().gram().minus(one).largestMagnitude()).isLessThan(rounding);
    assertThat(svd.v().gram().minus(one).largestMagnitude()).isLessThan(rounding);
    double s1 = svd.s().get(0);
    Matrix forward = a.times(svd.v()).minus(svd.u().columnsScaled(svd.s()));
    Matrix back = a.transposeTimes(svd.u()).minus(svd.v().columnsScaled(svd.s()));
    for (int i = 0; i < rank; i++) {
      double s = svd.s().get(i);
      assertThat(s).isNotNegative().isLessThanOrEqualTo(svd.s().get(Math.max(0, i - 1)));
      assertThat(largestEntry(svd.u().column(i))).isPositive();
      double residual = Math.max(norm(forward.column(i)), norm(back.column(i)));
      double stated = found.residuals().get(i) * s1;
      assertThat(Math.abs(residual - stated)).isLessThanOrEqualTo(rounding * s1);
      assertThat(stated).isLessThanOrEqualTo((tolerance + rounding) * s1);
      double nearest = Double.MAX_VALUE;
      for (int j = 0; j < exact.rank(); j++) {
        nearest = Math.min(nearest, Math.abs(exact.s().get(j) - s));
      }
      assertThat(nearest).isLessThanOrEqualTo(stated + rounding * s1);
    }
  }

  private static double norm(Vector x) {
    return Matrix.wrap(1, x.size(), x.toArray()).frobeniusNorm();
  }

  private static double largestEntry(Vector x) {
    double largest = 0;
    for (double entry : x.toArray()) {
      if (Math.abs(entry) > Math.abs(largest)) {
        largest = entry;
      }
    }
    return largest;
  }
}
