package org.eckart.bayes.normalproduct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.eckart.bayes.variate.GammaVariate;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole iteration against the model it is to sample (after Geweke, JASA 99, 2004): parameters
 * from the prior, data from them, and a few iterations given the data must leave the prior as it
 * was. Means of bounded functions over independent repetitions are within 4.5 standard errors of
 * their exact prior means, a false alarm of 7e-6 each. Any wrong conditional, power or Jacobian
 * moves one of them: widths of slices that changed along a move did, by 9 standard errors.
 */
@Tag("statistical")
class GettingItRightStatisticsTest {
  private static final int ROWS = 4;
  private static final int COLUMNS = 3;
  private static final int RANK = 2;
  private static final int REPETITIONS = 40_000;
  private static final int ITERATIONS = 3;
  private static final Matrix ROW_FEATURES =
      Matrix.of(new double[][] {{1, 0}, {1, 1}, {0, 1}, {0.5, -1}});
  private static final NoisePrior NOISE = new NoisePrior(6, 1, 0, 0);
  private static final GammaDistribution OF_PRECISION = GammaDistribution.of(3, 1 / 3.0);
  private static final GammaDistribution OF_FREEDOM = GammaDistribution.of(2, 10);

  /** A half-Cauchy √v is below 1 as often as above, so that v / (1 + v) has the mean ½. */
  @Test
  void gaussianOutputKeepsThePrior() {
    ProductOptions options = ProductOptions.defaults().withNoise(new Noise.Known(1)).withRank(RANK);
    assertPriorIsKept(options, new double[0]);
  }

  @Test
  void ordinalOutputKeepsThePrior() {
    ProductOptions options = ProductOptions.defaults().withOutput(Output.ORDINAL).withRank(RANK);
    assertPriorIsKept(options, new double[] {1, 2, 3});
  }

  /** Noise of rows under a prior that says something, or τ would be without bounds. */
  @Test
  void noiseOfRowsKeepsThePrior() {
    assertPriorIsKept(ProductOptions.defaults().withRank(RANK), new double[0]);
  }

  @Test
  void oneNoiseKeepsThePrior() {
    ProductOptions options =
        ProductOptions.defaults().withNoise(new Noise.Learned()).withRank(RANK);
    assertPriorIsKept(options, new double[0]);
  }

  private static void assertPriorIsKept(ProductOptions options, double[] levels) {
    double[][] measured = new double[18][REPETITIONS];
    boolean learned = levels.length == 0 && !(options.noise() instanceof Noise.Known);
    try (Parallel alone = Parallel.of(1)) {
      for (int t = 0; t < REPETITIONS; t++) {
        RandomStream random = RandomStream.of(3, "getting it right").split(t);
        ProductChain at = prior(levels, options.noise(), random);
        Sweep sweep = new Sweep(problem(at, levels, options, alone, random), options, NOISE);
        for (int k = 0; k < ITERATIONS; k++) {
          sweep.run(at, 0, random.split(k));
        }
        measure(at, t, measured);
        if (learned) {
          measureNoise(at, t, measured);
        }
      }
    }
    double[] expected = new double[measured.length]; // odd functions have the mean 0
    Arrays.fill(expected, 0, 5, 0.5);
    for (int k = 0; k < measured.length; k++) {
      double mean = Arrays.stream(measured[k]).average().orElseThrow();
      double middle = mean;
      double variance =
          Arrays.stream(measured[k]).map(x -> (x - middle) * (x - middle)).sum() / REPETITIONS;
      if (variance > 0) { // else it is not part of this output
        double error = Math.sqrt(variance / REPETITIONS);
        assertThat((mean - expected[k]) / error)
            .as("measure %d: %s for %s, standard error %s", k, mean, expected[k], error)
            .isBetween(-4.5, 4.5);
      }
    }
  }

  private static void measure(ProductChain at, int t, double[][] to) {
    to[0][t] = at.scale[0] / (at.common + at.scale[0]);
    to[1][t] = at.scale[1] / (at.common + at.scale[1]);
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
    to[17][t] = at.common / (1 + at.common) - 0.5;
    to[13][t] = z * z / (1 + z * z) - NORMAL_RATIO;
  }

