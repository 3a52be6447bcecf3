package org.eckart.recovery.groups.convex;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Vector;

/**
 * Divergence of Y ↦ SVT_λ(Y), the degrees of freedom of soft-thresholding a wholly observed matrix
 * (Candès, Sing-Long &amp; Trzasko, IEEE Trans. Signal Process. 61 (2013), equation 9), for
 * matrices with distinct singular values.
 */
public final class ShrinkageDivergence {
  private ShrinkageDivergence() {}

  public static double of(Matrix y, double threshold) {
    Vector s = org.eckart.linalg.Svd.of(y).s();
    double apart = Math.abs(y.rows() - y.columns());
    double sum = 0;
    for (int i = 0; i < s.size() && s.get(i) > threshold; i++) {
      sum += 1 + apart * (1 - threshold / s.get(i));
      for (int j = 0; j < s.size(); j++) {
        if (j != i) {
          double both = (s.get(i) - s.get(j)) * (s.get(i) + s.get(j));
          sum += 2 * s.get(i) * (s.get(i) - threshold) / both;
        }
      }
    }
    return sum;
  }
}
