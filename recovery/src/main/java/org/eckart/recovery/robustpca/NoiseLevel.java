package org.eckart.recovery.robustpca;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.scaled.FactorPair;

/**
 * The standard deviation of what lies densely over Y − X, from the median magnitude at sampled
 * places, which up to half of the entries being corrupted cannot move far.
 *
 * <p>If a share α of the entries is corrupted, the median of all is the 0.5/(1 − α) quantile of the
 * rest; α is read off the entries beyond {@link #cut}, and both are corrected in turn.
 *
 * @param level σ, in the scaled units of the problem; an error of X counts as noise too
 * @param share α, the part of sampled entries beyond the cut
 * @param departure the largest distance between the distribution of the magnitudes up to the cut
 *     and that of Gaussian noise (Kolmogorov), less what chance explains in so many
 */
public record NoiseLevel(double level, double share, double departure) {
  static final NoiseLevel UNKNOWN = new NoiseLevel(0, 0, 0);

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final int CORRECTIONS = 4;
  private static final double LARGEST_SHARE = 0.49; // at a half, the median is an outlier itself

  /**
   * Multiples of σ beyond which Gaussian noise has, on average, less than one of so many entries:
   * √(2 log N).
   */
  static double cut(long entries) {
    return Math.sqrt(2 * Math.log(Math.max(2, entries)));
  }

  /**
   * Measures the residual of X.
   *
   * @param before the share found before, from which to correct on
   */
  static NoiseLevel of(RobustPcaProblem problem, FactorPair x, double before) {
    double[] sizes = residuals(problem, x);
    Arrays.sort(sizes);
    double median = sizes[sizes.length / 2];
    double cut = cut(problem.observed());
    double share = before;
    double level = 0;
    for (int k = 0; k < CORRECTIONS; k++) {
      double rest = 1 - Math.min(share, LARGEST_SHARE);
      level = median / NORMAL.inverseCumulativeProbability(0.5 + 0.25 / rest);
      share = shareBeyond(sizes, cut * level);
    }
    return new NoiseLevel(level, share, departure(sizes, level, cut));
  }

  private static double departure(double[] ascending, double level, double cut) {
    if (level == 0) {
      return 0;
    }
    int count = (int) Math.round(ascending.length * (1 - shareBeyond(ascending, cut * level)));
    double largest = 0;
    for (int k = 0; k < count; k += 1 + count / 1000) {
      double normal = 2 * NORMAL.cumulativeProbability(ascending[k] / level) - 1;
      largest = Math.max(largest, Math.abs((k + 0.5) / count - normal));
    }
    return largest - 1.5 / Math.sqrt(Math.max(1, count));
  }

  /** The magnitudes of Y − X at the sampled places. */
  private static double[] residuals(RobustPcaProblem problem, FactorPair x) {
    int[] samples = problem.samples();
    double[] sizes = new double[samples.length];
    double[] y = problem.values().array();
    double[] l = x.left().array();
    double[] r = x.right().array();
    int n = problem.columns();
    int rank = x.rank();
    int block = 4096;
    problem
        .parallel()
        .forEachBlock(
            (samples.length + block - 1) / block,
            b -> {
              for (int k = b * block; k < Math.min(samples.length, (b + 1) * block); k++) {
                int i = samples[k] / n * rank;
                int j = samples[k] % n * rank;
                double e = y[samples[k]] / problem.scale();
                sizes[k] = Math.abs(e - Kernels.dot(l, i, r, j, rank));
              }
            });
    return sizes;
  }

  private static double shareBeyond(double[] ascending, double limit) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] > limit) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return 1 - (double) low / ascending.length;
  }

  /** What unstructured entries of this root mean square reach in spectral norm: rms (√m + √n). */
  static double edge(double rootMeanSquare, int rows, int columns) {
    return rootMeanSquare * (Math.sqrt(rows) + Math.sqrt(columns));
  }

  /** The largest singular direction's peak: √(mn) max|uᵢ| max|vⱼ| over the columns of U and V. */
  static double peak(Matrix u, Matrix v) {
    double[] left = columnPeaks(u);
    double[] right = columnPeaks(v);
    double largest = 0;
    for (int k = 0; k < left.length; k++) {
      largest = Math.max(largest, left[k] * right[k]);
    }
    return largest * Math.sqrt(u.rows()) * Math.sqrt(v.rows());
  }

  private static double[] columnPeaks(Matrix a) {
    double[] peaks = new double[a.columns()];
    for (int i = 0; i < a.rows(); i++) {
      for (int k = 0; k < peaks.length; k++) {
        peaks[k] = Math.max(peaks[k], Math.abs(a.get(i, k)));
      }
    }
    return peaks;
  }
}
