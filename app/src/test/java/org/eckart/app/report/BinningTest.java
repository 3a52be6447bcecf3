package org.eckart.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.eckart.app.report.Report.CoverageBin;
import org.eckart.app.report.Report.Density;
import org.eckart.app.report.Report.Histogram;
import org.junit.jupiter.api.Test;

class BinningTest {
  @Test
  void countsFallIntoBinsThatDouble() {
    Histogram found = Binning.ofCounts(new int[] {1, 1, 2, 3, 4, 7, 8, 40});
    assertThat(found.bins()).containsExactly("1", "2–3", "4–7", "8–15", "16–31", "32–63");
    assertThat(found.counts()).containsExactly(2L, 2L, 2L, 1L, 0L, 1L);
    assertThat(Binning.ofCounts(new int[] {0, 5}).bins()).containsExactly("0", "1", "2–3", "4–7");
    assertThat(Binning.ofCounts(new int[] {}).bins()).isEmpty();
  }

  @Test
  void fewValuesHaveABinEachAndManyShareTwenty() {
    Histogram stars = Binning.ofValues(new double[] {0.5, 5, 5, 3, -0.0, 0});
    assertThat(stars.bins()).containsExactly("0", "0.5", "3", "5");
    assertThat(stars.counts()).containsExactly(2L, 1L, 1L, 2L);
    double[] many = new double[1000];
    Arrays.setAll(many, k -> k);
    Histogram found = Binning.ofValues(many);
    assertThat(found.bins()).hasSize(20);
    assertThat(found.counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(1000);
    assertThat(found.counts()).allSatisfy(n -> assertThat(n).isBetween(49L, 51L));
    assertThat(Binning.ofValues(new double[] {}).counts()).isEmpty();
  }

  @Test
  void densityCountsEveryPairOnceAlsoWhenAllAreEqual() {
    double[] fitted = {1, 2, 3, 4, 4};
    double[] observed = {1, 2, 3, 4, 5};
    Density density = Binning.density(fitted, observed);
    assertThat(density.observedEdges()).containsExactly(0.5, 1.5, 2.5, 3.5, 4.5, 5.5);
    assertThat(Arrays.stream(density.counts()).flatMapToInt(Arrays::stream).sum()).isEqualTo(5);
    Density equal = Binning.density(new double[] {2, 2}, new double[] {3, 3});
    assertThat(Arrays.stream(equal.counts()).flatMapToInt(Arrays::stream).sum()).isEqualTo(2);
  }

  @Test
  void coverageGroupsKeepEqualCountsTogether() {
    int[] count = {1, 1, 1, 9, 5, 5};
    double[] value = {0, 0, 3, 0, 0, 0};
    double[] lower = {-1, -1, -1, -1, -1, 1};
    double[] upper = {1, 1, 1, 2, 1, 2};
    List<CoverageBin> bins = Binning.coverage(count, value, lower, upper, 2);
    assertThat(bins).extracting(CoverageBin::counts).containsExactly("1", "5–9");
    assertThat(bins.get(0).share()).isEqualTo(2 / 3.0);
    assertThat(bins.get(1).share()).isEqualTo(2 / 3.0);
    assertThat(bins.get(1).width()).isEqualTo(2);
  }

  @Test
  void wilsonIntervalIsThatOfTheTables() {
    // 81 of 263, an example of Newcombe, Statistics in Medicine 17 (1998), table I: 0.2553 to
    // 0.3662
    assertThat(Binning.wilson(81, 263)[0]).isCloseTo(0.2553, within(5e-5));
    assertThat(Binning.wilson(81, 263)[1]).isCloseTo(0.3662, within(5e-5));
    assertThat(Binning.wilson(0, 10)[0]).isZero();
    assertThat(Binning.wilson(10, 10)[1]).isCloseTo(1, within(1e-15));
  }

  @Test
  void numbersAreSaidShortly() {
    assertThat(Binning.text(0.5)).isEqualTo("0.5");
    assertThat(Binning.text(1234.567)).isEqualTo("1235");
    assertThat(Binning.text(1e-9)).isEqualTo("1.0E-9");
    assertThat(Binning.text(-0.0)).isEqualTo("0");
  }
}