  /** Where τ, ν and a weight stand in their priors: evenly in their distributions. */
  private static void measureNoise(ProductChain at, int t, double[][] to) {
    to[14][t] = OF_PRECISION.cumulativeProbability(at.precision) - 0.5;
    if (at.rowWeight.length > 0) {
      to[15][t] = OF_FREEDOM.cumulativeProbability(at.freedom) - 0.5;
      GammaDistribution ofWeight = GammaDistribution.of(at.freedom / 2, 2 / at.freedom);
      to[16][t] = ofWeight.cumulativeProbability(at.rowWeight[0]) - 0.5;
    }
  }

  /** E z²/(1 + z²) = 1 − √(π/2) e^½ erfc(1/√2). */
  private static final double NORMAL_RATIO = 0.344320457581;

  private static ProductChain prior(double[] levels, Noise noise, RandomStream random) {
    int q = RANK + 1;
    double common = halfCauchySquare(random);
    double[] scale = {common * halfCauchySquare(random), common * halfCauchySquare(random)};
    double ofRows = halfCauchySquare(random);
    double ofColumns = halfCauchySquare(random);
    double[] shrinkage = new double[q];
    double[] coefficients = new double[2 * q];
    double[] said = new double[ROWS * q];
    Features features = Features.of(ROW_FEATURES);
    for (int k = 0; k < q; k++) {
      shrinkage[k] = 1 / halfCauchySquare(random);
      double s = k < RANK ? scale[k] : ofRows;
      for (int f = 0; f < 2; f++) {
        coefficients[f * q + k] = Math.sqrt(s / shrinkage[k]) * random.nextGaussian();
      }
    }
    features.multiply(coefficients, q, said);
    double[] theta = new double[ROWS * q];
    for (int i = 0; i < theta.length; i++) {
      double s = i % q < RANK ? scale[i % q] : ofRows;
      theta[i] = said[i] + Math.sqrt(s) * random.nextGaussian();
    }
    double[] other = new double[COLUMNS * q];
    for (int j = 0; j < other.length; j++) {
      double s = j % q < RANK ? scale[j % q] : ofColumns;
      other[j] = Math.sqrt(s) * random.nextGaussian();
    }
    double[] cutpoints = new double[levels.length == 0 ? 0 : 2];
    for (int l = 0; l < cutpoints.length; l++) {
      cutpoints[l] = Math.sqrt(OrdinalLatent.CUTPOINT_VARIANCE) * random.nextGaussian();
    }
    Arrays.sort(cutpoints);
    double[] steps = new double[cutpoints.length];
    Arrays.fill(steps, 1.5);
    ProductChain at =
        new ProductChain(
            new Factor(theta, coefficients, shrinkage, ofRows),
            new Factor(other, new double[0], new double[0], ofColumns),
            scale,
            new double[noise instanceof Noise.ByRow && levels.length == 0 ? ROWS : 0],
            cutpoints,
            steps,
            new ArrayList<>());
    boolean learned = levels.length == 0 && !(noise instanceof Noise.Known);
    at.precision = learned ? NOISE.precision(0, 0, random) : 1;
    at.freedom = GammaVariate.gamma(2, 0.1, random);
    for (int i = 0; i < at.rowWeight.length; i++) {
      at.rowWeight[i] = GammaVariate.gamma(at.freedom / 2, at.freedom / 2, random);
    }
    at.common = common;
    at.mean = levels.length == 0 ? Math.sqrt(ScaleMoves.MEAN_VARIANCE) * random.nextGaussian() : 0;
    return at;
  }

  private static double halfCauchySquare(RandomStream random) {
    double root = Math.tan(Math.PI / 2 * random.nextUniform());
    return Math.clamp(root * root, 1e-12, 1e12);
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
      double weight = at.rowWeight.length == 0 ? 1 : at.rowWeight[row[k]];
      double z = x + random.nextGaussian() / Math.sqrt(at.precision * weight);
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
