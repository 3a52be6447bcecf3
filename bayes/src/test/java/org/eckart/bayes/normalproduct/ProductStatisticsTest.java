package org.eckart.bayes.normalproduct;

import static org.assertj.core.api.Assertions.assertThat;

import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The posterior against published errors, quadrature and truths that were planted. Each comparison
 * is within 4 standard errors unless it says otherwise: false alarm 6e-5 each; seeds are fixed.
 */
@Tag("statistical")
class ProductStatisticsTest {
  private static final Noise UNIT = new Noise.Known(1);

  /** Specification T19: B30's mean squared error is 0.069 ± 0.006. */
  @Test
  void errorOfAFullMatrixOfRankOneIsAsSpecified() {
    Planted b30 = Planted.of(30, 30, 1, 1, 7, 1);
    assertThat(b30.seen().get(29, 29)).isCloseTo(-2.16321809, within(1e-8));
    ProductOptions options = Planted.withDraws(ProductOptions.plain(UNIT), 200, 1500);
    double[] judged = b30.judged(b30.fitted(options).model(), false, 0.95);
    assertThat(judged[0]).isCloseTo(0.069, within(0.006));
    assertThat(judged[1]).isBetween(0.93, 1.0);
  }

  /** Specification T19: C30's on missing entries is 0.107 ± 0.01, for d from 10 to 20. */
  @Test
  void errorOnMissingEntriesIsAsSpecified() {
    Planted c30 = Planted.of(30, 30, 2, 0.5, 11, 0.5);
    for (int rank : new int[] {10, 20}) {
      ProductOptions options =
          Planted.withDraws(ProductOptions.plain(new Noise.Known(0.5)).withRank(rank), 200, 1500);
      double[] judged = c30.judged(c30.fitted(options).model(), true, 0.95);
      assertThat(judged[0]).isCloseTo(0.107, within(0.01));
      assertThat(judged[1]).isBetween(0.95, 1.0);
    }
  }

  /**
   * With the noise learned the errors stay near those with the noise known, however many components
   * are to spare: optimal shrinkage of B30 has 0.0666. Half the best nuclear norm posterior's
   * errors are 0.106 and 0.44.
   */
  @Test
  void learnedNoiseCostsLittle() {
    Planted b30 = Planted.of(30, 30, 1, 1, 7, 1);
    Planted c30 = Planted.of(30, 30, 2, 0.5, 11, 0.5);
    for (int rank : new int[] {10, 20}) {
      ProductOptions options =
          Planted.withDraws(ProductOptions.plain(new Noise.Learned()).withRank(rank), 200, 500);
      ProductPosterior full = b30.fitted(options);
      assertThat(b30.judged(full.model(), false, 0.95)[0]).isLessThan(0.075);
      assertThat(full.noise()).isCloseTo(0.977, within(0.04)); // what it was in these data
      assertThat(c30.judged(c30.fitted(options).model(), true, 0.95)[0]).isLessThan(0.12);
    }
  }

  /**
   * A table whose rows have noise of their own, strong columns and five components: chains that
   * start apart agree about them after a hundred iterations. On ratings, R̂ of the noise was near 2
   * while it was drawn given the rows' weights.
   */
  @Test
  void chainsOfATableAgreeSoon() {
    int rows = 120;
    int columns = 400;
    RandomStream random = RandomStream.of(9, "table");
    Matrix left = random.gaussian(rows, 5).scaled(0.6);
    Matrix right = random.gaussian(columns, 5).scaled(0.6);
    Matrix table = left.timesTranspose(right);
    for (int i = 0; i < rows; i++) {
      double noise = Math.exp(0.5 * random.nextGaussian());
      for (int j = 0; j < columns; j++) {
        double seen = table.get(i, j) + right.get(j, 0) + noise * random.nextGaussian();
        table.set(i, j, random.nextUniform() < 0.2 ? seen : Double.NaN);
      }
    }
    ProductOptions options =
        ProductOptions.defaults().withSchedule(Schedule.of(100, 200).withChains(2));
    try (Parallel parallel = Parallel.of(2)) {
      ProductPosterior found = Planted.fitted(ProductProblem.of(table, options, parallel), options);
      for (String name : new String[] {"noise", "freedom"}) {
        assertThat(found.diagnostic(name).rhat()).as(name).isLessThan(1.1);
      }
      assertThat(found.diagnostic("noise").bulkEss()).isGreaterThan(60);
    }
  }

