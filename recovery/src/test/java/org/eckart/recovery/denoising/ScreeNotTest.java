package org.eckart.recovery.denoising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.eckart.linalg.Vector;
import org.eckart.recovery.spiked.MarchenkoPastur;
import org.eckart.recovery.spiked.Spike;
import org.eckart.recovery.spiked.SpikedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreeNotTest {
  /** Singular values at the middles of 4000 equal shares of the law. */
  private static double[] quantiles(double ratio) {
    MarchenkoPastur law = new MarchenkoPastur(ratio);
    double[] values = new double[4000];
    for (int k = 0; k < values.length; k++) {
      values[k] = Math.sqrt(law.quantile((values.length - k - 0.5) / values.length));
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"1, 2.309397", "0.5, 1.978597", "0.1, 1.581648"})
  void whiteNoiseHasTheBestHardThreshold(double ratio, double threshold) {
    double[] z = quantiles(ratio);
    NoiseTransform noise = NoiseTransform.of(z, 4000, 4000 / ratio);
    double low = z[0];
    double high = 4;
    for (int k = 0; k < 60; k++) {
      double middle = (low + high) / 2;
      if (noise.slope(middle) < -4) {
        low = middle;
      } else {
        high = middle;
      }
    }
    assertThat(high).isCloseTo(threshold, within(5e-7));
    assertThat(high).isCloseTo(HardThreshold.of(new SpikedModel(ratio)), within(5e-6));
    double x = new SpikedModel(ratio).strength(2.5);
    assertThat(noise.at(2.5).d() / noise.scale() / noise.scale())
        .isCloseTo(1 / (x * x), within(1e-6));
  }

  /**
   * One imputed value of 4000 moves the threshold by less than 1e-3; −4.1 for −4 moves it by 5e-3.
   */
  @ParameterizedTest
  @CsvSource({"1, 2.309397", "0.5, 1.978597", "0.1, 1.581648"})
  void theThresholdItselfIsTheBestOne(double ratio, double threshold) {
    int larger = (int) Math.round(4000 / ratio);
    ScreeNot found = ScreeNot.of(Vector.of(quantiles(ratio)), 4000, larger, 1);
    assertThat(found.threshold()).isCloseTo(threshold, within(1e-3));
    assertThat(found.count()).isZero();
  }

  @Test
  void componentsInWhiteNoiseAreThoseOfTheSpikedModel() {
    double[] z = quantiles(0.5);
    SpikedModel model = new SpikedModel(0.5);
    double[] values = new double[4002];
    System.arraycopy(z, 0, values, 2, 4000);
    values[0] = 4;
    values[1] = 2.2;
    List<Spike> wide = OptShrink.components(Vector.of(values), 4002, 8002, 2);
    List<Spike> tall = OptShrink.components(Vector.of(values), 8002, 4002, 2);
    for (int k = 0; k < 2; k++) {
      Spike expected = model.ofValue(values[k]);
      assertThat(wide.get(k).strength()).isCloseTo(expected.strength(), within(1e-3));
      assertThat(wide.get(k).leftSquared()).isCloseTo(expected.leftSquared(), within(1e-3));
      assertThat(wide.get(k).rightSquared()).isCloseTo(expected.rightSquared(), within(1e-3));
      assertThat(tall.get(k).leftSquared()).isEqualTo(wide.get(k).rightSquared());
    }
  }

  @Test
  void unitsDoNotMatter() {
    double[] values = quantiles(0.5);
    values[0] = 5;
    double[] small = new double[values.length];
    double[] large = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      small[k] = 1e-150 * values[k];
      large[k] = 1e150 * values[k];
    }
    double threshold = ScreeNot.of(Vector.of(values), 4000, 8000).threshold();
    assertThat(ScreeNot.of(Vector.of(small), 4000, 8000).threshold() * 1e150)
        .isCloseTo(threshold, within(2e-12 * threshold)); // bisected to 1e-12
    assertThat(ScreeNot.of(Vector.of(large), 4000, 8000).threshold() * 1e-150)
        .isCloseTo(threshold, within(2e-12 * threshold));
  }

  @Test
  void boundsThatLeaveNoNoiseAreRefused() {
    assertThatThrownBy(() -> ScreeNot.of(Vector.of(new double[9]), 9, 12, 4))
        .hasMessage("rankBound is 4; with 9 singular values it must be from 1 to 3");
  }
}
