package org.eckart.bayes.normalproduct;

import org.eckart.bayes.variate.HalfCauchy;
import org.eckart.bayes.variate.Slice;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws one component some times over with all else held: its columns given its rows, its strength,
 * its rows given its columns, its variance.
 *
 * <p>A component at the edge of use comes and goes by growing or shrinking a little with each side,
 * hundreds of iterations a passage, and chains that differ by one disagree about the effective
 * rank. Alone it takes O(|Ω|) a round once the residuals without it are known, O(|Ω| d), so that a
 * dozen rounds cost less than a draw of all. Takes 16 bytes an entry.
 */
final class ComponentMove {
  private static final int ROUNDS = 6;

  private final ProductProblem problem;
  private final boolean offsets;
  private final Parallel parallel;
  private final double[] ofRows;
  private final double[] ofColumns;

  ComponentMove(ProductProblem problem, boolean offsets) {
    this.problem = problem;
    this.offsets = offsets;
    this.parallel = problem.parallel();
    this.ofRows = new double[problem.observed()];
    this.ofColumns = new double[problem.observed()];
  }

  /**
   * @param k which component; must not depend on where the chain stands
   * @param rowPrior mean of each number of the rows; null for 0
   * @param columnPrior likewise of the columns
   * @param moves bring the variance up to date
   */
  void draw(
      ProductChain at,
      int k,
      double[] rowValues,
      double[] columnValues,
      double @Nullable [] rowPrior,
      double @Nullable [] columnPrior,
      ScaleMoves moves,
      RandomStream random) {
    int q = at.rank() + (offsets ? 1 : 0);
    double @Nullable [] weight = at.rowWeight.length > 0 ? at.rowWeight : null;
    residuals(problem.byRow(), rowValues, at.rows.theta, at.columns.theta, at, q, k, ofRows);
    residuals(
        problem.byColumn(), columnValues, at.columns.theta, at.rows.theta, at, q, k, ofColumns);
    for (int round = 0; round < ROUNDS; round++) {
      RandomStream own = random.split(round);
      double[] sums =
          side(
              problem.byColumn(),
              ofColumns,
              at.columns.theta,
              at.rows.theta,
              at,
              null,
              weight,
              columnPrior,
              q,
              k,
              own.split(0));
      double by = strength(at, k, sums[0], sums[1], own.split(1));
      moves.grow(k, by);
      scale(rowPrior, q, k, Math.sqrt(by));
      scale(columnPrior, q, k, Math.sqrt(by));
      side(
          problem.byRow(),
          ofRows,
          at.rows.theta,
          at.columns.theta,
          at,
          weight,
          null,
          rowPrior,
          q,
          k,
          own.split(2));
      moves.variance(k, own.split(3));
    }
  }

  private static void scale(double @Nullable [] prior, int q, int k, double by) {
    for (int i = k; prior != null && i < prior.length; i += q) {
      prior[i] *= by;
    }
  }

  /** h of {@link ScaleMoves#strengths} for this component alone. */
  private static double strength(
      ProductChain at, int k, double squares, double pulls, RandomStream random) {
    double s = at.scale[k];
    double square = at.precision * squares;
    double pull = at.precision * pulls;
    double log =
        Slice.move(
            0,
            1,
            logH -> {
              double more = Math.expm1(logH);
              return HalfCauchy.logDensity(s * Math.exp(logH), at.common)
                  + logH
                  + more * (pull - more * square / 2);
            },
            random);
    double h = Math.exp(log);
    return s * h > Double.MIN_NORMAL && s * h < 1 / Double.MIN_NORMAL ? h : 1;
  }

  /** What each entry is above the mean, offsets and all components but k. */
  private void residuals(
      EntryRows side,
      double[] value,
      double[] theta,
      double[] other,
      ProductChain at,
      int q,
      int k,
      double[] to) {
    int d = at.rank();
    parallel.forEachBlock(
        side.blocks(),
        b -> {
          double[] own = new double[q];
          for (int i = side.block()[b]; i < side.block()[b + 1]; i++) {
            System.arraycopy(theta, i * q, own, 0, q);
            own[k] = 0;
            for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
              int from = side.other()[e] * q;
              double sum = value[e] - at.mean;
              for (int l = 0; l < d; l++) {
                sum -= own[l] * other[from + l];
              }
              to[e] = offsets ? sum - own[d] - other[from + d] : sum;
            }
          }
        });
  }

  /** Draws number k of each row; Σ x² and Σ r x of what entries then receive of it, weighted. */
  private double[] side(
      EntryRows side,
      double[] without,
      double[] theta,
      double[] other,
      ProductChain at,
      double @Nullable [] ownWeight,
      double @Nullable [] otherWeight,
      double @Nullable [] prior,
      int q,
      int k,
      RandomStream random) {
    double[] precision = side.precision();
    double[] squares = new double[side.blocks()];
    double[] pulls = new double[side.blocks()];
    double own = 1 / at.scale[k];
    parallel.forEachBlock(
        side.blocks(),
        b -> {
          for (int i = side.block()[b]; i < side.block()[b + 1]; i++) {
            double gram = 0;
            double right = 0;
            for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
              int j = side.other()[e];
              double w =
                  (precision == null ? 1 : precision[e])
                      * (otherWeight == null ? 1 : otherWeight[j]);
              double beta = other[j * q + k];
              gram += w * beta * beta;
              right += w * beta * without[e];
            }
            double weight = ownWeight == null ? 1 : ownWeight[i];
            double tau = at.precision * weight;
            double all = own + tau * gram;
            double middle = tau * right + (prior == null ? 0 : own * prior[i * q + k]);
            double a = middle / all + random.split(i).nextGaussian() / Math.sqrt(all);
            theta[i * q + k] = a;
            squares[b] += weight * a * a * gram;
            pulls[b] += weight * a * (right - a * gram);
          }
        });
    double[] sums = new double[2];
    for (int b = 0; b < squares.length; b++) {
      sums[0] += squares[b];
      sums[1] += pulls[b];
    }
    return sums;
  }
}
