package org.eckart.bayes.normalproduct;

import org.apache.commons.numbers.gamma.LogGamma;
import org.eckart.bayes.variate.GammaVariate;
import org.eckart.bayes.variate.Slice;
import org.eckart.linalg.RandomStream;

/**
 * Draws the noise given squared residuals: τ, and where each row has a level of its own ν and the
 * rows' weights w.
 *
 * <p>A factor common to all w is known to a part in √rows, and τ given w to one in √entries, so
 * drawing one given the other creeps: on ratings by some 150 users each, a hundred iterations for
 * one. So τ and ν are drawn with w integrated out, where a row's n entries with the squares R give
 *
 * <p>Γ((ν+n)/2) / Γ(ν/2) · (ν/2)^(ν/2) · τ^(n/2) · ((ν + τ R)/2)^(−(ν+n)/2),
 *
 * <p>and then w given both. O(rows) an evaluation, some ten a draw.
 */
final class RowNoise {
  /** ν has the prior Gamma(2, 0.1): Juárez &amp; Steel (2010). */
  private static final double FREEDOM_SHAPE = 2;

  private static final double FREEDOM_RATE = 0.1;

  private final EntryRows rows;
  private final NoisePrior prior;
  private final int seen;

  RowNoise(EntryRows rows, NoisePrior prior) {
    this.rows = rows;
    this.prior = prior;
    int count = 0;
    for (int i = 0; i < rows.rows(); i++) {
      count += rows.count(i) > 0 ? 1 : 0;
    }
    this.seen = count;
  }

  /**
   * @param squares Σ of squared residuals of each row, without τ and w
   */
  void draw(ProductChain at, double[] squares, RandomStream random) {
    double[] weight = at.rowWeight;
    double sum = 0;
    if (weight.length > 0) {
      double[] bounded = new double[squares.length];
      for (int i = 0; i < squares.length; i++) {
        int n = rows.count(i);
        bounded[i] = squares[i] + (n > 0 ? prior.least() + n * prior.rounding() : 0);
      }
      integrated(at, bounded, random);
      double nu = at.freedom;
      for (int i = 0; i < weight.length; i++) {
        weight[i] =
            GammaVariate.gamma(
                (nu + rows.count(i)) / 2, (nu + at.precision * bounded[i]) / 2, random);
        sum += weight[i] * bounded[i];
      }
    } else {
      for (double one : squares) {
        sum += one;
      }
    }
    at.precision = prior.precision(rows.entries(), sum, random);
  }

  private void integrated(ProductChain at, double[] squares, RandomStream random) {
    double logTau = Math.log(at.precision);
    double nu = at.freedom;
    at.precision =
        Math.exp(
            Slice.move(
                logTau,
                Math.min(1, 4 / Math.sqrt(seen)),
                log -> ofPrecision(log, nu, squares),
                random));
    double tau = at.precision;
    at.freedom =
        Math.exp(Slice.move(Math.log(nu), 0.5, log -> ofFreedom(log, tau, squares), random));
  }

  /** Log density of log τ given ν, but for a constant. */
  private double ofPrecision(double logTau, double nu, double[] squares) {
    double tau = Math.exp(logTau);
    double sum = prior.logDensity(logTau) + rows.entries() * logTau / 2;
    for (int i = 0; i < squares.length; i++) {
      sum -= (nu + rows.count(i)) / 2 * Math.log1p(tau * squares[i] / nu);
    }
    return sum;
  }

  /** Log density of log ν given τ, but for a constant. */
  private double ofFreedom(double logNu, double tau, double[] squares) {
    double nu = Math.exp(logNu);
    double half = nu / 2;
    double sum = FREEDOM_SHAPE * logNu - FREEDOM_RATE * nu;
    double own = half * Math.log(half) - LogGamma.value(half);
    for (int i = 0; i < squares.length; i++) {
      double more = half + rows.count(i) / 2.0;
      if (more > half) {
        sum += own + LogGamma.value(more) - more * Math.log(half + tau * squares[i] / 2);
      }
    }
    return sum;
  }
}
