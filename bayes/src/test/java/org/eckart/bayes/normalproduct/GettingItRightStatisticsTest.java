package org.eckart.bayes.normalproduct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Geweke's test (JASA 99, 2004) of the whole iteration: data given parameters and parameters given
 * data, in turn, must keep the prior. Means of bounded functions are compared with their exact
 * prior means, by standard errors that know the chain's correlation: 4.5 of them, a false alarm of
 * 7e-6 each. Any wrong conditional, power or Jacobian moves one of them by many.
 */
@Tag("statistical")
class GettingItRightStatisticsTest {
  private static final int ROWS = 4;
  private static final int COLUMNS = 3;
  private static final int RANK = 2;
  private static final Matrix ROW_FEATURES =
      Matrix.of(new double[][] {{1, 0}, {1, 1}, {0, 1}, {0.5, -1}});

  /** P(√v ≤ 1) = ½ for a half-Cauchy √v, so that v / (1 + v) has the mean ½. */
  @Test
  void gaussianOutputKeepsThePrior() {
    ProductOptions options = ProductOptions.defaults().withNoise(new Noise.Known(1)).withRank(RANK);
    assertPriorIsKept(options, new double[0], 60_000);
  }

  @Test
  void ordinalOutputKeepsThePrior() {
    ProductOptions options = ProductOptions.defaults().withOutput(Output.ORDINAL).withRank(RANK);
    assertPriorIsKept(options, new double[] {1, 2, 3}, 60_000);
  }

  private static void assertPriorIsKept(ProductOptions options, double[] levels, int iterations) {
    try (Parallel alone = Parallel.of(1)) {
      RandomStream random = RandomStream.of(3, "getting it right");
      ProductChain at = start(levels, random);
      double[][] measured = new double[14][iterations];
      for (int t = 0; t < iterations; t++) {
        ProductProblem problem = problem(at, levels, options, alone, random);
        new Sweep(problem, options).run(at, 0, random.split(t));
        measure(at, t, measured);
      }
      double[] expected = new double[measured.length]; // odd functions have the mean 0
      Arrays.fill(expected, 0, 5, 0.5);
      for (int k = 0; k < measured.length; k++) {
        if (Arrays.stream(measured[k]).distinct().limit(2).count() < 2) {
          continue; // not part of this output
        }
        Diagnostic found = Diagnostic.of(new double[][] {measured[k]});
        assertThat((found.mean() - expected[k]) / found.mcse())
            .as(
                "measure %d: %s for %s, standard error %s",
                k, found.mean(), expected[k], found.mcse())
            .isBetween(-4.5, 4.5);
        assertThat(found.mcse()).as("measure %d", k).isLessThan(0.03);
      }
    }
  }

  private static void measure(ProductChain at, int t, double[][] to) {
    to[0][t] = at.scale[0] / (1 + at.scale[0]);
    to[1][t] = at.scale[1] / (1 + at.scale[1]);
    to[2][t] = at.rows.offsetVariance / (1 + at.rows.offsetVariance);
    to[3][t] = at.columns.offsetVariance / (1 + at.columns.offsetVariance);
    to[4][t] = 1 / (1 + at.rows.shrinkage[0]);
    int q = RANK + 1;
    to[5][t] = Math.tanh(at.rows.theta[0]);
    to[6][t] = Math.tanh(at.columns.theta[q + 1]);
    to[7][t] = Math.tanh(at.rows.theta[q + 2]);
    to[8][t] = Math.tanh(at.columns.theta[2]);
    to[9][t] = Math.tanh(at.mean);
    to[10][t] = Math.tanh(at.rows.coefficients[0]);
    to[11][t] = Math.tanh(at.rows.theta[0] * at.columns.theta[0]);
    to[12][t] = at.cutpoints.length == 0 ? 0 : Math.tanh(at.cutpoints[0] + at.cutpoints[1]);
    // a coefficient over its deviation is standard normal
    double z = at.rows.coefficients[1] * Math.sqrt(at.rows.shrinkage[1] / at.scale[1]);
    to[13][t] = z * z / (1 + z * z) - NORMAL_RATIO;
  }

  /** E z²/(1 + z²) = 1 − √(π/2) e^½ erfc(1/√2). */
  private static final double NORMAL_RATIO = 0.344320745;

  private static ProductChain start(double[] levels, RandomStream random) {
    int q = RANK + 1;
    ProductChain at =
        new ProductChain(
            new Factor(random.gaussian(ROWS, q).array(), new double[2 * q], ones(q), 1),
            new Factor(random.gaussian(COLUMNS, q).array(), new double[0], new double[0], 1),
            ones(RANK),
            new double[0],
            levels.length == 0 ? new double[0] : new double[] {-1, 1},
            levels.length == 0 ? new double[0] : new double[] {1.5, 1.5},
            new ArrayList<>());
    at.precision = 1;
    at.freedom = 10;
    return at;
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** New data of these parameters: 10 of 12 entries. */
  private static ProductProblem problem(
      ProductChain at,
      double[] levels,
      ProductOptions options,
      Parallel parallel,
      RandomStream random) {
    int count = ROWS * COLUMNS - 2;
    int[] row = new int[count];
    int[] column = new int[count];
    double[] value = new double[count];
    int q = RANK + 1;
    for (int k = 0; k < count; k++) {
      row[k] = k / COLUMNS;
      column[k] = k % COLUMNS;
      double x = at.mean;
      for (int r = 0; r < RANK; r++) {
        x += at.rows.theta[row[k] * q + r] * at.columns.theta[column[k] * q + r];
      }
      x += at.rows.theta[row[k] * q + RANK] + at.columns.theta[column[k] * q + RANK];
      double z = x + random.nextGaussian();
      value[k] = z;
      if (levels.length > 0) {
        value[k] = z < at.cutpoints[0] ? levels[0] : z < at.cutpoints[1] ? levels[1] : levels[2];
      }
    }
    return ProductProblem.of(
            ObservedEntries.of(Labels.numbered(ROWS), Labels.numbered(COLUMNS), row, column, value),
            null,
            Standard.none(),
            levels,
            parallel)
        .withRowFeatures(Features.of(ROW_FEATURES));
  }
}
