package org.eckart.bayes.normalproduct;

import java.util.stream.IntStream;
import org.eckart.bayes.variate.GammaVariate;
import org.eckart.bayes.variate.TruncatedNormal;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws of rows that came after the model, given the columns of each kept draw: exact where noise
 * has one level; else a few rounds of Gibbs sampling with the row's own level, or its latent
 * values, from a start that is right already.
 *
 * @param columns draws of the columns
 * @param numbers what draws have besides
 * @param offsets whether the last number of a row is its offset
 * @param weighs whether rows have noise of their own
 * @param ordinal whether values are levels, 0 and up
 */
record NewRows(
    DrawnSide columns, DrawNumbers numbers, boolean offsets, boolean weighs, boolean ordinal) {
  private static final int ROUNDS = 10;

  /**
   * Draws and their weights.
   *
   * @param theta rows × draws × q
   * @param weights rows × draws; empty where all are 1
   */
  record Drawn(float[] theta, float[] weights) {}

  Drawn draw(EntryRows rows, @Nullable Features features, RandomStream random, Parallel parallel) {
    int q = columns.q();
    int draws = columns.draws();
    float[] theta = new float[Math.multiplyExact(rows.rows(), draws * q)];
    float[] weights = new float[weighs ? rows.rows() * draws : 0];
    parallel.forEachBlock(
        rows.rows(),
        i -> {
          double[] said = features == null ? null : features.row(i);
          RowConditional row = new RowConditional(q);
          RandomStream own = random.split(i);
          for (int t = 0; t < draws; t++) {
            draw(rows, i, t, said, row, theta, weights, own);
          }
        });
    return new Drawn(theta, weights);
  }

  private void draw(
      EntryRows rows,
      int i,
      int t,
      double @Nullable [] said,
      RowConditional row,
      float[] theta,
      float[] weights,
      RandomStream random) {
    int q = columns.q();
    int draws = columns.draws();
    int from = rows.start()[i];
    int count = rows.count(i);
    double[] other = new double[count * q];
    for (int k = 0; k < count; k++) {
      int at = columns.from(rows.other()[from + k], t);
      for (int r = 0; r < q; r++) {
        other[k * q + r] = columns.theta()[at + r];
      }
    }
    double[] value = new double[count];
    for (int k = 0; k < count; k++) {
      value[k] = ordinal ? 0 : rows.value()[from + k];
    }
    double[] prior = prior(t, said);
    double[] variance = new double[q];
    System.arraycopy(numbers.variance(), 2 * t * q, variance, 0, q);
    for (int r = 0; r < q; r++) { // a component that this draw does not have
      variance[r] = variance[r] > 0 ? variance[r] : Double.MIN_NORMAL;
    }
    double[] own = prior == null ? new double[q] : prior.clone();
    double freedom = numbers.freedom()[t];
    double weight = weighs ? GammaVariate.gamma(freedom / 2, freedom / 2, random) : 1;
    int rounds = weighs || ordinal ? ROUNDS : 1;
    for (int round = 0; round < rounds; round++) {
      if (ordinal) {
        latent(rows, i, t, own, other, value, random);
      }
      row.clear();
      for (int k = 0; k < count; k++) {
        row.add(other, k * q, offsets, value[k] - numbers.mean()[t], 1);
      }
      row.finish();
      row.draw(numbers.precision()[t] * weight, prior, 0, variance, own, 0, random);
      if (weighs) {
        double squares = row.squares(own, 0);
        weight =
            GammaVariate.gamma(
                (freedom + count) / 2, (freedom + numbers.precision()[t] * squares) / 2, random);
      }
    }
    for (int r = 0; r < q; r++) {
      theta[(i * draws + t) * q + r] = (float) own[r];
    }
    if (weighs) {
      weights[i * draws + t] = (float) weight;
    }
  }

  /** What features say of the row's numbers in a draw; null without any. */
  private double @Nullable [] prior(int t, double @Nullable [] said) {
    float[] coefficients = numbers.rowCoefficients();
    if (said == null || coefficients.length == 0) {
      return null;
    }
    int q = columns.q();
    int size = coefficients.length / columns.draws();
    return IntStream.range(0, q)
        .mapToDouble(r ->
            IntStream.range(0, said.length)
                .mapToDouble(f -> said[f] * coefficients[t * size + f * q + r])
                .sum())
        .toArray();
  }

  /** Latent values between the cutpoints of their levels. */
  private void latent(
      EntryRows rows,
      int i,
      int t,
      double[] own,
      double[] other,
      double[] value,
      RandomStream random) {
    int q = columns.q();
    int d = offsets ? q - 1 : q;
    int cuts = numbers.cutpoints().length / columns.draws();
    for (int k = 0; k < value.length; k++) {
      double x = numbers.mean()[t];
      for (int r = 0; r < d; r++) {
        x += own[r] * other[k * q + r];
      }
      if (offsets) {
        x += own[d] + other[k * q + d];
      }
      int level = (int) rows.value()[rows.start()[i] + k];
      double lower =
          level == 0 ? Double.NEGATIVE_INFINITY : numbers.cutpoints()[t * cuts + level - 1];
      double upper =
          level == cuts ? Double.POSITIVE_INFINITY : numbers.cutpoints()[t * cuts + level];
      value[k] = x + TruncatedNormal.standard(lower - x, upper - x, random);
    }
  }
}
