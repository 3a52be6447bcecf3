package org.eckart.core.loss;

/** log(1 + eᵃ) − y a for y = 0 or 1: minus the log-likelihood of yes where a are the log-odds. */
public record Logistic() implements Loss {
  @Override
  public double value(double predicted, double observed) {
    // log(1 + eᵃ) = max(a, 0) + log(1 + e^−|a|), and for y = 1 the a is taken off before rounding
    double smaller = observed == 1 ? Math.max(-predicted, 0) : Math.max(predicted, 0);
    return smaller + Math.log1p(Math.exp(-Math.abs(predicted)));
  }

  @Override
  public double derivative(double predicted, double observed) {
    return observed == 1 ? -mean(-predicted) : mean(predicted);
  }

  /** tanh(a/2) / 2a, at most ¼ (Jaakkola and Jordan's bound, which holds everywhere). */
  @Override
  public double curvature(double predicted, double observed, double radius) {
    double a = Math.abs(predicted);
    return a < 1e-4 ? 0.25 - a * a / 48 : Math.tanh(0.5 * a) / (2 * a); // next term: a⁴/480 < 1e-18
  }

  /** 1 / (1 + e⁻ᵃ). */
  @Override
  public double mean(double predicted) {
    double small = Math.exp(-Math.abs(predicted));
    return predicted >= 0 ? 1 / (1 + small) : small / (1 + small);
  }

  @Override
  public boolean allows(double observed) {
    return observed == 0 || observed == 1;
  }

  @Override
  public String domain() {
    return "0 and 1";
  }
}
