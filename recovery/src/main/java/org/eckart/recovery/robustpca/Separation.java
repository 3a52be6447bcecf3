package org.eckart.recovery.robustpca;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.MatrixBlock;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.recovery.scaled.FactorPair;

/**
 * A matrix taken apart: X = U diag(s) Vᵀ of low rank, and as outliers the entries whose residual
 * yᵢⱼ − xᵢⱼ is larger than {@code threshold}; S is that residual there and 0 elsewhere. In the
 * units of the values.
 *
 * @param factors U m × r, s, V n × r of X, r the rank found
 * @param threshold beyond which a residual is an outlier: what Gaussian noise of this level has
 *     less than one of, or what the tolerance leaves open, whichever is larger
 * @param noiseLevel σ of what lies densely over the rest, from the median; where there is no noise,
 *     the error that the run has left
 * @param corrupted entries that are outliers
 * @param corruptedInRow of these, in each row
 * @param corruptedInColumn of these, in each column
 * @param observed entries that are not missing
 * @param residual ‖Y − X − S‖_F on observed entries, relative to ‖X‖_F there; 1 if X = 0 and
 *     something is left
 * @param steps made
 * @param settled whether the run's own rule ended it
 * @param doubts what speaks against trusting the answer; empty if nothing does
 */
public record Separation(
    Svd factors,
    double threshold,
    double noiseLevel,
    long corrupted,
    int[] corruptedInRow,
    int[] corruptedInColumn,
    long observed,
    double residual,
    int steps,
    boolean settled,
    List<Doubt> doubts) {
  private static final int ROWS = 64; // of a block of work

  /** What can speak against a separation. */
  public enum Doubt {
    /** More than {@value #MOST_CORRUPTED} of the entries would be outliers. */
    TOO_MANY_OUTLIERS,
    /**
     * Outliers are more frequent where X is largest: parts of X itself may have been taken for
     * them.
     */
    OUTLIERS_AT_PEAKS,
    /**
     * A direction of X lives on one row or column alone: its entries can be all of X or all of the
     * corruption.
     */
    DIRECTION_ON_ONE_LINE,
    /** The rest does not look like dense Gaussian noise. */
    RESIDUAL_IS_NOT_NOISE,
    /** The rest still has directions that unstructured entries would not have. */
    RESIDUAL_HAS_STRUCTURE;

    /** What it means and what to do, in a sentence. */
    public String sentence() {
      return switch (this) {
        case TOO_MANY_OUTLIERS ->
            "More than "
                + Math.round(100 * MOST_CORRUPTED)
                + " % of the entries would be outliers, and from about half on nothing says which"
                + " part is the matrix and which the corruption: do not trust this separation";
        case OUTLIERS_AT_PEAKS ->
            "Outliers are far more frequent where the low-rank part is largest; either the"
                + " corruption follows it, or parts of it were taken for outliers: look at the rows"
                + " and columns with most of them before you trust this separation";
        case DIRECTION_ON_ONE_LINE ->
            "A direction of the low-rank part lives on a single row or column, where nothing tells"
                + " it from corruption: look at that line, or leave it out and separate again";
        case RESIDUAL_IS_NOT_NOISE ->
            "What is left of the matrix does not look like noise: more entries seem to be corrupted"
                + " than can be told apart, or the noise is far from Gaussian; do not trust this"
                + " separation without looking at the residual";
        case RESIDUAL_HAS_STRUCTURE ->
            "What is left of the matrix still has directions of its own: the rank was capped, or is"
                + " not low; ask for a higher rank";
      };
    }

    /** Whether a threshold twice as high might do better. */
    static boolean suggestsRestart(List<Doubt> doubts) {
      return doubts.contains(TOO_MANY_OUTLIERS) || doubts.contains(OUTLIERS_AT_PEAKS);
    }
  }

  /** Above it, the smaller part is no longer the corruption. */
  static final double MOST_CORRUPTED = 0.45;

  /**
   * Kolmogorov distance from Gaussian noise: 0.08 for Laplace noise, 0.12 and 0.17 where 70 and 60
   * % of the entries of rank-5 matrices were corrupted.
   */
  static final double DEPARTURE = 0.1;

  private static final double NEGLIGIBLE =
      1e-5; // of the values: not noise but what a tolerance leaves

  public Separation {
    doubts = List.copyOf(doubts);
  }

  /**
   * What speaks against an answer.
   *
   * @param limit beyond which a residual is an outlier, in scaled units
   * @param flat whether the residual has no direction that stands out
   */
  static List<Doubt> doubts(
      RobustPcaProblem problem, FactorPair x, double limit, NoiseLevel noise, boolean flat) {
    List<Doubt> doubts = new ArrayList<>();
    if (noise.share() > MOST_CORRUPTED) {
      doubts.add(Doubt.TOO_MANY_OUTLIERS);
    }
    if (Peaks.holdMoreOutliers(problem, x, limit, noise.share())) {
      doubts.add(Doubt.OUTLIERS_AT_PEAKS);
    }
    if (Peaks.isOnOneLine(x)) {
      doubts.add(Doubt.DIRECTION_ON_ONE_LINE);
    }
    if (noise.level() > NEGLIGIBLE * problem.typical()) {
      if (noise.departure() > DEPARTURE) {
        doubts.add(Doubt.RESIDUAL_IS_NOT_NOISE);
      }
      if (!flat) {
        doubts.add(Doubt.RESIDUAL_HAS_STRUCTURE);
      }
    }
    return doubts;
  }

  /**
   * Puts a result into the units of the values.
   *
   * @param leastPart singular values below this part of the largest are left out
   * @param limit threshold in scaled units
   */
  static Separation of(
      RobustPcaProblem problem,
      FactorPair x,
      double leastPart,
      double limit,
      NoiseLevel noise,
      int steps,
      boolean settled,
      List<Doubt> doubts) {
    Svd triplets = x.svd();
    int rank = 0;
    while (rank < triplets.rank() && triplets.s().get(rank) > leastPart * triplets.s().get(0)) {
      rank++;
    }
    Svd factors = triplets.truncated(rank).scaled(problem.scale()).signed();
    Count count = new Count(problem, factors, limit * problem.scale());
    return new Separation(
        factors,
        limit * problem.scale(),
        noise.level() * problem.scale(),
        count.corrupted(),
        count.inRow,
        count.inColumn,
        problem.observed(),
        count.residual(),
        steps,
        settled,
        doubts);
  }

  public int rank() {
    return factors.rank();
  }

  public int rows() {
    return factors.u().rows();
  }

  public int columns() {
    return factors.v().rows();
  }

  /** xᵢⱼ. */
  public double fitted(int i, int j) {
    double sum = 0;
    for (int k = 0; k < rank(); k++) {
      sum += factors.u().get(i, k) * factors.s().get(k) * factors.v().get(j, k);
    }
    return sum;
  }

  /** Whether this value, at a place where X is {@code fitted}, is an outlier; NaN is none. */
  public boolean isOutlier(double value, double fitted) {
    return Math.abs(value - fitted) > threshold;
  }

  /**
   * X, m × n, dense: 8 m n bytes.
   *
   * @param target of m n numbers, overwritten
   */
  public void lowRank(double[] target, Parallel parallel) {
    check(
        target.length == rows() * columns(),
        "%d numbers cannot hold a %d × %d matrix",
        target.length,
        rows(),
        columns());
    RowsOfX x = new RowsOfX(factors);
    parallel.forEachBlock(
        (rows() + ROWS - 1) / ROWS,
        b -> x.write(b * ROWS, Math.min(rows(), (b + 1) * ROWS), target, b * ROWS * columns()));
  }

  /**
   * S, m × n, dense: 8 m n bytes; 0 where an entry is missing.
   *
   * @param target of m n numbers, overwritten
   */
  public void outliers(Matrix values, double[] target, Parallel parallel) {
    lowRank(target, parallel);
    int n = columns();
    parallel.forEachBlock(
        rows(),
        i -> {
          for (int at = i * n; at < (i + 1) * n; at++) {
            double value = values.array()[at];
            target[at] = isOutlier(value, target[at]) ? value - target[at] : 0;
          }
        });
  }

  /** Blocks of rows of U diag(s) Vᵀ. */
  static final class RowsOfX {
    private final Matrix left;
    private final Matrix rightTransposed;

    RowsOfX(Svd factors) {
      this.left = factors.u().columnsScaled(factors.s());
      this.rightTransposed = factors.v().transpose();
    }

    /** Writes rows {@code from} to {@code to − 1} to {@code target} from place {@code at} on. */
    void write(int from, int to, double[] target, int at) {
      int n = rightTransposed.columns();
      Arrays.fill(target, at, at + (to - from) * n, 0);
      new MatrixBlock(target, at, n, to - from, n)
          .add(
              1,
              MatrixBlock.ofRows(left, from, to),
              MatrixBlock.ofRows(rightTransposed, 0, rightTransposed.rows()));
    }
  }

  /** Outliers by row and column, and what is left without them. */
  private static final class Count {
    private final int[] inRow;
    private final int[] inColumn;
    private final double[] rest;
    private final double[] norms;

    Count(RobustPcaProblem problem, Svd factors, double threshold) {
      int m = problem.rows();
      int n = problem.columns();
      inRow = new int[m];
      inColumn = new int[n];
      int blocks = (m + ROWS - 1) / ROWS;
      rest = new double[blocks];
      norms = new double[blocks];
      RowsOfX x = new RowsOfX(factors);
      double inverse = 1 / problem.scale();
      problem
          .parallel()
          .forEachBlock(
              blocks,
              b -> {
                int from = b * ROWS;
                int to = Math.min(m, from + ROWS);
                double[] row = new double[n];
                int[] columns = new int[n];
                for (int i = from; i < to; i++) {
                  x.write(i, i + 1, row, 0);
                  for (int j = 0; j < n; j++) {
                    double e = problem.values().array()[i * n + j] - row[j];
                    if (Double.isNaN(e)) {
                      continue;
                    } else if (Math.abs(e) > threshold) {
                      inRow[i]++;
                      columns[j]++;
                    } else {
                      rest[b] += (e * inverse) * (e * inverse);
                    }
                    norms[b] += (row[j] * inverse) * (row[j] * inverse);
                  }
                }
                synchronized (inColumn) { // integers: the order does not matter
                  for (int j = 0; j < n; j++) {
                    inColumn[j] += columns[j];
                  }
                }
              });
    }

    long corrupted() {
      long sum = 0;
      for (int count : inRow) {
        sum += count;
      }
      return sum;
    }

    double residual() {
      double left = 0;
      double norm = 0;
      for (int b = 0; b < rest.length; b++) {
        left += rest[b];
        norm += norms[b];
      }
      return left == 0 ? 0 : norm == 0 ? 1 : Math.sqrt(left / norm);
    }
  }
}
