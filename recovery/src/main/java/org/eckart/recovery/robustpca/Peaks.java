package org.eckart.recovery.robustpca;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.recovery.scaled.FactorPair;

/**
 * Whether outliers gather where X is largest. Where X has rows and columns far above the others, a
 * threshold that is right for most of it takes these for outliers; corruption itself has, as a
 * rule, nothing to do with the size of X.
 */
final class Peaks {
  /** The part of rows, and of columns, that stand for the peaks. */
  private static final double PART = 0.1;

  /** More frequent by this factor there than elsewhere. */
  private static final double FACTOR = 1.5;

  /** And by so many standard deviations: a false alarm in 10⁶ if places are drawn independently. */
  private static final double DEVIATIONS = 5;

  /** Leverage of a line that a direction has to itself; it is at most 1. */
  private static final double ALONE = 0.9;

  /** In fewer rows or columns, or with more directions, leverages are large anyway. */
  private static final int LINES_PER_DIRECTION = 10;

  private Peaks() {}

  /** Whether one row or column has a direction of X to itself. */
  static boolean isOnOneLine(FactorPair x) {
    if (x.rank() == 0) {
      return false;
    }
    Svd triplets = x.svd();
    return isAlone(triplets.u()) || isAlone(triplets.v());
  }

  private static boolean isAlone(Matrix basis) {
    return basis.rows() >= LINES_PER_DIRECTION * basis.columns()
        && Arrays.stream(leverage(basis)).max().orElse(0) > ALONE;
  }

  private static double[] leverage(Matrix basis) {
    double[] leverage = new double[basis.rows()];
    for (int i = 0; i < leverage.length; i++) {
      leverage[i] = Kernels.squaredNorm(basis.array(), i * basis.columns(), basis.columns());
    }
    return leverage;
  }

  /**
   * Compares the share of outliers among the rows and columns of largest leverage with the share of
   * all.
   *
   * @param limit beyond which a residual is an outlier, in scaled units
   * @param share of all entries that are
   */
  static boolean holdMoreOutliers(
      RobustPcaProblem problem, FactorPair x, double limit, double share) {
    if (x.rank() == 0) {
      return false;
    }
    Svd triplets = x.svd();
    int[] rows = largest(triplets.u());
    int[] columns = largest(triplets.v());
    double[] y = problem.values().array();
    double[] l = x.left().array();
    double[] r = x.right().array();
    int rank = x.rank();
    long seen = 0;
    long outliers = 0;
    for (int i : rows) {
      for (int j : columns) {
        double e = y[i * problem.columns() + j] / problem.scale();
        if (!Double.isNaN(e)) {
          e -= Kernels.dot(l, i * rank, r, j * rank, rank);
          seen++;
          outliers += Math.abs(e) > limit ? 1 : 0;
        }
      }
    }
    return outliers
        > FACTOR * share * seen + DEVIATIONS * Math.sqrt(Math.max(1, share * (1 - share) * seen));
  }

  /** The rows of largest norm; at most 1000, which is enough of a sample. */
  private static int[] largest(Matrix basis) {
    int count = Math.clamp((long) (PART * basis.rows()), 1, 1000);
    double[] leverage = leverage(basis);
    return Arrays.copyOf(
        IntStream.range(0, leverage.length)
            .boxed()
            .sorted((a, b) -> Double.compare(leverage[b], leverage[a]))
            .mapToInt(Integer::intValue)
            .toArray(),
        count);
  }
}
