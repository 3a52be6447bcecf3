package org.eckart.recovery.spectralnet;

import org.eckart.linalg.Vector;

/** Measures of how few singular values carry a matrix. */
final class EffectiveRank {
  private EffectiveRank() {}

  /** exp of the entropy of sᵢ/Σs (Roy and Vetterli); 0 for the zero matrix. */
  static double of(Vector s) {
    double total = sum(s);
    if (total == 0) {
      return 0;
    }
    double entropy = 0;
    for (int i = 0; i < s.size(); i++) {
      double part = s.get(i) / total;
      entropy -= part > 0 ? part * Math.log(part) : 0;
    }
    return Math.exp(entropy);
  }

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
