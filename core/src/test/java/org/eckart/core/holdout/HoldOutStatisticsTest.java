package org.eckart.core.holdout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every entry has the same chance of being held out, and that chance is the fraction asked for.
 *
 * <p>6000 seeds, 12 entries in three rows of 2, 4 and 6. False alarm 1e-5 a rule (|z| > 4.417,
 * two-sided, divided among 12 entries: 4.92). An entry held out with probability 0.28 instead of
 * 0.25 (z = 5.4) is caught with probability 0.66, with 0.29 (z = 7.2) with 0.98; leaving out the
 * random rounding of {@link HoldOut.PerRow}, which turns 0.3 into 0, 0.25 and 0.17, always.
 */
@Tag("statistical")
class HoldOutStatisticsTest {
  private static final int SEEDS = 6000;
  private static final double LARGEST_Z = 4.92;

  private record Case(HoldOut rule, double[] probabilityInRow) {}

  static List<Case> cases() {
    return List.of(
        new Case(new HoldOut.Uniform(0.25), new double[] {0.25, 0.25, 0.25}),
        new Case(new HoldOut.PerRow(0.3), new double[] {0.3, 0.3, 0.3}),
        new Case(new HoldOut.CountPerRow(1), new double[] {1 / 2.0, 1 / 4.0, 1 / 6.0}),
        new Case(new HoldOut.Rows(0.34, 1), new double[] {1 / 6.0, 3 / 12.0, 5 / 18.0}),
        new Case(
            new HoldOut.Blocks(new int[] {0, 0, 0}, 0.5), // columns 0 to 5, three of them chosen
            new double[] {0.5, 0.5, 0.5}));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyEntryHasItsChance(Case one) {
    ObservedEntries entries = threeRows();
    int[] held = new int[entries.count()];
    for (int seed = 0; seed < SEEDS; seed++) {
      ObservedEntries out = one.rule().split(entries, seed).heldOut();
      for (int k = 0; k < out.count(); k++) {
        held[(int) out.value(k)]++;
      }
    }
    for (int k = 0; k < held.length; k++) {
      double p = one.probabilityInRow()[entries.row(k)];
      double z = (held[k] - SEEDS * p) / Math.sqrt(SEEDS * p * (1 - p));
      assertThat(Math.abs(z))
          .as("entry %d of %s, held out %d times", k, one.rule(), held[k])
          .isLessThan(LARGEST_Z);
    }
  }

  private static ObservedEntries threeRows() {
    int[] row = {0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2};
    int[] column = {0, 1, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5};
    double[] value = new double[row.length];
    Arrays.setAll(value, k -> k);
    return ObservedEntries.of(Labels.numbered(3), Labels.numbered(6), row, column, value);
  }
}
