package org.eckart.bayes.normalproduct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.eckart.bayes.chain.DrawSink;
import org.eckart.bayes.chain.Sampler;
import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.chain.Stretch;
import org.eckart.core.InputException;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Gibbs sampling of the normal product X = μ + b 1ᵀ + 1 cᵀ + A Bᵀ with learned variances.
 *
 * <p>A_ik, B_jk ~ N(0, s_k), √s_k ~ HalfCauchy(√g) and √g ~ HalfCauchy(1): components that the data
 * do not need shrink to nothing (automatic relevance determination), and the more of them there
 * are, the smaller is g, so that they take no noise for signal. Offsets and mean are drawn together
 * with the factors. Every draw is exact, so nothing is tuned and no step rejected, but for
 * cutpoints.
 *
 * <p>Cost of an iteration: O(|Ω| q² + (rows + columns) q³) for q = d + 1, on all threads; memory
 * beside the problem O((rows + columns) q) a chain.
 */
public final class ProductSampler implements Sampler<ProductProblem, ProductChain> {
  /** Entries from which on chains move one after another, each on all threads. */
  private static final int LARGE = 2_000_000;

  /** A component is dropped in the warm-up once its variance is below this part of the largest. */
  private static final double NEGLIGIBLE = 1e-4;

  /** Of those so many stay; on ratings one or two of 16 come and go. */
  private static final int SPARE = 3;

  /** The data's spread over the noise level, beyond which rounding is no longer far below it. */
  private static final double LARGEST_RATIO = 1e7;

  /**
   * Least variance of the offsets at the start, in units of the data's. Little, for what columns
   * have in common moves out of the offsets into a component far more slowly than back: from 0.25
   * it took ratings 150 iterations, from 0.06 fewer than 50.
   */
  private static final double OFFSETS = 0.01;

  private static final double STEP_NANOS = 3e8;

  private final ProductOptions options;

  public ProductSampler(ProductOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "bayes";
  }

  @Override
  public ProductOptions options() {
    return options;
  }

  @Override
  public Schedule schedule() {
    return options.schedule();
  }

  @Override
  public List<String> traced(ProductProblem problem) {
    return DrawMeasures.names(problem, options);
  }

  @Override
  public int entries(ProductProblem problem) {
    return problem.followedCount();
  }

  @Override
  public boolean sharesWork(ProductProblem problem) {
    return schedule().chains() == 1 || problem.observed() >= LARGE;
  }

  @Override
  public int iterationsPerStep(ProductProblem problem) {
    double q = rank(problem) + 1.0;
    double rows = problem.rows() + (double) problem.columns();
    double perEntry = q * q + (problem.isOrdinal() ? 400 : 0);
    double nanos = problem.observed() * perEntry + rows * (q * q * q / 2 + 60 * q + 300);
    return (int) Math.clamp(STEP_NANOS / nanos, 1, 100);
  }

  private int rank(ProductProblem problem) {
    return options.rankFor(problem.rows(), problem.columns(), problem.observed());
  }

  @Override
  public double acceptance(ProductChain chain) {
    return chain.tried == 0 ? 1 : (double) chain.accepted / chain.tried;
  }

  /**
   * All components start with more than a share of the data's variance: those without use leave
   * within some dozen iterations, while of 16 that ratings use, starts with half of it lost two and
   * three, which took hundreds to come back.
   */
  @Override
  public ProductChain start(ProductProblem problem, int chain, RandomStream random) {
    int d = rank(problem);
    int q = d + (options.offsets() ? 1 : 0);
    double apart =
        Math.pow(2, 1 + chain % 3 / 2.0); // chains start with variances up to 2 times apart
    double variance = apart / Math.sqrt(Math.max(1, d));
    double ofOffsets = apart * OFFSETS;
    int levels = problem.levelCount();
    double[] weights = new double[weighs(problem) ? problem.rows() : 0];
    Arrays.fill(weights, 1);
    double[] scale = new double[d];
    Arrays.fill(scale, variance);
    double[] steps = new double[Math.max(0, levels - 1)];
    Arrays.fill(steps, Math.min(0.1, 2 / Math.sqrt(problem.observed())));
    ProductChain at =
        new ProductChain(
            started(problem.rows(), d, q, problem.rowFeatures(), scale, ofOffsets, random.split(0)),
            started(
                problem.columns(),
                d,
                q,
                problem.columnFeatures(),
                scale,
                ofOffsets,
                random.split(1)),
            scale,
            weights,
            cutpoints(problem),
            steps,
            new ArrayList<>());
    if (q > d && d > 0) { // most rows agree about columns more or less: one component for that
      for (int i = 0; i < at.rows.theta.length; i += q) {
        at.rows.theta[i] = Math.abs(at.rows.theta[i]);
      }
    }
    at.precision = startPrecision(problem);
    at.freedom = 10;
    return at;
  }

