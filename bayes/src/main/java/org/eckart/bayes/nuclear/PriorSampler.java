package org.eckart.bayes.nuclear;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.List;
import org.eckart.bayes.chain.DrawSink;
import org.eckart.bayes.chain.Sampler;
import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.chain.Stretch;
import org.eckart.bayes.variate.GammaVariate;
import org.eckart.core.CapacityException;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;

/**
 * Draws from the {@link NuclearNormDistribution} itself, of any size.
 *
 * <p>n ≤ 2: independent and exact. Else Hamiltonian Monte Carlo on the n singular values alone, in
 * the logs of their gaps, where the density is log-concave: O(n²) a gradient. The radius Σ sᵢ is
 * independent of the direction and drawn anew each iteration, U and V for each draw; so entries of
 * successive draws are all but independent, and only the shape of the spectrum is a chain.
 */
public final class PriorSampler implements Sampler<PriorSampler.Shape, NamedArrays> {
  private static final double TARGET = 0.8;
  private static final double START_STEP = 0.3;

  /**
   * The shape of the matrices.
   *
   * @param rows 1 or more
   * @param columns 1 or more
   */
  public record Shape(int rows, int columns) {
    public Shape {
      check(
          rows >= 1 && columns >= 1,
          "A matrix cannot be %d × %d; both sides must be at least 1",
          rows,
          columns);
    }

    /**
     * Rows times columns.
     *
     * @throws CapacityException if one array cannot hold so many
     */
    public int entries() {
      long entries = (long) rows * columns;
      if (entries > Integer.MAX_VALUE - 8) {
        throw new CapacityException(
            "A %d × %d matrix has %d entries, and a draw can have %d; take fewer rows or columns"
                .formatted(rows, columns, entries, Integer.MAX_VALUE - 8));
      }
      return (int) entries;
    }
  }

  private final PriorOptions options;

  public PriorSampler(PriorOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "nuclear-prior";
  }

  @Override
  public PriorOptions options() {
    return options;
  }

  @Override
  public Schedule schedule() {
    return options.schedule();
  }

  @Override
  public List<String> traced(Shape shape) {
    List<String> names = new ArrayList<>(List.of(DrawShow.NUCLEAR_NORM, "square"));
    int n = Math.min(shape.rows, shape.columns);
    for (int k = 0; k < n; k++) {
      names.add("s" + (k + 1));
    }
    return names;
  }

  @Override
  public int entries(Shape shape) {
    return shape.entries();
  }

  @Override
  public int iterationsPerStep(Shape shape) {
    double n = Math.min(shape.rows, shape.columns);
    double m = Math.max(shape.rows, shape.columns);
    return (int) Math.clamp(2e8 / (60 * n * n + 10 * n * n * m + 60 * n * m + 1e4), 1, 500);
  }

  @Override
  public NamedArrays start(Shape shape, int chain, RandomStream random) {
    int n = Math.min(shape.rows, shape.columns);
    double mean = (double) shape.rows * shape.columns / options.rate() / n;
    double[] gaps = new double[n];
    for (int k = 0; k < n; k++) { // spread evenly about the mean, and each chain its own way
      gaps[k] = Math.log(2 * mean / n * (0.5 + random.nextUniform()));
    }
    return place(gaps, Math.log(START_STEP), Double.NaN);
  }

  private static NamedArrays place(double[] gaps, double logStep, double acceptance) {
    return NamedArrays.builder()
        .put("gaps", gaps)
        .put("numbers", new double[] {logStep, acceptance})
        .build();
  }

  @Override
  public NamedArrays advance(
      Shape shape, NamedArrays chain, Stretch stretch, RandomStream random, DrawSink sink) {
    int n = Math.min(shape.rows, shape.columns);
    int m = Math.max(shape.rows, shape.columns);
    double entries = (double) n * m;
    GapWalk walk = new GapWalk(m - n, chain.doubles("gaps").clone());
    double logStep = chain.doubles("numbers")[0];
    double acceptance = chain.doubles("numbers")[1];
    double[] traced = new double[n + 2];
    for (int t = 0; t < stretch.count(); t++) {
      if (n <= 2) {
        walk.drawIndependently(m, random);
      } else {
        double accepted = walk.move(Math.exp(logStep), random);
        acceptance = Double.isNaN(acceptance) ? accepted : 0.95 * acceptance + 0.05 * accepted;
        if (stretch.warmup()) {
          logStep += (accepted - TARGET) * Math.pow(stretch.first() + t + 1.0, -0.6);
        }
      }
      double[] s = walk.withNorm(GammaVariate.standard(entries, random));
      if (sink.wanted()) {
        double norm = 0;
        double square = 0;
        for (int k = 0; k < n; k++) {
          s[k] /= options.rate();
          norm += s[k];
          square += s[k] * s[k];
          traced[k + 2] = s[k];
        }
        traced[0] = norm;
        traced[1] = square;
        Matrix x = NuclearNormDistribution.turned(s, m, random);
        sink.draw(traced, (shape.rows <= shape.columns ? x : x.transpose()).array());
      }
      if ((t & 15) == 0 && Thread.currentThread().isInterrupted()) {
        throw new java.util.concurrent.CancellationException(
            "The thread was interrupted in mid-step; the step is undone");
      }
    }
    return place(walk.gaps(), logStep, acceptance);
  }

  @Override
  public double acceptance(NamedArrays chain) {
    double acceptance = chain.doubles("numbers")[1];
    return Double.isNaN(acceptance) ? 1 : acceptance;
  }

  @Override
  public NamedArrays save(NamedArrays chain) {
    return chain;
  }

  @Override
  public NamedArrays load(Shape shape, NamedArrays saved) {
    return saved;
  }
}
