package org.eckart.recovery.spiked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracyWidomTest {
  @ParameterizedTest
  @CsvSource({
    "0.1, 0.4501, 1e-4",
    "0.05, 0.9793, 1e-4",
    "0.01, 2.0234, 1e-4",
    "0.001, 3.2724, 3e-4" // the law itself, by determinants of 120 and 200 nodes, says 3.2722
  })
  void quantilesOfThePublishedTable(double level, double quantile, double error) { // Bejan 2005
    assertThat(TracyWidom.upperQuantile(level)).isCloseTo(quantile, within(error));
    assertThat(TracyWidom.survival(TracyWidom.upperQuantile(level)))
        .isCloseTo(level, within(1e-13));
  }

  @ParameterizedTest
  @CsvSource({ // Fredholm determinants with 160 nodes, not nodes of the expansion
    "-8, 1.8068292104398094e-12, 2e-7",
    "-5, 0.00027791775492146825, 1e-7",
    "-3, 0.06960011886735995, 1e-9",
    "-1, 0.5837898955196903, 1e-10",
    "0, 0.8319080662029269, 1e-10",
    "2, 0.9895975710848247, 1e-10",
  })
  void distributionAtPointsComputedApart(double s, double mass, double relative) {
    assertThat(TracyWidom.distribution(s)).isCloseTo(mass, within(mass * relative));
  }

  @Test
  void meanAndDeviation() {
    double mean = 0;
    double square = 0;
    double step = 1e-3;
    for (double s = -10; s < 12; s += step) {
      double mass = TracyWidom.distribution(s + step) - TracyWidom.distribution(s);
      mean += mass * (s + step / 2);
      square += mass * (s + step / 2) * (s + step / 2);
    }
    assertThat(mean).isCloseTo(-1.2065, within(5e-5));
    assertThat(Math.sqrt(square - mean * mean)).isCloseTo(1.2680, within(5e-5));
  }

  @Test
  void neverFallsAndNeverStops() {
    double last = 0;
    for (double s = -12; s <= 14; s += 0.01) {
      double mass = TracyWidom.distribution(s);
      assertThat(mass).isBetween(last, 1.0);
      last = mass;
    }
    assertThat(TracyWidom.upperQuantile(1e-14)).isBetween(10.0, 16.0);
    assertThat(TracyWidom.survival(TracyWidom.upperQuantile(1e-14)))
        .isCloseTo(1e-14, within(1e-20));
    assertThatThrownBy(() -> TracyWidom.upperQuantile(0))
        .hasMessage("level is 0.0; it must be above 0 and below 1, say 0.05");
  }
}
