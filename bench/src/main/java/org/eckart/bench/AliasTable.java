package org.eckart.bench;

import org.eckart.linalg.RandomStream;

/**
 * Draws from a discrete distribution in constant time: each place keeps its own index with some
 * probability and gives another's else.
 *
 * <p>Source: Vose, IEEE Trans. Software Engineering 17 (1991).
 */
final class AliasTable {
  private final double[] keep;
  private final int[] alias;

  private AliasTable(double[] keep, int[] alias) {
    this.keep = keep;
    this.alias = alias;
  }

  /** Probabilities ∝ (i + shift)^−exponent for i = 0, …, size − 1. */
  static AliasTable power(int size, double shift, double exponent) {
    double[] weight = new double[size];
    double total = 0;
    for (int i = 0; i < size; i++) {
      weight[i] = Math.pow(i + shift, -exponent);
      total += weight[i];
    }
    double[] keep = new double[size];
    int[] alias = new int[size];
    int[] order = new int[size]; // light ones from the front, heavy ones from the back
    int light = 0;
    int heavy = size;
    for (int i = 0; i < size; i++) {
      keep[i] = weight[i] * size / total;
      alias[i] = i;
      order[keep[i] < 1 ? light++ : --heavy] = i;
    }
    while (light > 0 && heavy < size) {
      int small = order[--light];
      int large = order[heavy];
      alias[small] = large;
      keep[large] -= 1 - keep[small];
      if (keep[large] < 1) {
        heavy++;
        order[light++] = large;
      }
    }
    return new AliasTable(keep, alias);
  }

  int draw(RandomStream stream) {
    int i = stream.nextInt(keep.length);
    return stream.nextUniform() < keep[i] ? i : alias[i];
  }
}
