package org.eckart.core.loss;

/** ½ (a − y)²: the right one for noise of one size everywhere. */
public record Squared() implements Loss {
  @Override
  public double value(double predicted, double observed) {
    return 0.5 * (predicted - observed) * (predicted - observed);
  }

  @Override
  public double derivative(double predicted, double observed) {
    return predicted - observed;
  }

  /** 1 everywhere. */
  @Override
  public double curvature(double predicted, double observed, double radius) {
    return 1;
  }

  @Override
  public double mean(double predicted) {
    return predicted;
  }

  @Override
  public boolean allows(double observed) {
    return Double.isFinite(observed);
  }

  @Override
  public String domain() {
    return "finite numbers";
  }
}
