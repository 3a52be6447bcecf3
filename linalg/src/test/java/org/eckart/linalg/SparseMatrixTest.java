package org.eckart.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SparseMatrixTest {
  private static final SparseMatrix SMALL =
      SparseMatrix.ofCoordinates(
          3,
          4,
          new int[] {2, 0, 0, 2, 2},
          new int[] {1, 3, 0, 1, 0},
          new double[] {5, 2, 1, -1, 7});

  @Test
  void coordinatesAreSortedAndThoseOfOnePlaceAdded() {
    assertThat(SMALL.starts()).containsExactly(0, 2, 2, 4);
    assertThat(SMALL.indices()).containsExactly(0, 3, 0, 1);
    assertThat(SMALL.values()).containsExactly(1, 2, 7, 4);
    assertThat(SMALL.get(2, 1)).isEqualTo(4);
    assertThat(SMALL.get(1, 1)).isZero();
    assertThat(SMALL).hasToString("SparseMatrix[3 × 4, 4 entries]");
  }

  @Test
  void productsByHand() {
    double[] y = new double[3];
    SMALL.multiply(new double[] {1, 10, 100, 1000}, y);
    assertThat(y).containsExactly(2001, 0, 47);
    double[] x = new double[4];
    SMALL.transposeMultiply(new double[] {1, 10, 100}, x);
    assertThat(x).containsExactly(701, 400, 0, 2);
  }

  @Test
  void transposeIsMadeOnceAndGoesBack() {
    SparseMatrix t = SMALL.transpose();
    assertThat(t).isSameAs(SMALL.transpose());
    assertThat(t.transpose()).isSameAs(SMALL);
    assertThat(t.toDense().array()).isEqualTo(SMALL.toDense().transpose().array());
  }

  @Test
  void normIsThatOfTheEntriesAtAnyScale() {
    SparseMatrix huge =
        SparseMatrix.ofCoordinates(
            2, 2, new int[] {0, 1}, new int[] {0, 1}, new double[] {3e200, -4e200});
    assertThat(huge.frobeniusNorm()).isCloseTo(5e200, within(Math.ulp(5e200)));
    SparseMatrix none = SparseMatrix.ofCoordinates(2, 3, new int[0], new int[0], new double[0]);
    assertThat(none.frobeniusNorm()).isZero();
    assertThat(none.transpose().times(Matrix.zeros(2, 1)).array()).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("org.eckart.linalg.MatrixCases#all")
  void productsAgreeWithTheDenseOnesForEveryWidthAndTeam(MatrixCases.Case given) {
    SparseMatrix a = given.sparse(0.6);
    RandomStream random = RandomStream.of(5, "block");
    try (Parallel team = Parallel.of(3)) {
      SparseMatrix shared = a.withThreads(team);
      for (int width : new int[] {1, 2, 3, 4, 7, 8, 13, 16}) {
        Matrix x = random.gaussian(a.columns(), width);
        Matrix y = a.times(x);
        double rounding = 4 * (a.columns() + 4) * Math.ulp(given.scale()) * 10;
        assertThat(y.minus(a.toDense().times(x)).largestMagnitude()).isLessThanOrEqualTo(rounding);
        assertThat(shared.times(x).array()).isEqualTo(y.array());
        Matrix z = random.gaussian(a.rows(), width);
        Matrix w = a.transposeTimes(z);
        rounding = 4 * (a.rows() + 4) * Math.ulp(given.scale()) * 10;
        assertThat(w.minus(a.toDense().transpose().times(z)).largestMagnitude())
            .isLessThanOrEqualTo(rounding);
        assertThat(shared.transposeTimes(z).array()).isEqualTo(w.array());
      }
    }
  }

  @Test
  void blockAndSingleProductsAreTheSameBitsHoweverManyThreadsHelp() {
    int m = 3000;
    int n = 2000;
    RandomStream random = RandomStream.of(8, "sparse");
    int entries = 400_000; // enough for several blocks of work
    int[] row = new int[entries];
    int[] column = new int[entries];
    double[] value = new double[entries];
    for (int e = 0; e < entries; e++) {
      row[e] = random.nextInt(m);
      column[e] = random.nextInt(n);
      value[e] = random.nextGaussian();
    }
    SparseMatrix a = SparseMatrix.ofCoordinates(m, n, row, column, value);
    Matrix x = random.gaussian(n, 15);
    Matrix y = a.times(x);
    double[] single = new double[m];
    for (int k = 0; k < 15; k++) {
      a.multiply(x.column(k).toArray(), single);
      assertThat(single).isEqualTo(y.column(k).toArray());
    }
    try (Parallel team = Parallel.of(4)) {
      assertThat(a.withThreads(team).times(x).array()).isEqualTo(y.array());
    }
  }

  @ParameterizedTest
  @MethodSource("org.eckart.linalg.MatrixCases#all")
  void sparsePlusLowRankIsItsSum(MatrixCases.Case given) {
    SparseMatrix s = given.sparse(0.4);
    RandomStream random = RandomStream.of(6, "factors");
    Matrix l = random.gaussian(s.rows(), 3).scaled(given.scale());
    Matrix r = random.gaussian(s.columns(), 3);
    SparsePlusLowRank a = new SparsePlusLowRank(s, l, r);
    Matrix dense = s.toDense().plus(l.timesTranspose(r));
    Matrix x = random.gaussian(s.columns(), 2);
    Matrix y = random.gaussian(s.rows(), 2);
    double rounding = 1e4 * Math.ulp(given.scale());
    assertThat(a.times(x).minus(dense.times(x)).largestMagnitude()).isLessThan(rounding);
    assertThat(a.transposeTimes(y).minus(dense.transpose().times(y)).largestMagnitude())
        .isLessThan(rounding);
    assertThat(a.transposed().times(y).array()).isEqualTo(a.transposeTimes(y).array());
    double[] one = new double[s.rows()];
    a.multiply(x.column(1).toArray(), one);
    assertThat(Vector.of(one).distance(dense.times(x).column(1))).isLessThan(rounding);
    double[] back = new double[s.columns()];
    a.transposeMultiply(y.column(0).toArray(), back);
    assertThat(Vector.of(back).distance(dense.transpose().times(y).column(0))).isLessThan(rounding);
  }

  @Test
  void whatDoesNotFitIsRefusedInOneSentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            SparseMatrix.ofCoordinates(
                2, 2, new int[] {0, 2}, new int[] {0, 0}, new double[] {1, 1}))
        .withMessage("Entry 1 is at (2, 0), outside a 2 × 2 matrix; indices begin at 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SparseMatrix.checkEntries(1L << 31))
        .withMessage(
            "A sparse matrix of 2147483648 entries was asked for; one holds at most 2147483639: cut"
                + " it into row blocks");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> SparseMatrix.wrap(1, 3, new int[] {0, 2}, new int[] {1, 1}, new double[] {1, 1}))
        .withMessage("Row 0 has column 1 after column 1; columns must rise and stay below 3");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> SparseMatrix.wrap(1, 3, new int[] {0, 1}, new int[] {0, 1}, new double[] {1, 1}))
        .withMessage("Row starts run from 0 to 1; they must run from 0 to the number of values, 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SMALL.times(Matrix.zeros(3, 2)))
        .withMessage("A 3 × 4 sparse matrix cannot multiply a matrix of 3 rows; it must have 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SparsePlusLowRank(SMALL, Matrix.zeros(3, 2), Matrix.zeros(4, 1)))
        .withMessage(
            "Factors of 3 × 2 and 4 × 1 do not go with a sparse 3 × 4 matrix; they must be 3 × r"
                + " and 4 × r");
  }
}
