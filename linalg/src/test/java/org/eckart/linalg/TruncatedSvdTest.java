package org.eckart.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class TruncatedSvdTest {
  /** A matrix that hides its storage, so that only its products can be used. */
  private static LinearOperator implicit(Matrix a) {
    return new LinearOperator() {
      @Override
      public int rows() {
        return a.rows();
      }

      @Override
      public int columns() {
        return a.columns();
      }

      @Override
      public void multiply(double[] x, double[] y) {
        a.multiply(x, y);
      }

      @Override
      public void transposeMultiply(double[] y, double[] x) {
        a.transposeMultiply(y, x);
      }
    };
  }

  /** 200 × 120: nine strong directions, the tenth 2 % above a bulk of 110 values. */
  private static Matrix spiked() {
    double[] s = new double[120];
    for (int i = 0; i < 9; i++) {
      s[i] = 10 - i;
    }
    s[9] = 1.02;
    for (int i = 10; i < 120; i++) {
      s[i] = 1 - 0.9 * (i - 10) / 110;
    }
    return MatrixCases.withSingularValues(200, 120, 42, s);
  }

  @Test
  void knownSingularValuesAreFoundInEveryGuise() {
    double[] s = new double[80];
    for (int i = 0; i < 80; i++) {
      s[i] = Math.pow(0.9, i);
    }
    Matrix a = MatrixCases.withSingularValues(300, 80, 3, s);
    Vector expected = Vector.of(s).first(12);
    double rounding = 300 * Math.ulp(1.0);
    LanczosOptions options = LanczosOptions.rank(12).withTolerance(1e-10);
    for (LinearOperator guise :
        new LinearOperator[] {
          a, SparseMatrix.of(a), implicit(a), a.transpose(), implicit(a.transpose())
        }) {
      TruncatedSvd found = TruncatedSvd.lanczos(guise, options);
      assertThat(found.settled()).isTrue();
      assertThat(found.triplets().s().distance(expected)).isLessThan(rounding);
      assertThat(found.residuals().distance(Vector.of(new double[12]))).isLessThan(1e-10);
    }
  }

  @Test
  void aSparseMatrixPlusLowRankHasTheTripletsOfItsSum() {
    SparseMatrix s = MatrixCases.of(90, 70, 70, 1, 4).sparse(0.1);
    RandomStream random = RandomStream.of(4, "factors");
    SparsePlusLowRank a = new SparsePlusLowRank(s, random.gaussian(90, 4), random.gaussian(70, 4));
    Svd dense = Svd.of(s.toDense().plus(a.leftFactor().timesTranspose(a.rightFactor())));
    TruncatedSvd found = TruncatedSvd.lanczos(a, LanczosOptions.rank(6).withTolerance(1e-12));
    double largest = dense.s().get(0);
    assertThat(found.triplets().s().distance(dense.s().first(6))).isLessThan(1e-13 * largest);
    assertThat(found.triplets().u().minus(dense.u().columns(0, 6)).largestMagnitude())
        .isLessThan(1e-9); // the tolerance over a relative gap of about 1e-2
    assertThat(found.triplets().v().minus(dense.v().columns(0, 6)).largestMagnitude())
        .isLessThan(1e-9);
  }

  @Test
  void aValueJustAboveTheBulkIsExactWhereOneRangeFinderStepIsNot() {
    Matrix a = spiked();
    TruncatedSvd lanczos = TruncatedSvd.lanczos(a, LanczosOptions.rank(10));
    assertThat(lanczos.settled()).isTrue();
    assertThat(lanczos.triplets().s().get(9)).isCloseTo(1.02, within(1e-8));
    TruncatedSvd rangeFinder = TruncatedSvd.subspace(a, SubspaceOptions.rank(10).withMaxSteps(1));
    assertThat(rangeFinder.settled()).isFalse();
    assertThat(rangeFinder.triplets().s().get(9)).isLessThan(0.97 * 1.02);
  }

  @Test
  void subspaceIterationFindsWhatStandsApart() {
    double[] s = {5, 4, 3, 2, 1, 0.1, 0.1, 0.1, 0.05};
    Matrix a = MatrixCases.withSingularValues(60, 50, 5, s);
    TruncatedSvd found =
        TruncatedSvd.subspace(
            SparseMatrix.of(a), SubspaceOptions.rank(5).withOversampling(2).withTolerance(1e-9));
    assertThat(found.settled()).isTrue();
    assertThat(found.triplets().s().distance(Vector.of(5, 4, 3, 2, 1))).isLessThan(1e-14);
    assertThat(found.residuals().get(4)).isLessThan(1e-9);
    assertThat(found.errorBound(a, 5, 1)).isBetween(0.1, 0.2);
    assertThat(found.errorBound(a.scaled(1e-150), 5, 1)).isGreaterThan(1); // not of this matrix
  }

  @Test
  void equalValuesAreAllFoundWhenTheKrylovSpaceIsExhausted() {
    double[] s = new double[60];
    Arrays.fill(s, 0, 20, 2);
    Arrays.fill(s, 20, 60, 1);
    Matrix a = MatrixCases.withSingularValues(60, 60, 6, s);
    TruncatedSvd found = TruncatedSvd.lanczos(a, LanczosOptions.rank(24).withBlockSize(3));
    assertThat(found.triplets().s().distance(Vector.of(s).first(24))).isLessThan(1e-13);
    TruncatedSvd identity =
        TruncatedSvd.lanczos(implicit(Matrix.identity(100)), LanczosOptions.rank(10));
    assertThat(identity.triplets().s().distance(Vector.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)))
        .isLessThan(1e-14);
  }

  @Test
  void aGoodStartSavesMostOfTheWork() {
    Matrix a = RandomStream.of(7, "noise").gaussian(400, 250); // no gaps: slow from a cold start
    LanczosOptions options = LanczosOptions.rank(9).withTolerance(1e-10);
    TruncatedSvd cold = TruncatedSvd.lanczos(a, options);
    Matrix near = a.plus(RandomStream.of(7, "change").gaussian(400, 250).scaled(1e-12));
    try (Parallel parallel = Parallel.of(2)) {
      TruncatedSvd warm = TruncatedSvd.lanczos(near, options, parallel, cold.triplets());
      assertThat(warm.settled()).isTrue();
      assertThat(warm.products()).isLessThan(cold.products() / 2);
      double rounding = (400 + 250) * Math.ulp(cold.triplets().s().get(0));
      assertThat(warm.triplets().s().distance(Svd.of(near).s().first(9))).isLessThan(rounding);
      TruncatedSvd again =
          TruncatedSvd.subspace(near, SubspaceOptions.rank(9), parallel, cold.triplets());
      assertThat(again.steps()).isEqualTo(1);
      assertThat(again.settled()).isTrue();
    }
  }

  @Test
  void aStartThatLiesCannotHideTheLeadingDirection() {
    Matrix a = MatrixCases.withSingularValues(70, 50, 8, 5, 4, 3, 2, 1);
    Svd exact = Svd.of(a);
    Svd wrong = new Svd(exact.u().columns(2, 4), exact.s().first(2), exact.v().columns(2, 4));
    try (Parallel parallel = Parallel.of(1)) {
      TruncatedSvd found = TruncatedSvd.lanczos(a, LanczosOptions.rank(2), parallel, wrong);
      assertThat(found.triplets().s().distance(Vector.of(5, 4))).isLessThan(1e-13);
    }
  }

  @Test
  void restartsChangeNothingButTheMemory() {
    RandomStream random = RandomStream.of(9, "noise");
    Matrix a = random.gaussian(400, 250);
    Svd exact = Svd.of(a);
    for (int blockSize : new int[] {1, 3, 8}) {
      LanczosOptions options =
          LanczosOptions.rank(5).withBlockSize(blockSize).withBasisSize(12 + 2 * blockSize);
      TruncatedSvd found = TruncatedSvd.lanczos(a, options.withTolerance(1e-9));
      assertThat(found.settled()).isTrue();
      // sums of 400 + 250 terms, and in each step sums over a basis of at most 28 columns
      int rounding = 400 + 250 + 28 * found.steps();
      assertThat(found.triplets().s().distance(exact.s().first(5)))
          .isLessThan(rounding * Math.ulp(exact.s().get(0)));
    }
  }

  @Test
  void aRunThatEndsEarlySaysSoAndItsResidualsHold() {
    Matrix a = RandomStream.of(10, "noise").gaussian(120, 100);
    Svd exact = Svd.of(a);
    for (int steps = 1; steps < 6; steps++) {
      TruncatedSvd found = TruncatedSvd.lanczos(a, LanczosOptions.rank(10).withMaxSteps(steps));
      assertThat(found.settled()).isFalse();
      assertThat(found.steps()).isEqualTo(steps);
      double s1 = found.triplets().s().get(0);
      for (int i = 0; i < 10; i++) {
        double value = found.triplets().s().get(i);
        double nearest = Double.MAX_VALUE;
        for (int j = 0; j < 100; j++) {
          nearest = Math.min(nearest, Math.abs(exact.s().get(j) - value));
        }
        if (value > 0) {
          assertThat(nearest).isLessThanOrEqualTo(found.residuals().get(i) * s1 * (1 + 1e-9));
        }
      }
    }
  }

  @Test
  void sameSeedSameBitsWhateverTheTeam() {
    SparseMatrix a = MatrixCases.of(700, 500, 300, 1, 11).sparse(0.3);
    Matrix dense = a.toDense();
    for (LinearOperator given : new LinearOperator[] {a, dense}) {
      TruncatedSvd[] found = new TruncatedSvd[3];
      for (int threads = 1; threads <= 3; threads++) {
        try (Parallel parallel = Parallel.of(threads)) {
          found[threads - 1] = TruncatedSvd.lanczos(given, LanczosOptions.rank(7), parallel);
        }
      }
      for (TruncatedSvd other : found) {
        assertThat(other.triplets().s()).isEqualTo(found[0].triplets().s());
        assertThat(other.triplets().u().array()).isEqualTo(found[0].triplets().u().array());
        assertThat(other.triplets().v().array()).isEqualTo(found[0].triplets().v().array());
        assertThat(other.residuals()).isEqualTo(found[0].residuals());
      }
    }
  }

  @Test
  void anInterruptedThreadLeavesBeforeTheNextProduct() {
    Matrix a = RandomStream.of(12, "noise").gaussian(50, 40);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> TruncatedSvd.lanczos(a, LanczosOptions.rank(3)))
          .isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void whatCannotBeDecomposedIsRefusedInOneSentence() {
    Matrix a = Matrix.zeros(5, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TruncatedSvd.lanczos(a, LanczosOptions.rank(5)))
        .withMessage("rank is 5, but a 5 × 4 matrix has rank at most 4; ask for 1 to 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LanczosOptions.rank(0))
        .withMessage("rank is 0; it must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LanczosOptions.rank(2).withTolerance(0))
        .withMessage(
            "tolerance is 0.0; it must be from 1e-13, where rounding begins, to below 1, say 1e-8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LanczosOptions.rank(10).withBasisSize(20))
        .withMessage("basisSize is 20; with rank 10 and blockSize 8 it must be at least 26");
    a.set(2, 3, Double.NaN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TruncatedSvd.subspace(a, SubspaceOptions.rank(1)))
        .withMessageStartingWith(
            "A product with the 5 × 4 matrix has an entry that is NaN or infinite;");
    Svd start = Svd.of(Matrix.identity(3));
    try (Parallel parallel = Parallel.of(1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TruncatedSvd.lanczos(a, LanczosOptions.rank(1), parallel, start))
          .withMessage(
              "The start has vectors of 3 numbers, the matrix needs 4; it must be of the same"
                  + " shape");
    }
  }

  /** As many triplets as stand above an edge, the count being asked of the values themselves. */
  @Test
  void asManyTripletsAsTheValuesCallFor() {
    double[] s = new double[60];
    java.util.Arrays.fill(s, 1);
    for (int k = 0; k < 7; k++) {
      s[k] = 20 - 2 * k; // 20 to 8
    }
    Matrix u = Qr.orthonormal(RandomStream.of(3, "u").gaussian(300, 60));
    Matrix v = Qr.orthonormal(RandomStream.of(3, "v").gaussian(200, 60));
    Matrix a = u.columnsScaled(Vector.of(s)).timesTranspose(v);
    try (Parallel parallel = Parallel.of(2)) {
      TruncatedSvd found =
          TruncatedSvd.lanczos(a, LanczosOptions.rank(30), values -> above(values, 5), parallel);
      assertThat(found.settled()).isTrue();
      assertThat(found.triplets().rank()).isEqualTo(7);
      assertThat(found.triplets().s().distance(Vector.of(s).first(7))).isLessThan(1e-8);
      TruncatedSvd capped =
          TruncatedSvd.lanczos(a, LanczosOptions.rank(4), values -> above(values, 5), parallel);
      assertThat(capped.triplets().s().distance(Vector.of(s).first(4))).isLessThan(1e-8);
      TruncatedSvd none =
          TruncatedSvd.lanczos(a, LanczosOptions.rank(30), values -> above(values, 50), parallel);
      assertThat(none.triplets().rank()).isZero();
      assertThat(none.triplets().u().rows()).isEqualTo(300);
      assertThat(none.triplets().v().rows()).isEqualTo(200);
    }
  }

  private static int above(Vector values, double edge) {
    int count = 0;
    while (count < values.size() && values.get(count) > edge) {
      count++;
    }
    return count;
  }
}
