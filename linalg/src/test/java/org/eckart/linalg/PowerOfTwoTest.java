package org.eckart.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerOfTwoTest {
  @ParameterizedTest
  @ValueSource(
      doubles = {Double.MIN_NORMAL, 1e-150, 0.3, 1, 1.999, 2, 3.7, 1e150, Double.MAX_VALUE})
  void theSizeIsFromOneToTwoUnits(double size) {
    double unit = PowerOfTwo.upTo(size);
    assertThat(size / unit).isBetween(1.0, Math.nextDown(2.0));
    assertThat(Math.scalb(1.0, Math.getExponent(unit))).isEqualTo(unit);
    assertThat(size * (1 / unit) * unit).isEqualTo(size);
  }

  @Test
  void nothingAndNextToNothingHaveUnitsWithAReciprocal() {
    assertThat(PowerOfTwo.upTo(0)).isEqualTo(1);
    assertThat(PowerOfTwo.upTo(Double.MIN_VALUE)).isEqualTo(Double.MIN_NORMAL);
    assertThat(1 / PowerOfTwo.upTo(Double.MIN_VALUE)).isFinite();
  }
}
