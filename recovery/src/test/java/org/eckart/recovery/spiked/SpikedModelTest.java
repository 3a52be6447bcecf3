package org.eckart.recovery.spiked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpikedModelTest {
  @ParameterizedTest
  @CsvSource({ // aspect, value, strength, c_u², c_v² (computed apart with 50 digits)
    "0.5, 2, 1.5102239590, 0.7413587112, 0.6283734572",
    "0.5, 3, 2.7263033517, NaN, NaN",
    "1, 2.5, 2, 0.75, 0.75",
    "0.1, 1.5, 1.0272459870, NaN, NaN",
    "2, 3, 2.3760789783, NaN, NaN",
  })
  void strengthAndCosinesOfAValue(double c, double y, double x, double left, double right) {
    Spike spike = new SpikedModel(c).ofValue(y);
    assertThat(spike.strength()).isCloseTo(x, within(1e-9));
    if (!Double.isNaN(left)) {
      assertThat(spike.leftSquared()).isCloseTo(left, within(1e-9));
      assertThat(spike.rightSquared()).isCloseTo(right, within(1e-9));
    }
  }

  @Test
  void atomsOfTheDynamics() {
    SpikedModel model = new SpikedModel(0.75);
    Spike spike = model.ofStrength(1.5);
    assertThat(spike.leftSquared()).isCloseTo(0.6388889, within(5e-8));
    assertThat(spike.leftCosine()).isCloseTo(0.7993052539, within(5e-11));
    assertThat(spike.rightSquared()).isCloseTo(0.5897436, within(5e-8));
    assertThat(spike.rightCosine()).isCloseTo(0.7679476478, within(5e-11));
    assertThat(spike.value()).isCloseTo(2.0816659995, within(5e-11));
    assertThat(Math.sqrt(model.outlier(1.5))).isCloseTo(spike.value(), within(1e-15));
    assertThat(model.edge()).isCloseTo(1.8660254038, within(5e-11));
    assertThat(spike.value() * spike.cosineProduct())
        .isCloseTo((Math.pow(1.5, 4) - 0.75) / Math.pow(1.5, 3), within(1e-14));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-5, 1e-3, 0.1, 0.5, 1, 2, 1e3, 1e5})
  void valueAndStrengthAreInverse(double aspect) {
    SpikedModel model = new SpikedModel(aspect);
    for (double above : new double[] {1.0001, 1.01, 1.5, 10, 1e6, 1e120, 1e200}) {
      double x = above * model.threshold();
      Spike there = model.ofStrength(x);
      Spike back = model.ofValue(there.value());
      // dy/dx vanishes at the threshold like (x − c^¼) min(√c, 1/√c), and rounding of y grows so
      double flat = Math.min(Math.sqrt(aspect), 1 / Math.sqrt(aspect));
      double rounding = 4e-15 * (1 + 1 / ((above - 1) * flat));
      assertThat(back.strength()).isCloseTo(x, within(x * rounding));
      assertThat(back.leftSquared()).isCloseTo(there.leftSquared(), within(4 * rounding));
      assertThat(back.leftSquared() + back.leftSineSquared()).isCloseTo(1, within(1e-14));
      assertThat(there.rightSquared() + there.rightSineSquared()).isCloseTo(1, within(1e-14));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.5, 1, 3, 400})
  void transposingSwapsTheSides(double aspect) {
    SpikedModel wide = new SpikedModel(aspect);
    SpikedModel tall = new SpikedModel(1 / aspect);
    Spike spike = wide.ofValue(1.3 * wide.edge());
    Spike swapped = tall.ofValue(1.3 * tall.edge());
    assertThat(swapped.leftSquared()).isCloseTo(spike.rightSquared(), within(1e-13));
    assertThat(swapped.rightSquared()).isCloseTo(spike.leftSquared(), within(1e-13));
    assertThat(swapped.strength() * Math.sqrt(aspect))
        .isCloseTo(spike.strength(), within(1e-13 * spike.strength()));
  }

  @Test
  void exactlyAtTheThresholdNothingIsSeen() {
    SpikedModel model = new SpikedModel(0.5);
    assertThat(model.ofStrength(model.threshold()).isVisible()).isFalse();
    assertThat(model.ofStrength(model.threshold()).value()).isEqualTo(model.edge());
    assertThat(model.ofValue(model.edge()).isVisible()).isFalse();
    assertThat(model.ofValue(model.edge()).strength()).isEqualTo(model.threshold());
    assertThat(model.ofStrength(Math.nextUp(model.threshold())).leftSquared())
        .isBetween(0.0, 1e-14);
  }

  @Test
  void refusesWhatIsNoAspectOrStrength() {
    assertThatThrownBy(() -> new SpikedModel(0))
        .hasMessage("aspect is 0.0; it is rows / columns and must be above 0");
    assertThatThrownBy(() -> new SpikedModel(1).ofStrength(Double.NaN))
        .hasMessage("strength is NaN; it must not be negative");
    assertThatThrownBy(() -> new SpikedModel(1).ofValue(-1))
        .hasMessage("value is -1.0; a singular value is not negative");
  }
}
