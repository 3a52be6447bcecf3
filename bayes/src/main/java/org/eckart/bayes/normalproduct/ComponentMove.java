package org.eckart.bayes.normalproduct;

import java.util.function.DoubleUnaryOperator;
import org.eckart.bayes.variate.HalfCauchy;
import org.eckart.bayes.variate.Slice;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws one component some times over with all else held: its variance given its rows, its columns,
 * its strength, its rows, its variance given both; and the offsets of a side with their variance.
 *
 * <p>A component at the edge of use comes and goes by growing or shrinking a little with each side,
 * hundreds of iterations a passage, and chains that differ by one disagree about the effective
 * rank. Alone it takes O(|Ω|) a round once the residuals without it are known, O(|Ω| d), so that a
 * dozen rounds cost less than a draw of all.
 *
 * <p>Where a number is drawn for each column and most columns have few entries, the variance given
 * these numbers moves by a part in √columns, far less than what the data leave open. So it is drawn
 * with them integrated out: an entry-wise precision W and pull S of a column, about its prior mean,
 * give −½ log(1 + v W) + ½ v S² / (1 + v W).
 *
 * <p>Takes 16 bytes an entry.
 */
final class ComponentMove {
  private static final int ROUNDS = 6;

  /** About the width of the density of log v. */
  private static final double WIDTH = 0.3;

  private final ProductProblem problem;
  private final boolean offsets;
  private final Parallel parallel;
  private final double[] ofRows;
  private final double[] ofColumns;
  private final double[] gram;
  private final double[] right;

  ComponentMove(ProductProblem problem, boolean offsets) {
    this.problem = problem;
    this.offsets = offsets;
    this.parallel = problem.parallel();
    this.ofRows = new double[problem.observed()];
    this.ofColumns = new double[problem.observed()];
    this.gram = new double[Math.max(problem.rows(), problem.columns())];
    this.right = new double[gram.length];
  }

  /**
   * Draws component k.
   *
   * @param k must not depend on where the chain stands
   * @param rowPrior mean of each number of the rows; null for 0
   * @param columnPrior likewise of the columns
   * @param moves know what variances are held to
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
      gather(problem.byColumn(), ofColumns, at.rows.theta, at, null, weight, q, k);
      at.scale[k] =
          variance(
              problem.byColumn(),
              at.scale[k],
              columnPrior,
              q,
              k,
              moves.heldTo(at.columns, k),
              own.split(4));
      double[] sums =
          numbers(
              problem.byColumn(), at.columns.theta, at.scale[k], columnPrior, q, k, own.split(0));
      double by = strength(at, k, sums[0], sums[1], own.split(1));
      moves.grow(k, by);
      scale(rowPrior, q, k, Math.sqrt(by));
      scale(columnPrior, q, k, Math.sqrt(by));
      gather(problem.byRow(), ofRows, at.columns.theta, at, weight, null, q, k);
      numbers(problem.byRow(), at.rows.theta, at.scale[k], rowPrior, q, k, own.split(2));
      moves.variance(k, own.split(3));
    }
  }

  /** Draws the offsets of the columns and of the rows, each with their variance. */
  void drawOffsets(
      ProductChain at,
      double[] rowValues,
      double[] columnValues,
      double @Nullable [] rowPrior,
      double @Nullable [] columnPrior,
      ScaleMoves moves,
      RandomStream random) {
    int q = at.rank() + 1;
    double @Nullable [] weight = at.rowWeight.length > 0 ? at.rowWeight : null;
    for (Factor side : new Factor[] {at.columns, at.rows}) {
      boolean isRows = side == at.rows;
      EntryRows entries = isRows ? problem.byRow() : problem.byColumn();
      double @Nullable [] prior = isRows ? rowPrior : columnPrior;
      double[] other = isRows ? at.columns.theta : at.rows.theta;
      double[] to = isRows ? ofRows : ofColumns;
      RandomStream own = random.split(isRows ? 1 : 0);
      residuals(entries, isRows ? rowValues : columnValues, side.theta, other, at, q, q - 1, to);
      gather(entries, to, other, at, isRows ? weight : null, isRows ? null : weight, q, q - 1);
      side.offsetVariance =
          variance(
              entries,
              side.offsetVariance,
              prior,
              q,
              q - 1,
              moves.heldTo(side, q - 1),
              own.split(1));
      numbers(entries, side.theta, side.offsetVariance, prior, q, q - 1, own.split(0));
    }
  }

