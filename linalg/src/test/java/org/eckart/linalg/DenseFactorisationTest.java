package org.eckart.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Factorisations whose answer is known in closed form, for both providers. */
class DenseFactorisationTest {
  static final List<Blas> PROVIDERS = DenseFactorisationPropertyTest.PROVIDERS;

  @ParameterizedTest
  @FieldSource("PROVIDERS")
  void svdOfAMatrixBuiltFromKnownTripletsFindsThem(Blas blas) {
    double[] s = {9, 4, 1, 0.01};
    Matrix u = Qr.orthonormal(RandomStream.of(1, "u").gaussian(30, 4));
    Matrix v = Qr.orthonormal(RandomStream.of(1, "v").gaussian(12, 4));
    Svd.turnColumns(u, v);
    Svd found = Svd.of(u.columnsScaled(Vector.of(s)).timesTranspose(v), blas).truncated(4);
    assertThat(found.s().distance(Vector.of(s))).isLessThan(50 * Math.ulp(9.0));
    // a direction turns by at most the error of A over the gap between values
    assertThat(found.u().minus(u).largestMagnitude()).isLessThan(50 * Math.ulp(9.0) / 0.01);
    assertThat(found.v().minus(v).largestMagnitude()).isLessThan(50 * Math.ulp(9.0) / 0.01);
  }

