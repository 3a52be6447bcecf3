package org.eckart.bayes.normalproduct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;

class NoisePriorTest {
  /** A quarter of δ²/12 for steps δ, in any order; nothing of values that are many or all alike. */
  @Test
  void roundingIsToldByTheLeastStepOfTheValues() {
    double[] stars = {2, 0.5, -1, 0.5, 2, 1, -1};
    assertThat(NoisePrior.of(stars).rounding()).isCloseTo(0.25 / 48, within(1e-15));
    assertThat(NoisePrior.of(new double[] {3, 3, 3}).rounding()).isZero();
    assertThat(NoisePrior.of(new double[0]).rounding()).isZero();
    double[] many = RandomStream.of(1, "values").gaussian(1, 5000).array();
    assertThat(NoisePrior.of(many).rounding()).isZero();
  }
}