  private static void scale(double @Nullable [] prior, int q, int k, double by) {
    for (int i = k; prior != null && i < prior.length; i += q) {
      prior[i] *= by;
    }
  }

  /** h of {@link ScaleMoves#strengths} for this component alone. */
  private static double strength(
      ProductChain at, int k, double square, double pull, RandomStream random) {
    double s = at.scale[k];
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

  /** What each entry is above the mean, offsets and components, but for number k of its row. */
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
              to[e] = offsets ? sum - own[d] - other[from + d] : sum; // own[k] is 0
            }
          }
        });
  }

  /** Precision and pull of number k of each row from its entries, with τ. */
  private void gather(
      EntryRows side,
      double[] without,
      double[] other,
      ProductChain at,
      double @Nullable [] ownWeight,
      double @Nullable [] otherWeight,
      int q,
      int k) {
    double[] precision = side.precision();
    boolean isOffset = k == at.rank();
    parallel.forEachBlock(
        side.blocks(),
        b -> {
          for (int i = side.block()[b]; i < side.block()[b + 1]; i++) {
            double squares = 0;
            double sum = 0;
            for (int e = side.start()[i]; e < side.start()[i + 1]; e++) {
              int j = side.other()[e];
              double w =
                  (precision == null ? 1 : precision[e])
                      * (otherWeight == null ? 1 : otherWeight[j]);
              double beta = isOffset ? 1 : other[j * q + k];
              squares += w * beta * beta;
              sum += w * beta * without[e];
            }
            double tau = at.precision * (ownWeight == null ? 1 : ownWeight[i]);
            gram[i] = tau * squares;
            right[i] = tau * sum;
          }
        });
  }

  /** Draws the variance of number k with the numbers themselves integrated out. */
  private double variance(
      EntryRows side,
      double now,
      double @Nullable [] prior,
      int q,
      int k,
      DoubleUnaryOperator held,
      RandomStream random) {
    double log =
        Slice.move(
            Math.log(now),
            WIDTH,
            at -> {
              double v = Math.exp(at);
              return held.applyAsDouble(at)
                  + parallel.sum(side.blocks(), b -> evidence(side, b, v, prior, q, k));
            },
            random);
    return Math.clamp(Math.exp(log), 1e-20, 1e20);
  }

  private double evidence(
      EntryRows side, int block, double v, double @Nullable [] prior, int q, int k) {
    double sum = 0;
    double product = 1; // of 1 + v W over some rows: one logarithm for them
    for (int i = side.block()[block]; i < side.block()[block + 1]; i++) {
      double pull = prior == null ? right[i] : right[i] - gram[i] * prior[i * q + k];
      double all = 1 + v * gram[i];
      sum += v * pull * pull / all;
      product *= all;
      if (product > 1e100) {
        sum -= Math.log(product);
        product = 1;
      }
    }
    return (sum - Math.log(product)) / 2;
  }

  /** Draws number k of each row; Σ x² and Σ r x of what entries then receive of it, weighted. */
  private double[] numbers(
      EntryRows side,
      double[] theta,
      double variance,
      double @Nullable [] prior,
      int q,
      int k,
      RandomStream random) {
    double[] squares = new double[side.blocks()];
    double[] pulls = new double[side.blocks()];
    double own = 1 / variance;
    parallel.forEachBlock(
        side.blocks(),
        b -> {
          for (int i = side.block()[b]; i < side.block()[b + 1]; i++) {
            double all = own + gram[i];
            double middle = right[i] + (prior == null ? 0 : own * prior[i * q + k]);
            double a = middle / all + random.split(i).nextGaussian() / Math.sqrt(all);
            theta[i * q + k] = a;
            squares[b] += a * a * gram[i];
            pulls[b] += a * (right[i] - a * gram[i]);
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
