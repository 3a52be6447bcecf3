package org.eckart.bayes.normalproduct;

import org.eckart.bayes.variate.GammaVariate;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * One iteration of Gibbs sampling: columns given rows, rows given columns, then noise, scales and
 * levels. Changes the chain it is given.
 */
final class Sweep {
  private final ProductProblem problem;
  private final ProductOptions options;
  private final boolean offsets;
  private final Parallel parallel;
  private final @Nullable OrdinalLatent latent;
  private final double[] squares;

  Sweep(ProductProblem problem, ProductOptions options) {
    this.problem = problem;
    this.options = options;
    this.offsets = options.offsets();
    this.parallel = problem.parallel();
    this.latent = problem.isOrdinal() ? new OrdinalLatent(problem, offsets, parallel) : null;
    this.squares = new double[problem.rows()];
  }

  /**
   * @param gain of adaptation, 0 after warm-up
   */
  void run(ProductChain at, double gain, RandomStream random) {
    int q = at.rank() + (offsets ? 1 : 0);
    ScaleMoves moves = new ScaleMoves(at, problem, offsets);
    double[] rowValues = problem.byRow().value();
    double[] columnValues = problem.byColumn().value();
    if (latent != null) {
      latent.draw(at, gain, random.split(0));
      rowValues = latent.ofRows();
      columnValues = latent.ofColumns();
    }
    double @Nullable [] weight = at.rowWeight.length > 0 ? at.rowWeight : null;
    double[] moments =
        new SideDraw(problem.byColumn(), columnValues, q, offsets, parallel)
            .draw(
                at.columns.theta,
                at.rows.theta,
                new SideDraw.Given(
                    at.mean,
                    at.precision,
                    null,
                    weight,
                    prior(at.columns, problem.columnFeatures(), q),
                    at.variances(at.columns, offsets)),
                null,
                true,
                random.split(1));
    moves.strengths(moments, random.split(2));
    regress(at, at.columns, problem.columnFeatures(), random.split(3));
    new SideDraw(problem.byRow(), rowValues, q, offsets, parallel)
        .draw(
            at.rows.theta,
            at.columns.theta,
            new SideDraw.Given(
                at.mean,
                at.precision,
                weight,
                null,
                prior(at.rows, problem.rowFeatures(), q),
                at.variances(at.rows, offsets)),
            squares,
            false,
            random.split(4));
    regress(at, at.rows, problem.rowFeatures(), random.split(5));
    noise(at, random.split(6));
    RandomStream scales = random.split(7);
    moves.balances(scales);
    if (offsets) {
      moves.translations(scales);
      if (problem.isOrdinal()) {
        moves.levels(OrdinalLatent.CUTPOINT_VARIANCE, scales);
      } else {
        moves.means(scales);
      }
    }
    moves.variances(scales);
  }

  private static double @Nullable [] prior(Factor side, @Nullable Features features, int q) {
    if (features == null) {
      return null;
    }
    double[] prior = new double[side.theta.length];
    features.multiply(side.coefficients, q, prior);
    return prior;
  }

  private void regress(
      ProductChain at, Factor side, @Nullable Features features, RandomStream random) {
    if (features != null) {
      features
          .regression()
          .draw(side.theta, at.variances(side, offsets), side.shrinkage, side.coefficients, random);
    }
  }

  private void noise(ProductChain at, RandomStream random) {
    if (problem.isOrdinal() || options.noise() instanceof Noise.Known) {
      return;
    }
    double sum = 0;
    if (at.rowWeight.length == 0) {
      for (double one : squares) {
        sum += one;
      }
    } else {
      EntryRows side = problem.byRow();
      for (int i = 0; i < squares.length; i++) {
        at.rowWeight[i] =
            GammaVariate.gamma(
                (at.freedom + side.count(i)) / 2,
                (at.freedom + at.precision * squares[i]) / 2,
                random);
        sum += at.rowWeight[i] * squares[i];
      }
      at.freedom = ScaleMoves.freedom(at.freedom, at.rowWeight, random);
    }
    at.precision = ScaleMoves.precision(problem.observed(), sum, random);
  }

  /** Σ of squared residuals of each row, as the last iteration left them. */
  double[] squares() {
    return squares;
  }
}