  /**
   * One entry, y = a b + e: √s is the product of two half-Cauchy numbers, of density ∝ log x / (x²
   * − 1), and with b = √s u the rest integrates to a normal of variance s² u² + σ², which a grid
   * over both quantiles sums.
   */
  @Test
  void oneEntryAgreesWithQuadrature() {
    double sigma = 0.6;
    double[] exact = oneEntry(1, sigma);
    ProductOptions options =
        Planted.withDraws(ProductOptions.plain(new Noise.Known(2 * sigma)), 200, 20_000);
    try (Parallel parallel = Parallel.of(2)) { // the value 2 is the unit that it is divided by
      ProductPosterior found =
          Planted.fitted(
              ProductProblem.of(Matrix.of(new double[][] {{2}}), options, parallel), options);
      double[][] trace = found.draws().watchedTrace(0);
      double[][] squares = new double[trace.length][trace[0].length];
      for (int c = 0; c < trace.length; c++) {
        for (int t = 0; t < trace[c].length; t++) {
          squares[c][t] = trace[c][t] * trace[c][t];
        }
      }
      Diagnostic mean = Diagnostic.of(trace);
      Diagnostic square = Diagnostic.of(squares);
      assertThat(mean.mean()).isCloseTo(2 * exact[0], within(4 * mean.mcse()));
      assertThat(square.mean()).isCloseTo(4 * exact[1], within(4 * square.mcse()));
      assertThat(mean.mcse()).isLessThan(0.02);
    }
  }

  /** E x and E x² given y. */
  private static double[] oneEntry(double y, double sigma) {
    int steps = 2000;
    double mass = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < steps; i++) {
      double root = Math.tan(Math.PI / 2 * (i + 0.5) / steps); // √s, evenly in its distribution
      for (int j = 0; j < steps; j++) {
        double u = 8 * (j + 0.5) / steps;
        double signal = root * root * root * root * u * u;
        double all = signal + sigma * sigma;
        double product = Math.log(root) * (1 + root * root) / (root * root - 1);
        double weight = product * Math.exp(-u * u / 2 - y * y / (2 * all)) / Math.sqrt(all);
        double middle = y * signal / all;
        mass += weight;
        first += weight * middle;
        second += weight * (middle * middle + signal * sigma * sigma / all);
      }
    }
    return new double[] {first / mass, second / mass};
  }

  /**
   * Unequal known noise: an entry measured a hundred times worse hardly counts. A row of 40 equal
   * means, half of them precise, is then known as by the precise half alone.
   */
  @Test
  void preciseEntriesCountForMore() {
    RandomStream random = RandomStream.of(5, "unequal noise");
    Matrix truth = random.gaussian(60, 1).timesTranspose(random.gaussian(40, 1));
    int[] row = new int[2400];
    int[] column = new int[2400];
    double[] value = new double[2400];
    double[] level = new double[2400];
    for (int k = 0; k < 2400; k++) {
      row[k] = k / 40;
      column[k] = k % 40;
      level[k] = column[k] % 2 == 0 ? 0.1 : 10;
      value[k] = truth.array()[k] + level[k] * random.nextGaussian();
    }
    ProductOptions options = Planted.withDraws(ProductOptions.plain(UNIT).withRank(2), 200, 300);
    try (Parallel parallel = Parallel.of(2)) {
      ProductModel model =
          Planted.fitted(
                  ProductProblem.withNoise(
                      org.eckart.core.observe.ObservedEntries.of(
                          org.eckart.core.observe.Labels.numbered(60),
                          org.eckart.core.observe.Labels.numbered(40),
                          row,
                          column,
                          value),
                      level,
                      options,
                      parallel),
                  options)
              .model();
      double squares = 0;
      for (int i = 0; i < 60; i++) {
        for (int j = 0; j < 40; j += 2) {
          double e = model.predict(i, j) - truth.get(i, j);
          squares += e * e / 1200;
        }
      }
      // 80 numbers of 1200 precise entries of variance 0.01 would leave 6.7e-4
      assertThat(squares).isBetween(4e-4, 1.2e-3);
    }
  }

  /**
   * Intervals of new observations hold as many as they say: 90 % of 15,000 missing entries, whose
   * binomial standard error is 0.25 %, within 2 % for what is shared between entries.
   */
  @Test
  void intervalsCoverMissingEntries() {
    RandomStream random = RandomStream.of(8, "coverage");
    Matrix truth = random.gaussian(150, 3).timesTranspose(random.gaussian(200, 3));
    Matrix all = truth.plus(random.gaussian(150, 200));
    Matrix seen = all.copy();
    for (int k = 0; k < seen.array().length; k++) {
      if (random.nextUniform() < 0.5) {
        seen.array()[k] = Double.NaN;
      }
    }
    ProductOptions options =
        Planted.withDraws(ProductOptions.defaults().withNoise(new Noise.Learned()), 150, 250);
    ProductModel model = new Planted(truth, seen).fitted(options).model();
    int inside = 0;
    int count = 0;
    for (int i = 0; i < 150; i++) {
      for (int j = 0; j < 200; j++) {
        if (Double.isNaN(seen.get(i, j))) {
          Interval found = model.predict(i, j, 0.9);
          inside += found.lower() <= all.get(i, j) && all.get(i, j) <= found.upper() ? 1 : 0;
          count++;
        }
      }
    }
    assertThat((double) inside / count).isBetween(0.88, 0.92);
  }

  private static org.assertj.core.data.Offset<Double> within(double by) {
    return org.assertj.core.data.Offset.offset(by);
  }
}