  @ParameterizedTest
  @FieldSource("PROVIDERS")
  void valuesOfTheHilbertMatrixAreThePublishedOnes(Blas blas) {
    Matrix hilbert = Matrix.zeros(5, 5);
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        hilbert.set(i, j, 1.0 / (i + j + 1));
      }
    }
    // Fettis & Caslin (1967), eigenvalues of the 5 × 5 Hilbert matrix
    double[] known = {
      1.567050691098231,
      0.2085342186110133,
      0.01140749162341981,
      3.058980401511917e-4,
      3.287928772171863e-6
    };
    assertThat(Svd.of(hilbert, blas).s().distance(Vector.of(known))).isLessThan(1e-15);
    assertThat(SymmetricEigen.of(hilbert, blas).values().distance(Vector.of(known)))
        .isLessThan(2e-15);
    // det of the 5 × 5 Hilbert matrix is 1/266716800000
    assertThat(Cholesky.of(hilbert, blas).logDeterminant())
        .isCloseTo(-Math.log(266716800000.0), within(1e-10));
  }

  @Test
  void signsAreTurnedAndValuesScaledWithoutTouchingTheTriplets() {
    Matrix u = Matrix.of(new double[][] {{0.6, -0.8}, {-0.8, -0.6}});
    Matrix v = Matrix.identity(2);
    Svd given = new Svd(u, Vector.of(3, 2), v);
    Svd signed = given.scaled(0.5).signed();
    assertThat(signed.u().array()).containsExactly(-0.6, 0.8, 0.8, 0.6);
    assertThat(signed.v().array()).containsExactly(-1, -0.0, -0.0, -1);
    assertThat(signed.s()).isEqualTo(Vector.of(1.5, 1));
    assertThat(signed.product().scaled(2).minus(given.product()).largestMagnitude()).isZero();
    assertThat(u.get(0, 0)).isEqualTo(0.6);
  }

  @Test
  void choleskyOfWhatMayNotBeDefinite() {
    Matrix definite = Matrix.of(new double[][] {{4, 2}, {2, 5}});
    assertThat(Cholesky.ifDefinite(definite).orElseThrow().factor().array())
        .containsExactly(2, 0, 1, 2);
    Matrix indefinite = Matrix.of(new double[][] {{1, 2}, {2, 1}});
    assertThat(Cholesky.ifDefinite(indefinite)).isEmpty();
    assertThat(Cholesky.ifDefinite(Matrix.zeros(3, 3))).isEmpty();
    assertThat(Cholesky.ifDefinite(Matrix.zeros(0, 0))).isPresent();
    assertThat(indefinite.array()).containsExactly(1, 2, 2, 1); // not changed
    assertThatThrownBy(() -> Cholesky.ifDefinite(Matrix.zeros(2, 3)))
        .hasMessage("A Cholesky factorisation needs a square matrix, not one of 2 × 3");
    assertThatThrownBy(() -> Cholesky.ifDefinite(Matrix.of(new double[][] {{Double.NaN}})))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @FieldSource("PROVIDERS")
  void eigenvaluesOfThePathAreItsCosines(Blas blas) {
    int n = 60; // the second difference matrix: 2 − 2 cos(kπ/(n+1))
    Matrix a = Matrix.zeros(n, n);
    double[] known = new double[n];
    for (int i = 0; i < n; i++) {
      a.set(i, i, 2);
      if (i > 0) {
        a.set(i, i - 1, -1); // the lower triangle counts
      }
      known[i] = 2 - 2 * Math.cos((n - i) * Math.PI / (n + 1));
    }
    assertThat(SymmetricEigen.of(a, blas).values().distance(Vector.of(known)))
        .isLessThan(n * Math.ulp(4.0));
  }

  @ParameterizedTest
  @FieldSource("PROVIDERS")
  void qrOfAKnownMatrix(Blas blas) {
    Qr qr = Qr.of(Matrix.of(new double[][] {{3, 1}, {4, 2}}), blas);
    assertThat(qr.r().get(0, 0)).isCloseTo(5, within(4 * Math.ulp(5.0)));
    assertThat(qr.r().get(0, 1)).isCloseTo(2.2, within(4 * Math.ulp(2.2)));
    assertThat(qr.r().get(1, 1)).isCloseTo(0.4, within(4 * Math.ulp(2.2)));
    assertThat(qr.q().get(1, 0)).isCloseTo(0.8, within(2 * Math.ulp(1.0)));
  }

  @ParameterizedTest
  @FieldSource("PROVIDERS")
  void aMatrixThatIsNotPositiveDefiniteIsRefusedWithItsFirstBadPart(Blas blas) {
    for (int n : new int[] {3, 100}) {
      Matrix a = Matrix.identity(n);
      a.set(1, 1, -1);
      assertThatThrownBy(() -> Cholesky.of(a, blas))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The %1$d × %1$d matrix is not positive definite: its leading 2 × 2 part is not; add a"
                      .formatted(n)
                  + " multiple of the identity, or take SymmetricEigen");
    }
  }

  @Test
  void notANumberIsRefusedWithItsPlace() {
    Matrix a = Matrix.zeros(20, 5);
    a.set(17, 3, Double.NaN);
    String sentence =
        "Entry (17, 3) is NaN and %s needs every entry finite; fill or remove it first";
    assertThatThrownBy(() -> Svd.of(a)).hasMessage(sentence.formatted("an SVD"));
    assertThatThrownBy(() -> Qr.of(a)).hasMessage(sentence.formatted("a QR factorisation"));
    a.set(17, 3, Double.NEGATIVE_INFINITY);
    assertThatThrownBy(() -> Svd.of(a))
        .hasMessage(
            "Entry (17, 3) is -Infinity and an SVD needs every entry finite; fill or remove it"
                + " first");
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> Cholesky.of(Matrix.zeros(2, 3)))
        .hasMessage("A Cholesky factorisation needs a square matrix, not one of 2 × 3");
    assertThatThrownBy(() -> SymmetricEigen.of(Matrix.zeros(2, 3)))
        .hasMessage("Eigenvalues need a square matrix, not one of 2 × 3");
    assertThatThrownBy(() -> Cholesky.of(Matrix.identity(2)).solve(Matrix.zeros(3, 1)))
        .hasMessage("2 equations cannot have right-hand sides of 3 rows");
  }

  @Test
  void factorsOfMatricesWithoutEntriesAreEmpty() {
    assertThat(Svd.of(Matrix.zeros(3, 0)).rank()).isZero();
    assertThat(Qr.of(Matrix.zeros(0, 4)).r().columns()).isEqualTo(4);
    assertThat(Cholesky.of(Matrix.zeros(0, 0)).logDeterminant()).isZero();
    assertThat(SymmetricEigen.of(Matrix.zeros(0, 0)).values().size()).isZero();
  }

  @Test
  void theSubstituteForDivideAndConquerGivesTheSameValues() throws Throwable {
    OpenBlas.load();
    Matrix a = RandomStream.of(7, "gesvd").gaussian(9, 6);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment at = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, a.array());
      MemorySegment s = arena.allocate(ValueLayout.JAVA_DOUBLE, 6);
      MemorySegment v = arena.allocate(ValueLayout.JAVA_DOUBLE, 36);
      MemorySegment ut = arena.allocate(ValueLayout.JAVA_DOUBLE, 54);
      assertThat(OpenBlasLapack.gesvd(arena, 6, 9, 6, at, s, v, ut)).isZero();
      assertThat(
              Vector.wrap(s.toArray(ValueLayout.JAVA_DOUBLE))
                  .distance(Svd.of(a, new JavaBlas()).s()))
          .isLessThan(20 * Math.ulp(8.0));
      Svd svd =
          new Svd(
              Matrix.wrap(9, 6, ut.toArray(ValueLayout.JAVA_DOUBLE)),
              Vector.wrap(s.toArray(ValueLayout.JAVA_DOUBLE)),
              Matrix.wrap(6, 6, v.toArray(ValueLayout.JAVA_DOUBLE)).transpose());
      assertThat(svd.product().minus(a).largestMagnitude()).isLessThan(50 * Math.ulp(8.0));
    }
  }
}
