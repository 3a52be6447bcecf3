package org.eckart.recovery.spectralnet;

import org.eckart.linalg.Vector;

/** Measures of how few singular values carry a matrix. */
final class RankMeasures {
  private RankMeasures() {}

  static double sum(Vector s) {
    double sum = 0;
    for (int i = 0; i < s.size(); i++) {
      sum += s.get(i);
    }
    return sum;
  }

  /** Values above 1e-6 of the largest. */
  static int numerical(Vector s) {
    int rank = 0;
    while (rank < s.size() && s.get(rank) > 1e-6 * s.get(0)) {
      rank++;
    }
    return rank;
  }
}
