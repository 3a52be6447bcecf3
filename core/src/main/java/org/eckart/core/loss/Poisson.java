package org.eckart.core.loss;

/**
 * eᵃ − y a for counts y: minus the log-likelihood, but for log y!, where the mean of y is eᵃ.
 * Infinite where eᵃ is (a above 709).
 */
public record Poisson() implements Loss {
  @Override
  public double value(double predicted, double observed) {
    return Math.exp(predicted) - observed * predicted;
  }

  @Override
  public double derivative(double predicted, double observed) {
    return Math.exp(predicted) - observed;
  }

  /** e^(a + radius), the largest second derivative within the radius; there is none for all a. */
  @Override
  public double curvature(double predicted, double observed, double radius) {
    return Math.exp(predicted + radius);
  }

  @Override
  public double mean(double predicted) {
    return Math.exp(predicted);
  }

  @Override
  public boolean allows(double observed) {
    return observed >= 0 && observed == Math.rint(observed) && Double.isFinite(observed);
  }

  @Override
  public String domain() {
    return "counts 0, 1, 2, …";
  }
}
