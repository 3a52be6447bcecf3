package org.eckart.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every promise of every dense factorisation, for both providers. */
class DenseFactorisationPropertyTest {
  static final List<Blas> PROVIDERS = List.of(OpenBlas.load(), new JavaBlas());

  static Stream<Arguments> matrices() {
    return PROVIDERS.stream()
        .flatMap(blas -> DenseMatrices.all().stream().map(a -> Arguments.of(blas.name(), a, blas)));
  }

  /** Rounding errors of an m × n factorisation, relative to ‖A‖_F: some 10 (m + n) ε. */
  private static double rounding(Matrix a) {
    return 10.0 * (a.rows() + a.columns()) * Math.ulp(1.0);
  }

  /** A 2⁻ᵉ with entries near 1, so that errors can be measured. */
  private static int exponent(Matrix a) {
    return a.largestMagnitude() == 0 ? 0 : Math.getExponent(a.largestMagnitude());
  }

  private static Matrix shifted(Matrix a, int by) {
    return new Scaling(-by).applied(a);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("matrices")
  void svdKeepsItsPromises(String name, DenseMatrices.Named named, Blas blas) {
    Matrix a = named.matrix();
    Matrix before = a.copy();
    Svd svd = Svd.of(a, blas);
    int k = Math.min(a.rows(), a.columns());
    assertThat(a.array()).isEqualTo(before.array());
    assertThat(svd.rank()).isEqualTo(k);
    assertThat(DenseMatrices.departureFromOrthonormal(svd.u())).isLessThan(rounding(a));
    assertThat(DenseMatrices.departureFromOrthonormal(svd.v())).isLessThan(rounding(a));
    for (int i = 0; i < k; i++) {
      assertThat(svd.s().get(i)).isGreaterThanOrEqualTo(i + 1 < k ? svd.s().get(i + 1) : 0);
      Vector u = svd.u().column(i);
      double largest = 0;
      for (double entry : u.toArray()) {
        largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
      }
      assertThat(largest).isPositive();
    }
    int e = exponent(a);
    Matrix near = shifted(a, -e);
    Svd nearSvd = new Svd(svd.u(), Vector.wrap(shifted(row(svd.s()), -e).array()), svd.v());
    assertThat(nearSvd.product().minus(near).frobeniusNorm())
        .isLessThanOrEqualTo(rounding(a) * near.frobeniusNorm() + lost(a));
  }

  /** What results near 1e-320 lose because doubles end there, in entries scaled to near 1. */
  private static double lost(Matrix a) {
    return 2 * a.array().length * Math.scalb(1.0, -1074 - exponent(a));
  }

  private static Matrix row(Vector values) {
    return Matrix.wrap(1, values.size(), values.toArray());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("matrices")
  void qrKeepsItsPromises(String name, DenseMatrices.Named named, Blas blas) {
    Matrix a = named.matrix();
    Qr qr = Qr.of(a, blas);
    assertThat(DenseMatrices.departureFromOrthonormal(qr.q())).isLessThan(rounding(a));
    for (int i = 0; i < qr.r().rows(); i++) {
      assertThat(qr.r().get(i, i)).isGreaterThanOrEqualTo(0);
      for (int j = 0; j < i; j++) {
        assertThat(qr.r().get(i, j)).isZero();
      }
    }
    int e = exponent(a);
    Matrix near = shifted(a, -e);
    assertThat(new Qr(qr.q(), shifted(qr.r(), -e)).product().minus(near).frobeniusNorm())
        .isLessThanOrEqualTo(rounding(a) * near.frobeniusNorm() + lost(a));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("matrices")
  void symmetricEigenKeepsItsPromises(String name, DenseMatrices.Named named, Blas blas) {
    int e = exponent(named.matrix());
    Matrix from = shifted(named.matrix(), -e);
    Matrix near = from.columns() > 40 ? from.timesTranspose(from) : from.gram();
    near = near.minus(Matrix.identity(near.rows()).scaled(0.3 * near.largestMagnitude()));
    Matrix a = shifted(near, e);
    SymmetricEigen eigen = SymmetricEigen.of(a, blas);
    assertThat(DenseMatrices.departureFromOrthonormal(eigen.vectors())).isLessThan(rounding(a));
    for (int i = 1; i < a.rows(); i++) {
      assertThat(eigen.values().get(i)).isLessThanOrEqualTo(eigen.values().get(i - 1));
    }
    Vector values = Vector.wrap(shifted(row(eigen.values()), -e).array());
    near = shifted(a, -e); // what a has lost to the ends of the range is not the eigenvalues' fault
    assertThat(new SymmetricEigen(values, eigen.vectors()).product().minus(near).frobeniusNorm())
        .isLessThanOrEqualTo(rounding(a) * near.frobeniusNorm() + lost(a));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("matrices")
  void choleskyMultipliesBackAndSolves(String name, DenseMatrices.Named named, Blas blas) {
    int e = exponent(named.matrix());
    Matrix from = shifted(named.matrix(), -e);
    Matrix a = from.gram();
    double shift = 1 + a.largestMagnitude();
    a = a.plus(Matrix.identity(a.rows()).scaled(shift)); // condition at most n + 1
    int n = a.rows();
    Cholesky cholesky = Cholesky.of(a, blas);
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        assertThat(cholesky.factor().get(i, j)).isZero();
      }
    }
    Matrix l = cholesky.factor();
    assertThat(l.timesTranspose(l).minus(a).frobeniusNorm())
        .isLessThanOrEqualTo(rounding(a) * a.frobeniusNorm());
    for (int k : new int[] {1, 5}) {
      Matrix x = RandomStream.of(5, "solution").gaussian(n, k);
      Matrix found = cholesky.solve(a.times(x), blas);
      assertThat(found.minus(x).frobeniusNorm())
          .isLessThanOrEqualTo(rounding(a) * (n + 1) * x.frobeniusNorm());
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("matrices")
  void aScaledMatrixHasTheSameVectorsAndScaledValues(
      String name, DenseMatrices.Named named, Blas blas) {
    Matrix a = named.matrix();
    if (exponent(a) != 0 && Math.abs(exponent(a)) > 50 || a.largestMagnitude() == 0) {
      return; // scaled already
    }
    Svd svd = Svd.of(a, blas);
    for (int shift : new int[] {-500, 500}) {
      // A power of two changes no digit, so every bit must be the same, but what vanishes.
      Matrix scaled = shifted(a, shift);
      if (shifted(scaled, -shift).minus(a).largestMagnitude() == 0) {
        Svd other = Svd.of(scaled, blas);
        double size = svd.s().get(0);
        assertThat(Vector.wrap(shifted(row(other.s()), -shift).array()).distance(svd.s()))
            .isLessThanOrEqualTo(rounding(a) * size);
        assertThat(new Svd(other.u(), svd.s(), other.v()).product().minus(a).frobeniusNorm())
            .isLessThanOrEqualTo(2 * rounding(a) * a.frobeniusNorm());
      }
    }
  }
}
