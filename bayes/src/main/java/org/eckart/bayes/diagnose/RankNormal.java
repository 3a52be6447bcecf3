package org.eckart.bayes.diagnose;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Ranks over all chains as normal scores: z = Φ⁻¹((rank − 3/8) / (S + 1/4)), Vehtari eq. 14. */
final class RankNormal {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private RankNormal() {}

  /**
   * The scores, chain by chain; ties get the score of their mean rank.
   *
   * @param chains M chains of T draws
   * @param sorted all M T draws in order
   */
  static double[][] scores(double[][] chains, double[] sorted) {
    int all = sorted.length;
    double[] score = new double[all]; // of the first place of each run of ties
    int[] first = new int[all];
    for (int from = 0; from < all; ) {
      int to = from + 1;
      while (to < all && sorted[to] == sorted[from]) {
        to++;
      }
      double rank = (from + 1 + to) / 2.0;
      score[from] = NORMAL.inverseCumulativeProbability((rank - 0.375) / (all + 0.25));
      Arrays.fill(first, from, to, from);
      from = to;
    }
    double[][] scores = new double[chains.length][];
    for (int c = 0; c < chains.length; c++) {
      double[] chain = chains[c];
      double[] z = new double[chain.length];
      for (int t = 0; t < chain.length; t++) {
        z[t] = score[first[Arrays.binarySearch(sorted, chain[t] + 0.0)]]; // −0 is sorted as 0
      }
      scores[c] = z;
    }
    return scores;
  }

  /** All draws in order; −0 counts as 0. */
  static double[] sorted(double[][] chains) {
    int all = 0;
    for (double[] chain : chains) {
      all += chain.length;
    }
    double[] sorted = new double[all];
    int at = 0;
    for (double[] chain : chains) {
      for (double x : chain) {
        sorted[at++] = x + 0.0;
      }
    }
    Arrays.sort(sorted);
    return sorted;
  }
}
