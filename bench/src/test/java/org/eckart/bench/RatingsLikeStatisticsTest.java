package org.eckart.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.eckart.core.observe.ObservedEntries;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The generator against the same law drawn by NumPy 2.4.6: 60 tables of 3000 × 800 with 100,000
 * ratings of rank 20; each line below is the mean of a statistic over them and its standard
 * deviation from table to table.
 *
 * <p>Eight tables are drawn here. False alarm about 1e-5 a statistic: the two means differ by at
 * most 4.417 √(1/8 + 1/60) deviations, and half a unit more where the statistic is a count.
 */
@Tag("statistical")
class RatingsLikeStatisticsTest {
  private static final int TABLES = 8;
  private static final double[][] EXPECTED = {
    {3.53971, 0.02291}, // mean
    {1.04799, 0.00742}, // standard deviation
    {0.15770, 0.00543}, // part of fives
    {0.00714, 0.00061}, // part of halves
    {0.71949, 0.00218}, // noise floor
    {0.09987, 0.00096}, // part for testing
    {16.40000, 0.49403}, // entries in a row: 10 %, 50 %, 90 %, most
    {27.00000, 0.30000},
    {60.26667, 0.54824},
    {122.60000, 4.58886},
    {52.85000, 0.63313}, // entries in a column: the same
    {87.51667, 0.89237},
    {255.38333, 3.04815},
    {563.68333, 13.57776},
  };

  @Test
  void statisticsAreThoseOfTheLawInNumPy() {
    double[] mean = new double[EXPECTED.length];
    for (int table = 0; table < TABLES; table++) {
      double[] found = statistics(RatingsLike.of(3000, 800, 100_000, 20, 100 + table));
      for (int k = 0; k < mean.length; k++) {
        mean[k] += found[k] / TABLES;
      }
    }
    for (int k = 0; k < mean.length; k++) {
      double allowed =
          4.417 * EXPECTED[k][1] * Math.sqrt(1.0 / TABLES + 1.0 / 60) + (k >= 6 ? 0.5 : 0);
      assertThat(mean[k])
          .as("statistic " + k)
          .isBetween(EXPECTED[k][0] - allowed, EXPECTED[k][0] + allowed);
    }
  }

  private static double[] statistics(RatingsLike ratings) {
    double[] value = new double[ratings.train().count() + ratings.test().count()];
    System.arraycopy(ratings.train().valueArray(), 0, value, 0, ratings.train().count());
    System.arraycopy(
        ratings.test().valueArray(), 0, value, ratings.train().count(), ratings.test().count());
    double mean = Arrays.stream(value).average().orElseThrow();
    double squares = Arrays.stream(value).map(v -> (v - mean) * (v - mean)).sum();
    double[] rows = counts(ratings.train().rowCounts(), ratings.test().rowCounts());
    double[] columns = counts(ratings.train().columnCounts(), ratings.test().columnCounts());
    return new double[] {
      mean,
      Math.sqrt(squares / value.length),
      Arrays.stream(value).filter(v -> v == 5).count() / (double) value.length,
      Arrays.stream(value).filter(v -> v == 0.5).count() / (double) value.length,
      ratings.noiseFloor(),
      ratings.test().count() / (double) value.length,
      rows[0],
      rows[1],
      rows[2],
      rows[3],
      columns[0],
      columns[1],
      columns[2],
      columns[3]
    };
  }

  /** The 10 %, 50 % and 90 % quantiles and the largest. */
  private static double[] counts(int[] train, int[] test) {
    int[] all = new int[train.length];
    Arrays.setAll(all, i -> train[i] + test[i]);
    Arrays.sort(all);
    int last = all.length - 1;
    return new double[] {
      all[(int) (0.1 * last)], all[(int) (0.5 * last)], all[(int) (0.9 * last)], all[last]
    };
  }

  @Test
  void rowsSayNothingByTheirOrder() {
    ObservedEntries train = RatingsLike.of(3000, 800, 100_000, 20, 3).train();
    int[] counts = train.rowCounts();
    int first = Arrays.stream(counts, 0, 1500).sum();
    // each half holds 1500 of 3000 shuffled counts of deviation 17: 4.417 · 17 · √750 = 2057
    assertThat(first - train.count() / 2.0).isBetween(-2057.0, 2057.0);
  }
}
