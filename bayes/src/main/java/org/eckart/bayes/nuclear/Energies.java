package org.eckart.bayes.nuclear;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/** Parts of the negative log posterior, in units of the noise. */
final class Energies {
  private Energies() {}

  static double nuclearNorm(Svd svd) {
    double sum = 0;
    for (int k = 0; k < svd.rank(); k++) {
      sum += svd.s().get(k);
    }
    return sum;
  }

  /** Σ P_ij (x_ij − y_ij)². */
  static double residual(NuclearProblem problem, Matrix x) {
    double[] a = x.array();
    double[] y = problem.y().array();
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      double apart = a[k] - y[k];
      sum += problem.precision(k) * apart * apart;
    }
    return sum;
  }

  static double inner(Matrix a, Matrix b) {
    return ColumnSweep.dot(a.array(), b.array());
  }

  /** Soft threshold of the singular values: the proximal map of {@code threshold}‖·‖_*. */
  static Svd softThreshold(Matrix z, double threshold) {
    Svd svd = Svd.of(z);
    double[] s = svd.s().toArray();
    for (int k = 0; k < s.length; k++) {
      s[k] = Math.max(0, s[k] - threshold);
    }
    return new Svd(svd.u(), Vector.wrap(s), svd.v());
  }
}
