package org.eckart.recovery.spectrum;

import org.eckart.linalg.Vector;

/**
 * The effective rank exp(−Σ pᵢ ln pᵢ) of singular values with the shares pᵢ = sᵢ / Σ s: r for r
 * equal values, 0 for the zero matrix.
 *
 * <p>Source: Roy &amp; Vetterli, EUSIPCO 2007.
 */
public final class EffectiveRank {
  private EffectiveRank() {}

  /** Of singular values in any order and of any scale. */
  public static double of(Vector values) {
    double largest = 0;
    for (int k = 0; k < values.size(); k++) {
      largest = Math.max(largest, values.get(k));
    }
    if (largest == 0) {
      return 0;
    }
    double sum = 0;
    for (int k = 0; k < values.size(); k++) {
      sum += values.get(k) / largest; // so that no scale overflows
    }
    double entropy = 0;
    for (int k = 0; k < values.size(); k++) {
      double part = values.get(k) / largest / sum;
      entropy -= part > 0 ? part * Math.log(part) : 0;
    }
    return Math.exp(entropy);
  }
}
