package org.eckart.recovery.loss;

/**
 * The loss ℓ(a, y) on average over a ~ N(m, s²), as a parabola in m: slope g and curvature w, with
 * w/2 the slope in s².
 *
 * <ul>
 *   <li>squared: w = 1/σ², g = w (m − y), exact;
 *   <li>Huber: w = min(1, c/ξ)/σ² with ξ² = (m − y)² + s², g = w (m − y): the tightest parabola
 *       above ℓ that touches it at ±ξ;
 *   <li>logistic: w = tanh(ξ/2)/2ξ with ξ² = m² + s², g = w m − y + ½ (Jaakkola and Jordan's
 *       bound);
 *   <li>Poisson: w = exp(m + s²/2), g = w − y, exact, and no bound: steps are kept short.
 * </ul>
 */
final class Expectation {
  /** e⁵⁰ is beyond every count. */
  private static final double LARGEST_EXPONENT = 50;

  private final LossKind kind;
  private final double precision;
  private final double bend;

  double slope;
  double curvature;

  Expectation(LossKind kind, double noise) {
    this.kind = kind;
    this.precision = kind.hasNoise() ? 1 / (noise * noise) : 1;
    this.bend = 1.345 * noise;
  }

  /** Sets {@link #slope} and {@link #curvature} for y where a ~ N(m, s²). */
  void at(double mean, double variance, double y) {
    switch (kind) {
      case SQUARED -> {
        curvature = precision;
        slope = precision * (mean - y);
      }
      case HUBER -> {
        double error = mean - y;
        double size = Math.sqrt(error * error + variance);
        curvature = size <= bend ? precision : precision * bend / size;
        slope = curvature * error;
      }
      case LOGISTIC -> {
        double size = Math.sqrt(mean * mean + variance);
        curvature =
            size < 1e-3 ? 0.25 - size * size / 48 : (1 - 2 / (Math.exp(size) + 1)) / (2 * size);
        slope = curvature * mean - y + 0.5;
      }
      case POISSON -> {
        curvature = Math.exp(Math.min(mean + 0.5 * variance, LARGEST_EXPONENT));
        slope = curvature - y;
      }
    }
  }

  /**
   * The mean of y where a ~ N(m, s²): σ(m/√(1 + π s²/8)), close to the exact integral, for the
   * logistic loss, and exp(m + s²/2) for Poisson's.
   */
  static double meanOf(LossKind kind, double mean, double variance) {
    return switch (kind) {
      case SQUARED, HUBER -> mean;
      case LOGISTIC -> 1 / (1 + Math.exp(-mean / Math.sqrt(1 + Math.PI * variance / 8)));
      case POISSON -> Math.exp(Math.min(mean + 0.5 * variance, LARGEST_EXPONENT));
    };
  }

  /**
   * What a prediction on the scale of y costs: minus the log-likelihood of yes or no, half the
   * deviance of a count, and else the loss itself.
   */
  static double cost(LossKind kind, double predicted, double y, double noise) {
    return switch (kind) {
      case SQUARED, HUBER -> kind.loss(noise).value(predicted, y);
      case LOGISTIC -> -Math.log(Math.max(y == 1 ? predicted : 1 - predicted, 1e-300));
      case POISSON -> {
        double rate = Math.max(predicted, 1e-300);
        yield rate - y + (y > 0 ? y * Math.log(y / rate) : 0);
      }
    };
  }
}
