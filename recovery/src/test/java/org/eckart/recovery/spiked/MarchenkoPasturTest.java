package org.eckart.recovery.spiked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarchenkoPasturTest {
  @ParameterizedTest
  @CsvSource({
    "0.5, 0.5, 0.3183098862",
    "0.5, 1, 0.5760042151",
    "0.5, 1.5, 0.7542448821",
    "1, 1, 0.6089977810",
  })
  void massAtPointsComputedApart(double ratio, double x, double mass) {
    assertThat(new MarchenkoPastur(ratio).distribution(x)).isCloseTo(mass, within(5e-11));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.6527759416", "0.9, 0.6892220984", "0.75, 0.7429484870", "0.5, 0.8304658816",
    "0.25, 0.9160040707", "0.2, 0.9329154766", "0.1, 0.9665651475", "0.05, 0.9833083034",
    "0.01, 0.9966656763",
  })
  void medians(double ratio, double median) {
    assertThat(new MarchenkoPastur(ratio).median()).isCloseTo(median, within(1e-10)); // 10 digits
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-8, 1e-4, 0.0099, 0.0101, 0.3, 1, 1.7, 50, 1e6})
  void massIsTheIntegralOfTheDensity(double ratio) {
    MarchenkoPastur law = new MarchenkoPastur(ratio);
    for (double part : new double[] {0.1, 0.5, 0.9, 1}) {
      double end = part * Math.PI;
      int steps = 2000; // midpoints in φ, where the integrand is smooth
      double sum = 0;
      for (int k = 0; k < steps; k++) {
        double phi = (k + 0.5) * end / steps;
        double x = law.lowerEdge() + 4 * Math.sqrt(ratio) * Math.pow(Math.sin(phi / 2), 2);
        sum += law.density(x) * 2 * Math.sqrt(ratio) * Math.sin(phi) * end / steps;
      }
      double x = law.lowerEdge() + 4 * Math.sqrt(ratio) * Math.pow(Math.sin(end / 2), 2);
      assertThat(law.distribution(x)).isCloseTo(law.atom() + sum, within(3e-7)); // of the sum
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.02, 0.6, 1, 4})
  void quantileInvertsTheMass(double ratio) {
    MarchenkoPastur law = new MarchenkoPastur(ratio);
    for (double mass = law.atom() + 0.01; mass < 1; mass += 0.07) {
      assertThat(law.distribution(law.quantile(mass))).isCloseTo(mass, within(1e-9));
    }
    assertThat(law.quantile(1)).isCloseTo(law.upperEdge(), within(1e-12 * law.upperEdge()));
    assertThat(law.quantile(0)).isCloseTo(law.atom() > 0 ? 0 : law.lowerEdge(), within(1e-12));
  }

  @Test
  void atomOfATallMatrix() {
    MarchenkoPastur law = new MarchenkoPastur(4);
    assertThat(law.atom()).isEqualTo(0.75);
    assertThat(law.distribution(0.5)).isEqualTo(0.75); // below (1 − 2)² = 1
    assertThat(law.quantile(0.7)).isZero();
    assertThat(law.distribution(-1e-9)).isZero();
  }
}
