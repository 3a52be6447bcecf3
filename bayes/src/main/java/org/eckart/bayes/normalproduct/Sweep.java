package org.eckart.bayes.normalproduct;

import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * One iteration of Gibbs sampling: columns given rows, rows given columns, then noise, scales and
 * levels. Changes the chain it is given.
 */
final class Sweep {
  /** From so many entries on no component is drawn by itself: it would take too much memory. */
  private static final int LARGE = 2_000_000;

  /** Gain of the first twenty iterations, when a component alone would find the others unready. */
  private static final double EARLY = 0.16;

  /** How often the component to be drawn by itself is any, and not the one at the edge of use. */
  private static final double ANY = 0.25;

  private final ProductProblem problem;
  private final ProductOptions options;
  private final boolean offsets;
  private final Parallel parallel;
  private final @Nullable OrdinalLatent latent;
  private final RowNoise rowNoise;
  private final @Nullable ComponentMove component;
  private final double[] squares;

  Sweep(ProductProblem problem, ProductOptions options) {
    this(problem, options, NoisePrior.of(problem.byRow().value()));
  }

  Sweep(ProductProblem problem, ProductOptions options, NoisePrior noisePrior) {
    this.problem = problem;
    this.options = options;
    this.offsets = options.offsets();
    this.parallel = problem.parallel();
    this.latent = problem.isOrdinal() ? new OrdinalLatent(problem, offsets, parallel) : null;
    this.component = problem.observed() < LARGE ? new ComponentMove(problem, offsets) : null;
    this.rowNoise = new RowNoise(problem.byRow(), noisePrior);
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
    if (gain > 0) {
      at.focus = at.weakest();
    }
    if (component != null && gain < EARLY) {
      alone(component, at, rowValues, columnValues, moves, random.split(8));
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
    moves.strengths(at.columns, moments, random.split(2));
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

  private void alone(
      ComponentMove component,
      ProductChain at,
      double[] rowValues,
      double[] columnValues,
      ScaleMoves moves,
      RandomStream random) {
    int q = at.rank() + (offsets ? 1 : 0);
    double @Nullable [] rowPrior = prior(at.rows, problem.rowFeatures(), q);
    double @Nullable [] columnPrior = prior(at.columns, problem.columnFeatures(), q);
    if (at.rank() > 0) {
      boolean any = random.nextUniform() < ANY || at.focus < 0;
      int k = any ? random.nextInt(at.rank()) : at.focus;
      component.draw(at, k, rowValues, columnValues, rowPrior, columnPrior, moves, random.split(0));
    }
    if (offsets) {
      component.drawOffsets(
          at, rowValues, columnValues, rowPrior, columnPrior, moves, random.split(1));
    }
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
    if (!problem.isOrdinal() && !(options.noise() instanceof Noise.Known)) {
      rowNoise.draw(at, squares, random);
    }
  }

  /** Σ of squared residuals of each row, as the last iteration left them. */
  double[] squares() {
    return squares;
  }
}