  private boolean weighs(ProductProblem problem) {
    return !problem.isOrdinal() && options.noise() instanceof Noise.ByRow;
  }

  private double startPrecision(ProductProblem problem) {
    if (problem.isOrdinal() || !(options.noise() instanceof Noise.Known known)) {
      return 1;
    }
    double ratio = problem.standard().scale() / known.level();
    if (!(ratio <= LARGEST_RATIO)) {
      throw InputException.of(
          "too-precise",
          "",
          "The values' spread is %.1e times the noise level, and beyond %.0e rounding exceeds the"
              + " noise; give a larger noise level",
          ratio,
          LARGEST_RATIO);
    }
    return Math.max(ratio * ratio, 1 / (LARGEST_RATIO * LARGEST_RATIO));
  }

  private static Factor started(
      int rows,
      int d,
      int q,
      @Nullable Features features,
      double[] scale,
      double ofOffsets,
      RandomStream random) {
    double[] theta = new double[rows * q];
    for (int k = 0; k < theta.length; k++) {
      double variance = k % q < d ? scale[k % q] : ofOffsets;
      theta[k] = Math.sqrt(variance) * random.nextGaussian();
    }
    int p = features == null ? 0 : features.count();
    double[] shrinkage = new double[features == null ? 0 : q];
    Arrays.fill(shrinkage, 1);
    return new Factor(theta, new double[p * q], shrinkage, ofOffsets);
  }

  /** Where a standard normal would have them for the levels' shares. */
  private static double[] cutpoints(ProductProblem problem) {
    int levels = problem.levelCount();
    double[] cutpoints = new double[Math.max(0, levels - 1)];
    double[] counts = new double[levels];
    if (levels > 0) {
      for (double level : problem.byRow().value()) {
        counts[(int) level]++;
      }
    }
    NormalDistribution normal = NormalDistribution.of(0, 1.3);
    double below = 0;
    for (int l = 0; l < cutpoints.length; l++) {
      below += counts[l];
      cutpoints[l] = normal.inverseCumulativeProbability(below / problem.observed());
    }
    return cutpoints;
  }

  @Override
  public ProductChain advance(
      ProductProblem problem,
      ProductChain chain,
      Stretch stretch,
      RandomStream random,
      DrawSink sink) {
    Schedule schedule = schedule();
    ProductChain at = chain.copy();
    Sweep sweep = new Sweep(problem, options);
    DrawMeasures measures = new DrawMeasures(problem, options);
    int kept = keptPerChain(problem);
    for (int k = 0; k < stretch.count(); k++) {
      int iteration = stretch.first() + k;
      double gain = stretch.warmup() ? Math.pow(iteration + 1.0, -0.6) : 0;
      sweep.run(at, gain, random.split(k));
      if (stretch.warmup() && iteration == schedule.warmup() / 2) {
        at = at.withoutNegligible(NEGLIGIBLE, SPARE, options.offsets());
      }
      if (iteration == schedule.warmup() - 1) {
        at.tried = 0;
        at.accepted = 0;
      }
      if (sink.wanted()) {
        sink.draw(measures.scalars(at, sweep.squares()), measures.entries(at));
      }
      int after = iteration - schedule.warmup() + 1;
      if (after > 0 && after % schedule.thin() == 0) {
        long t = after / schedule.thin() - 1;
        if ((t + 1) * kept / schedule.draws() > t * kept / schedule.draws()) {
          at.keep(options.offsets());
        }
      }
    }
    return at;
  }

  /** One iteration by itself, for whoever times it. */
  public ProductChain iterated(ProductProblem problem, ProductChain chain, RandomStream random) {
    ProductChain at = chain.copy();
    new Sweep(problem, options).run(at, 0, random);
    return at;
  }

  /** Draws of a chain that the model predicts from. */
  int keptPerChain(ProductProblem problem) {
    int chains = schedule().chains();
    double q = rank(problem) + 1.0;
    double bytes = 4 * q * (problem.rows() + (double) problem.columns());
    double fit = Math.max(ProductOptions.FEWEST, ProductOptions.KEPT_BYTES / bytes);
    int all = (int) Math.min(options.kept(), fit);
    return Math.min(schedule().draws(), Math.ceilDiv(all, chains));
  }

  @Override
  public NamedArrays save(ProductChain chain) {
    return chain.save();
  }

  @Override
  public ProductChain load(ProductProblem problem, NamedArrays saved) {
    return ProductChain.load(saved);
  }
}
