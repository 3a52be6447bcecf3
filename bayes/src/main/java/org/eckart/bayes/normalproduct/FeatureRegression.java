package org.eckart.bayes.normalproduct;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.SymmetricEigen;
import org.jspecify.annotations.Nullable;

/**
 * Draws the coefficients of the regression t = F w + √s e, w ~ N(0, s/λ), for each of q targets:
 * normal with precision (FᵀF + λ)/s about (FᵀF + λ)⁻¹ Fᵀ t.
 */
final class FeatureRegression {
  /** Rows or features up to which eigenvectors are found. */
  private static final int MOST_DIRECT = 1000;

  /** Relative residual: the error of a draw is then far below its spread. */
  private static final double TOLERANCE = 1e-7;

  private static final int MOST_STEPS = 500;

  /** How a draw is made. */
  enum Way {
    /** By the eigenvectors of FᵀF, found once, after which any λ costs p² a target. */
    FEATURES,
    /**
     * By those of F Fᵀ, where there are fewer rows than features: a draw from the prior, corrected
     * by its misfit (Bhattacharya, Chakraborty &amp; Mallick, Biometrika 103, 2016).
     */
    ROWS,
    /**
     * By conjugate gradients on a perturbed right-hand side, whose solution has just this law
     * (Papandreou &amp; Yuille 2010; Simm et al. 2015); F is then never squared.
     */
    GRADIENTS
  }

  private final Features features;
  private final Way way;
  private final @Nullable SymmetricEigen eigen;

  private FeatureRegression(Features features, Way way, @Nullable SymmetricEigen eigen) {
    this.features = features;
    this.way = way;
    this.eigen = eigen;
  }

  static FeatureRegression of(Features features) {
    int least = Math.min(features.count(), features.rows());
    return of(
        features,
        least > MOST_DIRECT
            ? Way.GRADIENTS
            : features.count() <= features.rows() ? Way.FEATURES : Way.ROWS);
  }

  static FeatureRegression of(Features features, Way way) {
    return new FeatureRegression(
        features,
        way,
        switch (way) {
          case FEATURES -> SymmetricEigen.of(features.gram());
          case ROWS -> SymmetricEigen.of(features.rowGram());
          case GRADIENTS -> null;
        });
  }

  /**
   * Draws w, p × q.
   *
   * @param target n × q
   * @param variance s of each target
   * @param shrinkage λ of each target
   * @param w the last draw, overwritten
   */
  void draw(
      double[] target, double[] variance, double[] shrinkage, double[] w, RandomStream random) {
    if (eigen == null) {
      perturbed(target, variance, shrinkage, w, random);
    } else if (way == Way.FEATURES) {
      byFeatures(eigen, target, variance, shrinkage, w, random);
    } else {
      byRows(eigen, target, variance, shrinkage, w, random);
    }
  }

  private void byFeatures(
      SymmetricEigen of,
      double[] target,
      double[] variance,
      double[] shrinkage,
      double[] w,
      RandomStream random) {
    int p = features.count();
    int q = variance.length;
    double[] right = new double[p * q];
    features.transposeMultiply(target, q, right);
    Matrix inFrame = of.vectors().transposeTimes(Matrix.wrap(p, q, right));
    double[] u = inFrame.array();
    for (int j = 0; j < p; j++) {
      double value = Math.max(0, of.values().get(j));
      for (int k = 0; k < q; k++) {
        double precision = value + shrinkage[k];
        u[j * q + k] =
            u[j * q + k] / precision + Math.sqrt(variance[k] / precision) * random.nextGaussian();
      }
    }
    System.arraycopy(of.vectors().times(inFrame).array(), 0, w, 0, p * q);
  }

  private void byRows(
      SymmetricEigen of,
      double[] target,
      double[] variance,
      double[] shrinkage,
      double[] w,
      RandomStream random) {
    int n = features.rows();
    int q = variance.length;
    for (int at = 0; at < w.length; at++) {
      w[at] = Math.sqrt(variance[at % q] / shrinkage[at % q]) * random.nextGaussian();
    }
    double[] misfit = new double[n * q];
    features.multiply(w, q, misfit);
    for (int at = 0; at < misfit.length; at++) {
      misfit[at] = target[at] - misfit[at] - Math.sqrt(variance[at % q]) * random.nextGaussian();
    }
    Matrix inFrame = of.vectors().transposeTimes(Matrix.wrap(n, q, misfit));
    for (int i = 0; i < n; i++) { // (F Fᵀ/λ + 1)⁻¹ of it, over λ
      double value = Math.max(0, of.values().get(i));
      for (int k = 0; k < q; k++) {
        inFrame.array()[i * q + k] /= value + shrinkage[k];
      }
    }
    double[] correction = new double[w.length];
    features.transposeMultiply(of.vectors().times(inFrame).array(), q, correction);
    for (int at = 0; at < w.length; at++) {
      w[at] += correction[at];
    }
  }

  private void perturbed(
      double[] target, double[] variance, double[] shrinkage, double[] w, RandomStream random) {
    int n = features.rows();
    int p = features.count();
    int q = variance.length;
    double[] noisy = new double[n * q];
    for (int at = 0; at < noisy.length; at++) {
      noisy[at] = target[at] + Math.sqrt(variance[at % q]) * random.nextGaussian();
    }
    double[] right = new double[p * q];
    features.transposeMultiply(noisy, q, right);
    for (int at = 0; at < right.length; at++) {
      right[at] += Math.sqrt(variance[at % q] * shrinkage[at % q]) * random.nextGaussian();
    }
    solve(right, shrinkage, w);
  }

  /** (FᵀF + λ) w = right, all q systems at once, each with its own steps. */
  private void solve(double[] right, double[] shrinkage, double[] w) {
    int q = shrinkage.length;
    double[] residual = new double[right.length];
    double[] product = new double[right.length];
    apply(w, shrinkage, product);
    for (int at = 0; at < right.length; at++) {
      residual[at] = right[at] - product[at];
    }
    double[] direction = residual.clone();
    double[] square = dots(residual, residual, q);
    double[] enough = dots(right, right, q);
    for (int step = 0; step < MOST_STEPS; step++) {
      boolean settled = true;
      for (int k = 0; k < q; k++) {
        settled &= square[k] <= TOLERANCE * TOLERANCE * enough[k];
      }
      if (settled) {
        return;
      }
      apply(direction, shrinkage, product);
      double[] curvature = dots(direction, product, q);
      double[] length = new double[q];
      for (int k = 0; k < q; k++) {
        length[k] = curvature[k] > 0 ? square[k] / curvature[k] : 0;
      }
      for (int at = 0; at < right.length; at++) {
        w[at] += length[at % q] * direction[at];
        residual[at] -= length[at % q] * product[at];
      }
      double[] next = dots(residual, residual, q);
      for (int at = 0; at < right.length; at++) {
        int k = at % q;
        direction[at] = residual[at] + (square[k] > 0 ? next[k] / square[k] : 0) * direction[at];
      }
      square = next;
    }
  }

  private void apply(double[] w, double[] shrinkage, double[] to) {
    int q = shrinkage.length;
    double[] fitted = new double[features.rows() * q];
    features.multiply(w, q, fitted);
    features.transposeMultiply(fitted, q, to);
    for (int at = 0; at < to.length; at++) {
      to[at] += shrinkage[at % q] * w[at];
    }
  }

  private static double[] dots(double[] a, double[] b, int q) {
    double[] dots = new double[q];
    for (int at = 0; at < a.length; at++) {
      dots[at % q] += a[at] * b[at];
    }
    return dots;
  }
}
