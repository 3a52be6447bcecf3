package org.eckart.bayes.nuclear;

import org.eckart.bayes.variate.VonMises;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;

/**
 * For m &gt; n the right singular vectors can also leave their span: vᵢ given the rest is von
 * Mises–Fisher on the unit sphere of the orthogonal complement of the others, of dimension m − n +
 * 1, with parameter sᵢ Yᵀuᵢ/γ² projected there. No basis of the complement is stored. O(n m) a
 * column.
 */
final class ColumnSweep {
  private ColumnSweep() {}

  /**
   * Draws every vᵢ anew, in random order, and sets B's columns.
   *
   * @param y data, n × m
   * @param weight 1/γ²
   */
  static void sweep(SpectralFrame x, Matrix y, double weight, RandomStream random) {
    double[][] pulled = new double[x.n][x.m]; // Yᵀuᵢ
    SpectralFrame.spread(x.left().times(y), pulled);
    for (int i : random.permutation(x.n)) {
      double[] direction = pulled[i].clone();
      projectOffOthers(x, i, direction);
      double length = norm(direction);
      if (!(length > 0)) { // no data, or none that is felt here: any direction will do
        direction = tangent(x, i, null, random);
        length = 0;
      } else {
        scale(direction, 1 / length);
      }
      double along = VonMises.component(x.m - x.n + 1, weight * x.s[i] * length, random);
      double[] aside = tangent(x, i, direction, random);
      double across = Math.sqrt((1 - along) * (1 + along));
      double[] v = x.v[i];
      for (int k = 0; k < x.m; k++) {
        v[k] = along * direction[k] + across * aside[k];
      }
      for (int r = 0; r < x.n; r++) {
        x.b[r][i] = dot(pulled[r], v);
      }
    }
  }

  /** A uniform unit vector orthogonal to all other columns of V and to {@code direction}. */
  private static double[] tangent(
      SpectralFrame x,
      int i,
      double @org.jspecify.annotations.Nullable [] direction,
      RandomStream random) {
    double[] g = random.gaussian(1, x.m).array();
    if (direction != null && x.m - x.n + 1 == 1) {
      return new double[x.m];
    }
    for (int pass = 0; pass < 2; pass++) { // once is not enough for classical Gram–Schmidt
      projectOffOthers(x, i, g);
      if (direction != null) {
        double share = dot(g, direction);
        for (int k = 0; k < g.length; k++) {
          g[k] -= share * direction[k];
        }
      }
      scale(g, 1 / norm(g));
    }
    return g;
  }

  private static void projectOffOthers(SpectralFrame x, int i, double[] vector) {
    for (int pass = 0; pass < 2; pass++) {
      for (int l = 0; l < x.n; l++) {
        if (l != i) {
          double[] v = x.v[l];
          double share = dot(vector, v);
          for (int k = 0; k < vector.length; k++) {
            vector[k] -= share * v[k];
          }
        }
      }
    }
  }

  static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k <= a.length - 4; k += 4) {
      s0 += a[k] * b[k];
      s1 += a[k + 1] * b[k + 1];
      s2 += a[k + 2] * b[k + 2];
      s3 += a[k + 3] * b[k + 3];
    }
    for (; k < a.length; k++) {
      s0 += a[k] * b[k];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  private static void scale(double[] a, double factor) {
    for (int k = 0; k < a.length; k++) {
      a[k] *= factor;
    }
  }
}
