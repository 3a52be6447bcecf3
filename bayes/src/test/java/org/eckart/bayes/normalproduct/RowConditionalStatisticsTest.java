package org.eckart.bayes.normalproduct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eckart.linalg.Cholesky;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Vector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A row's draw against its normal law in closed form, for rows of few entries, which are drawn
 * another way than rows of many, and for both; with a prior mean and unequal precisions.
 */
class RowConditionalStatisticsTest {
  private static final int Q = 5;
  private static final double PRECISION = 3;
  private static final double[] VARIANCE = {0.5, 2, 1e-3, 1, 0.2};
  private static final double[] PRIOR = {1, -1, 0, 2, 0.5};
  private static final double MEAN = 0.3;

  /** Entries of a row: what the other side says of each, values, roots of relative precisions. */
  private record Row(double[] other, double[] value, double[] root) {
    static Row of(int entries) {
      RandomStream random = RandomStream.of(entries, "row conditional");
      double[] other = new double[entries * Q];
      double[] value = new double[entries];
      double[] root = new double[entries];
      for (int k = 0; k < other.length; k++) {
        other[k] = random.nextGaussian();
      }
      for (int e = 0; e < entries; e++) {
        value[e] = 2 * random.nextGaussian();
        root[e] = 0.5 + random.nextUniform();
      }
      return new Row(other, value, root);
    }

    RowConditional gathered() {
      RowConditional row = new RowConditional(Q);
      row.clear();
      for (int e = 0; e < value.length; e++) {
        row.add(other, e * Q, true, value[e] - MEAN, root[e]);
      }
      row.finish();
      return row;
    }

    /** Number k of what entry e says, times its root: the last is the row's own offset. */
    double z(int e, int k) {
      return root[e] * (k < Q - 1 ? other[e * Q + k] : 1);
    }

    double target(int e) {
      return root[e] * (value[e] - MEAN - other[e * Q + Q - 1]);
    }
  }

  /** Means and second moments within 4.5 standard errors: false alarm 7e-6 each, 20 a row. */
  @Tag("statistical")
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 9, 70})
  void drawsHaveTheConditionalsLaw(int entries) {
    Row row = Row.of(entries);
    Matrix precision = Matrix.zeros(Q, Q);
    double[] right = new double[Q];
    for (int k = 0; k < Q; k++) {
      precision.set(k, k, 1 / VARIANCE[k]);
      right[k] = PRIOR[k] / VARIANCE[k];
      for (int e = 0; e < entries; e++) {
        right[k] += PRECISION * row.z(e, k) * row.target(e);
        for (int l = 0; l < Q; l++) {
          precision.set(k, l, precision.get(k, l) + PRECISION * row.z(e, k) * row.z(e, l));
        }
      }
    }
    Cholesky cholesky = Cholesky.of(precision);
    double[] mean = cholesky.solve(Vector.wrap(right)).toArray();
    Matrix covariance = cholesky.solve(Matrix.identity(Q));
    int draws = 100_000;
    double[] theta = new double[Q];
    double[] first = new double[Q];
    double[] second = new double[Q * Q];
    RowConditional gathered = row.gathered();
    RandomStream random = RandomStream.of(2, "row draws");
    for (int t = 0; t < draws; t++) {
      gathered.draw(PRECISION, PRIOR, 0, VARIANCE, theta, 0, random);
      for (int k = 0; k < Q; k++) {
        first[k] += (theta[k] - mean[k]) / draws;
        for (int l = 0; l <= k; l++) {
          second[k * Q + l] += (theta[k] - mean[k]) * (theta[l] - mean[l]) / draws;
        }
      }
    }
    for (int k = 0; k < Q; k++) {
      double own = covariance.get(k, k);
      assertThat(first[k]).as("mean %d", k).isCloseTo(0, within(4.5 * Math.sqrt(own / draws)));
      for (int l = 0; l <= k; l++) {
        double both = covariance.get(k, l);
        double error = Math.sqrt((own * covariance.get(l, l) + both * both) / draws);
        assertThat(second[k * Q + l])
            .as("covariance of %d and %d", k, l)
            .isCloseTo(both, within(4.5 * error));
      }
    }
  }

  @Test
  void squaresAndMomentsAreThoseOfTheEntries() {
    for (int entries : new int[] {0, 1, 2, 3, 9, 70, 130}) {
      Row row = Row.of(entries);
      double[] theta = {0.3, -2, 1, 0.1, 0.7};
      double squares = 0;
      double[] moments = new double[Q * Q + Q];
      for (int e = 0; e < entries; e++) {
        double residual = row.target(e);
        for (int k = 0; k < Q; k++) {
          residual -= row.z(e, k) * theta[k];
        }
        squares += residual * residual;
        for (int k = 0; k < Q; k++) {
          double x = 2 * theta[k] * row.z(e, k); // of weight 2
          moments[Q * Q + k] += x * residual;
          for (int l = 0; l <= k; l++) {
            moments[k * Q + l] += x * theta[l] * row.z(e, l);
          }
        }
      }
      RowConditional gathered = row.gathered();
      double[] found = new double[Q * Q + Q];
      gathered.addMoments(theta, 0, 2, found);
      double rounding = 1e-12 * (1 + entries);
      assertThat(gathered.squares(theta, 0)).isCloseTo(squares, within(100 * rounding));
      assertThat(found).containsExactly(moments, within(100 * rounding));
    }
  }
}
