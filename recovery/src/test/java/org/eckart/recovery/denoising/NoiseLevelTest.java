package org.eckart.recovery.denoising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Vector;
import org.eckart.recovery.spiked.SpikedModel;
import org.junit.jupiter.api.Test;

/** The noise level as a fixed point and from the median. */
class NoiseLevelTest {
  @Test
  void fixedPointDoesNotDependOnStrongComponents() {
    double[] values = new double[100];
    for (int k = 0; k < 100; k++) { // noise of level 1, and four components far above it
      values[k] =
          Math.sqrt(200)
              * Math.sqrt(
                  new org.eckart.recovery.spiked.MarchenkoPastur(0.5).quantile((99.5 - k) / 100));
    }
    double[] strong = values.clone();
    SpikedModel model = new SpikedModel(0.5);
    double[] x = {1000, 50, 3, 1.5};
    for (int k = 0; k < 4; k++) {
      strong[k] = model.value(x[k]) * Math.sqrt(200);
    }
    double level = NoiseLevel.fixedPoint(LeadingValues.all(Vector.of(strong), 100, 200));
    assertThat(level).isCloseTo(1, within(0.03)); // four of 100 noise values were replaced
    assertThat(NoiseLevel.median(Vector.of(values), 100, 200)).isCloseTo(1, within(0.01));
    LeadingValues part =
        LeadingValues.leading(
            Vector.of(strong).first(6), Matrix.wrap(1, 100, strong).frobeniusNorm(), 100, 200);
    assertThat(NoiseLevel.fixedPoint(part)).isCloseTo(level, within(1e-6));
  }

  /** Values made so that σ² p = Σ_rest y² + σ² Σ (1 + c + c/x²) holds at σ = 3. */
  @Test
  void fixedPointSolvesItsEquation() {
    SpikedModel model = new SpikedModel(0.5);
    double[] values = new double[100];
    double left = 100;
    int at = 0;
    for (double x : new double[] {5, 1.5, 1.2}) {
      values[at++] = model.value(x);
      left -= 1.5 + 0.5 / (x * x);
    }
    java.util.Arrays.fill(values, at, 100, Math.sqrt(left / (100 - at)));
    Vector scaled =
        Vector.wrap(java.util.Arrays.stream(values).map(y -> 3 * Math.sqrt(200) * y).toArray());
    assertThat(NoiseLevel.fixedPoint(LeadingValues.all(scaled, 100, 200)))
        .isCloseTo(3, within(1e-9));
  }
}
