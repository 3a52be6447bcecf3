package org.eckart.recovery.completion;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.eckart.core.observe.ObservedEntries;

/**
 * By what to multiply the model's own standard deviation so that intervals cover as often as they
 * say, whatever the distribution of the noise: quantiles of |error| / standard deviation on entries
 * that the model had not seen (split conformal prediction), for rows of few and of many entries
 * apart.
 *
 * <p>Source: Lei, G'Sell, Rinaldo, Tibshirani &amp; Wasserman, JASA 113 (2018), section 5.2
 * (locally weighted intervals); by group after Vovk, Lindsay, Nouretdinov &amp; Gammerman,
 * <i>Mondrian confidence machine</i> (2003).
 *
 * @param largestCount of each group but the last: a row belongs to the first group whose bound is
 *     not below its number of entries
 * @param factor for each group, multipliers at levels 1/{@value #LEVELS}, 2/{@value #LEVELS}, …,
 *     one after another
 */
record IntervalCalibration(int[] largestCount, double[] factor) {
  static final int LEVELS = 200;

  /**
   * A group's quantiles rest on at least this many held-out entries: the 90 % one is then within 2
   * %.
   */
  private static final int FEWEST = 250;

  int groups() {
    return largestCount.length + 1;
  }

  /** Multipliers of a normal distribution, for fits that could not spare any entry. */
  static IntervalCalibration normal() {
    double[] factor = new double[LEVELS - 1];
    NormalDistribution normal = NormalDistribution.of(0, 1);
    for (int k = 1; k < LEVELS; k++) {
      factor[k - 1] = normal.inverseCumulativeProbability(0.5 + 0.5 * k / LEVELS);
    }
    return new IntervalCalibration(new int[0], factor);
  }

  /** Multipliers measured on the problem's held-out entries. */
  static IntervalCalibration of(CompletionProblem problem, FactorState state) {
    ObservedEntries heldOut = problem.heldOut();
    if (heldOut.count() == 0) {
      return normal();
    }
    int[] counts = problem.entries().rowCounts();
    int[] bounds = bounds(counts);
    double[] scores = scores(problem, state);
    double[][] score = new double[bounds.length + 1][scores.length];
    int[] size = new int[bounds.length + 1];
    for (int k = 0; k < scores.length; k++) {
      int group = group(bounds, counts[heldOut.row(k)]);
      score[group][size[group]++] = scores[k];
    }
    return merged(bounds, score, size);
  }

  /** |error| / standard deviation of each held-out entry. */
  private static double[] scores(CompletionProblem problem, FactorState state) {
    ObservedEntries heldOut = problem.heldOut();
    double[] scores = new double[heldOut.count()];
    int block = 8192;
    problem
        .parallel()
        .forEachBlock(
            (scores.length + block - 1) / block,
            b -> {
              for (int k = b * block; k < Math.min(scores.length, (b + 1) * block); k++) {
                int i = problem.rowPlace()[heldOut.row(k)];
                int j = problem.columnPlace()[heldOut.column(k)];
                double value = (heldOut.value(k) - problem.center()) / problem.scale();
                scores[k] = Math.abs(value - state.predict(i, j)) / Math.sqrt(state.variance(i, j));
              }
            });
    return scores;
  }

  /**
   * Quartiles of the rows' counts, and bounds beyond them, where most entries of long tails lie.
   */
  private static int[] bounds(int[] counts) {
    int[] sorted = Arrays.stream(counts).filter(c -> c > 0).sorted().toArray();
    return Arrays.stream(new double[] {0.25, 0.5, 0.75, 0.9, 0.97})
        .mapToInt(part -> sorted[(int) (part * (sorted.length - 1))])
        .distinct()
        .toArray();
  }

  /** Joins neighbouring groups until each is large enough, and takes quantiles. */
  private static IntervalCalibration merged(int[] bounds, double[][] score, int[] size) {
    int[] kept = new int[bounds.length];
    double[] factor = new double[(bounds.length + 1) * (LEVELS - 1)];
    int groups = 0;
    int left = Arrays.stream(size).sum();
    double[] pool = {};
    for (int g = 0; g <= bounds.length; g++) {
      double[] added = Arrays.copyOf(pool, pool.length + size[g]);
      System.arraycopy(score[g], 0, added, pool.length, size[g]);
      pool = added;
      left -= size[g];
      boolean last = g == bounds.length;
      if (last || (pool.length >= FEWEST && left >= FEWEST)) {
        quantiles(pool, factor, groups * (LEVELS - 1));
        if (!last) {
          kept[groups] = bounds[g];
        }
        groups++;
        pool = new double[0];
      }
    }
    return new IntervalCalibration(
        Arrays.copyOf(kept, groups - 1), Arrays.copyOf(factor, groups * (LEVELS - 1)));
  }

  private static void quantiles(double[] score, double[] factor, int at) {
    Arrays.sort(score);
    for (int k = 1; k < LEVELS; k++) {
      // the ⌈(n + 1) level⌉-th smallest covers a new entry with probability at least the level
      int place = (int) Math.ceil((score.length + 1.0) * k / LEVELS) - 1;
      factor[at + k - 1] = score[Math.min(place, score.length - 1)];
    }
  }

  private static int group(int[] bounds, int count) {
    int g = 0;
    while (g < bounds.length && count > bounds[g]) {
      g++;
    }
    return g;
  }

  /**
   * The multiplier for a row of {@code count} entries.
   *
   * @param level the part of new entries that intervals shall cover, above 0 and below 1
   */
  double multiplier(int count, double level) {
    int at = group(largestCount, count) * (LEVELS - 1);
    double place = Math.clamp(level * LEVELS - 1, 0, LEVELS - 2);
    int below = (int) place;
    int above = Math.min(below + 1, LEVELS - 2);
    return factor[at + below] + (place - below) * (factor[at + above] - factor[at + below]);
  }
}
