package org.eckart.bayes.normalproduct;

import static org.assertj.core.api.Assertions.assertThat;

import org.eckart.bayes.chain.Schedule;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Cholesky;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Means within 4.5 standard errors (false alarm 7e-6 each), variances within 6 %; fixed seeds. */
@Tag("statistical")
class FeatureRegressionStatisticsTest {
  private static final int DRAWS = 20_000;

  @ParameterizedTest
  @EnumSource(FeatureRegression.Way.class)
  void drawsHaveTheMeanAndVarianceOfTheRegression(FeatureRegression.Way way) {
    RandomStream random = RandomStream.of(6, "regression");
    Matrix f = random.gaussian(7, 4);
    Features features = Features.of(f);
    Matrix scaled = f.scaled(1 / features.length());
    double variance = 0.7;
    double shrinkage = 1.3;
    double[] target = random.gaussian(7, 1).array();
    Matrix precision = scaled.gram();
    for (int k = 0; k < 4; k++) {
      precision.set(k, k, precision.get(k, k) + shrinkage);
    }
    Cholesky factor = Cholesky.of(precision);
    Matrix exact = factor.solve(scaled.transposeTimes(Matrix.wrap(7, 1, target)));
    Matrix inverse = factor.solve(Matrix.identity(4));
    FeatureRegression regression = FeatureRegression.of(features, way);
    double[] w = new double[4];
    double[] sum = new double[4];
    double[] squares = new double[4];
    for (int t = 0; t < DRAWS; t++) {
      regression.draw(target, new double[] {variance}, new double[] {shrinkage}, w, random);
      for (int k = 0; k < 4; k++) {
        sum[k] += w[k] / DRAWS;
        squares[k] += (w[k] - exact.get(k, 0)) * (w[k] - exact.get(k, 0)) / DRAWS;
      }
    }
    for (int k = 0; k < 4; k++) {
      double own = variance * inverse.get(k, k);
      assertThat((sum[k] - exact.get(k, 0)) / Math.sqrt(own / DRAWS)).isBetween(-4.5, 4.5);
      assertThat(squares[k] / own).isBetween(0.94, 1.06);
    }
  }

  /**
   * A row without entries is predicted from its features: far better than by the columns' means,
   * and 90 % intervals hold 84 to 96 % of its 600 entries (binomial error 1.2 %, rows' own 2 %).
   */
  @Test
  void coldRowsAreInformedByFeatures() {
    int rows = 120;
    int columns = 30;
    int cold = 20;
    RandomStream random = RandomStream.of(9, "cold rows");
    Matrix features = random.gaussian(rows, 3);
    Matrix a = features.times(random.gaussian(3, 2)).plus(random.gaussian(rows, 2).scaled(0.3));
    Matrix truth = a.timesTranspose(random.gaussian(columns, 2));
    Matrix y = truth.plus(random.gaussian(rows, columns).scaled(0.5));
    int count = (rows - cold) * columns;
    int[] row = new int[count];
    int[] column = new int[count];
    double[] value = new double[count];
    for (int k = 0; k < count; k++) {
      row[k] = k / columns;
      column[k] = k % columns;
      value[k] = y.array()[k];
    }
    ProductOptions options = ProductOptions.defaults().withSchedule(Schedule.of(150, 200));
    try (Parallel parallel = Parallel.of(2)) {
      ProductProblem problem =
          ProductProblem.of(
                  ObservedEntries.of(
                      Labels.numbered(rows), Labels.numbered(columns), row, column, value),
                  options,
                  parallel)
              .withRowFeatures(Features.of(features));
      ProductPosterior found = Planted.fitted(problem, options);
      assertThat(found.diagnostic("rowShare").mean()).isGreaterThan(0.5);
      double squares = 0;
      double all = 0;
      int inside = 0;
      for (int i = rows - cold; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          Interval one = found.model().predict(i, j, 0.9);
          double seen = y.get(i, j);
          squares += (one.value() - seen) * (one.value() - seen);
          all += seen * seen;
          inside += one.lower() <= seen && seen <= one.upper() ? 1 : 0;
        }
      }
      assertThat(squares / all).isLessThan(0.2);
      assertThat((double) inside / (cold * columns)).isBetween(0.84, 0.96);
    }
  }
}
