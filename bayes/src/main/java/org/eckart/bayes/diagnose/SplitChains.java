package org.eckart.bayes.diagnose;

import java.util.Arrays;

/** Chains cut in halves, so that a drift within one shows as a difference between two. */
final class SplitChains {
  private SplitChains() {}

  /** 2 M halves; the middle draw of an odd number is left out. */
  static double[][] halves(double[][] chains) {
    int half = chains[0].length / 2;
    double[][] halves = new double[2 * chains.length][];
    for (int c = 0; c < chains.length; c++) {
      halves[2 * c] = Arrays.copyOfRange(chains[c], 0, half);
      halves[2 * c + 1] = Arrays.copyOfRange(chains[c], chains[c].length - half, chains[c].length);
    }
    return halves;
  }

  static double[] means(double[][] chains) {
    return Arrays.stream(chains).mapToDouble(Moments::mean).toArray();
  }

  /** R̂ of chains already split: √(((T−1)/T W + var of means) / W). */
  static double potentialScaleReduction(double[][] halves) {
    int length = halves[0].length;
    double within = 0;
    for (double[] half : halves) {
      within += Moments.variance(half);
    }
    within /= halves.length;
    double between = Moments.variance(means(halves));
    return Math.sqrt(((length - 1.0) / length * within + between) / within);
  }
}
