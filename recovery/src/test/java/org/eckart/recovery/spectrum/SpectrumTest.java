package org.eckart.recovery.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpectrumTest {
  private static Spectrum of(Matrix a) {
    return Spectrum.of(Svd.of(a).s(), a.rows(), a.columns());
  }

  @ParameterizedTest
  @CsvSource({"1e-150", "1e-12", "1", "1e150"})
  void countsPlantedDirectionsAtAnyScaleAndFindsTheNoise(double scale) {
    int m = 120;
    int n = 80;
    Matrix noise = RandomStream.of(7, "noise").gaussian(m, n);
    Matrix u = RandomStream.of(7, "left").gaussian(m, 3);
    Matrix v = RandomStream.of(7, "right").gaussian(n, 3);
    Spectrum found = of(u.timesTranspose(v).plus(noise).scaled(scale));
    assertThat(found.detected()).isEqualTo(3); // each planted value is about √(mn) = 98, edge 20
    assertThat(found.noiseLevel() / scale).isCloseTo(1, within(0.05));
  }

  @Test
  void noiseAloneIsNotDetectedTwiceInTenDraws() {
    // 1 % a draw: two or more of 10 by chance with probability 0.004
    int alarms = 0;
    for (int draw = 0; draw < 10; draw++) {
      Spectrum found = of(RandomStream.of(draw, "noise alone").gaussian(60, 200));
      alarms += found.detected() > 0 ? 1 : 0;
    }
    assertThat(alarms).isLessThan(2);
  }

  @Test
  void exactLowRankIsDetectedDownToRounding() {
    Matrix u = RandomStream.of(3, "left").gaussian(50, 4);
    Matrix v = RandomStream.of(3, "right").gaussian(70, 4);
    Spectrum found = of(u.timesTranspose(v));
    assertThat(found.detected()).isEqualTo(4);
    assertThat(found.noiseLevel()).isZero();
    assertThat(found.effectiveRank()).isBetween(1.0, 4.0);
  }

  @Test
  void equalValuesHaveTheirNumberAsEffectiveAndStableRank() {
    Spectrum found = of(Matrix.identity(6));
    assertThat(found.effectiveRank()).isCloseTo(6, within(1e-12));
    assertThat(found.stableRank()).isCloseTo(6, within(1e-12));
  }

  @Test
  void zeroMatrixHasNoRank() {
    Spectrum found = Spectrum.of(Vector.of(0, 0), 2, 3);
    assertThat(found.effectiveRank()).isZero();
    assertThat(found.detected()).isZero();
  }

  @Test
  void partOfASpectrumIsRefused() {
    assertThatThrownBy(() -> Spectrum.of(Vector.of(1), 2, 3))
        .hasMessage("A 2 × 3 matrix has 2 singular values, not 1");
  }
}
