package org.eckart.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.eckart.linalg.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {
  @ParameterizedTest
  @ValueSource(doubles = {1e-250, 1e-150, 1, 1e150, 1e250})
  void errorsAreRightAtEveryScaleAndInEveryOrder(double scale) {
    RandomStream random = RandomStream.of(4, "metric test");
    int n = 500;
    PredictionError error = new PredictionError();
    PredictionError backwards = new PredictionError();
    PredictionError halves = new PredictionError();
    PredictionError secondHalf = new PredictionError();
    double[] errors = new double[n];
    double squares = 0;
    double magnitudes = 0;
    double signed = 0;
    for (int i = 0; i < n; i++) {
      errors[i] = random.nextGaussian() * Math.exp(random.nextGaussian());
      squares += errors[i] * errors[i];
      magnitudes += Math.abs(errors[i]);
      signed += errors[i];
    }
    for (int i = 0; i < n; i++) {
      error.add(errors[i] * scale, 0);
      backwards.add(0, -errors[n - 1 - i] * scale);
      (i < n / 2 ? halves : secondHalf).add(errors[i] * scale, 0);
    }
    halves.and(secondHalf);
    double rounding =
        2 * n * Math.ulp(1.0); // relative; each term is rounded when added and rescaled
    for (PredictionError one : new PredictionError[] {error, backwards, halves}) {
      assertThat(one.rmse() / scale / Math.sqrt(squares / n)).isCloseTo(1, within(rounding));
      assertThat(one.mae() / scale / (magnitudes / n)).isCloseTo(1, within(rounding));
      assertThat(one.bias() / scale).isCloseTo(signed / n, within(rounding * magnitudes / n));
      assertThat(one.count()).isEqualTo(n);
    }
  }

  @Test
  void noErrorIsZeroAndNoPredictionIsNotANumber() {
    PredictionError error = new PredictionError();
    assertThat(error.rmse()).isNaN();
    assertThat(error.mae()).isNaN();
    error.and(new PredictionError());
    assertThat(error.rmse()).isNaN();
    error.add(2, 2);
    assertThat(error.rmse()).isZero();
    assertThat(error.mae()).isZero();
    error.add(5, 2);
    assertThat(error.rmse()).isEqualTo(Math.sqrt(4.5));
    assertThat(error.bias()).isEqualTo(1.5);
    assertThat(error.largest()).isEqualTo(3);
    assertThat(error).hasToString("RMSE 2.12132, MAE 1.50000 over 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> error.add(Double.NaN, 1))
        .withMessage("NaN predicted where 1.0 is right");
  }

  @Test
  void coverageCountsEndsAsInside() {
    IntervalCoverage coverage = new IntervalCoverage();
    assertThat(coverage.coverage()).isNaN();
    coverage.add(0, 1, 1);
    coverage.add(0, 1, 0);
    coverage.add(0, 4, 5);
    IntervalCoverage more = new IntervalCoverage();
    more.add(2, 2, 2);
    coverage.and(more);
    coverage.and(new IntervalCoverage());
    assertThat(coverage.coverage()).isEqualTo(0.75);
    assertThat(coverage.meanWidth()).isCloseTo(1.5, within(1e-15));
    assertThat(coverage.standardError()).isCloseTo(Math.sqrt(0.75 * 0.25 / 4), within(1e-15));
    assertThat(coverage.count()).isEqualTo(4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> coverage.add(2, 1, 1))
        .withMessage("An interval cannot reach from 2.0 to 1.0");
  }

  @Test
  void rankingsAgreeWithHandComputation() {
    TopRanking top = new TopRanking(3);
    assertThat(top.ndcg()).isNaN();
    top.add(new boolean[] {true, false, true, true}, 4); // the fourth is beyond k
    double best = 1 + 1 / (Math.log(3) / Math.log(2)) + 0.5;
    assertThat(top.precision()).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(top.recall()).isEqualTo(0.5);
    assertThat(top.ndcg()).isCloseTo(1.5 / best, within(1e-15));
    TopRanking second = new TopRanking(3);
    second.add(new boolean[] {true}, 1); // fewer than k ranked
    second.add(new boolean[] {false, false, false}, 0);
    assertThat(second.ndcg()).isEqualTo(1);
    assertThat(second.precision()).isCloseTo(1 / 3.0, within(1e-15));
    top.and(second);
    assertThat(top.rows()).isEqualTo(2);
    assertThat(top.rowsWithoutRelevant()).isEqualTo(1);
    assertThat(top.recall()).isEqualTo(0.75);
    assertThat(top.ndcg()).isCloseTo((1.5 / best + 1) / 2, within(1e-15));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> top.add(new boolean[] {true, true}, 1))
        .withMessage("2 relevant columns are ranked, but the row has 1 in all");
  }
}
