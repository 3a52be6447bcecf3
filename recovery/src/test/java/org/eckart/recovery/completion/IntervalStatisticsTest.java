package org.eckart.recovery.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.eckart.core.observe.ObservedEntries;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("statistical")
class IntervalStatisticsTest {
  /**
   * 40,000 new entries, calibrated on 10 % of 200,000: the standard error of the coverage is
   * √(0.09/40000 + 0.09/20000) = 0.26 %, so a band of ±1 % is 3.8 of them and raises a false alarm
   * once in 7000 seeds; the seed is fixed. Quarters of the rows hold at least 4,000 new entries and
   * 2,000 calibrating ones: ±4 % is 5 standard errors. Intervals a tenth too narrow would cover
   * 86.3 % and be caught surely.
   */
  @Test
  void intervalsCoverNewEntriesAsOftenAsTheySay() {
    ObservedEntries[] parts =
        PlantedEntries.split(PlantedEntries.of(2000, 1000, 240_000, 4, 0.6, 21), 200_000);
    CompletionModel model = CompletionTest.fit(parts[0], CompletionOptions.defaults()).model();
    int[] sorted = parts[0].rowCounts();
    Arrays.sort(sorted);
    int[] covered = new int[4];
    int[] total = new int[4];
    for (int k = 0; k < parts[1].count(); k++) {
      int i = parts[1].row(k);
      Prediction p = model.predict(i, parts[1].column(k), 0.9);
      int quarter = 0;
      while (quarter < 3 && model.rowCount(i) > sorted[(quarter + 1) * sorted.length / 4]) {
        quarter++;
      }
      total[quarter]++;
      if (parts[1].value(k) >= p.lower() && parts[1].value(k) <= p.upper()) {
        covered[quarter]++;
      }
    }
    double all = (double) Arrays.stream(covered).sum() / Arrays.stream(total).sum();
    assertThat(all).isBetween(0.89, 0.91);
    for (int quarter = 0; quarter < 4; quarter++) {
      assertThat((double) covered[quarter] / total[quarter]).isBetween(0.86, 0.94);
    }
  }
}
