package org.eckart.core.loss;

import static org.eckart.linalg.Check.check;

/**
 * ½ (a − y)² where |a − y| ≤ {@code bend}, and bend (|a − y| − ½ bend) beyond, so that a wild value
 * pulls no harder than one at the bend.
 *
 * @param bend in the units of y; 1.345 σ keeps 95 % of the efficiency of {@link Squared} under
 *     normal noise of standard deviation σ (Huber, Annals of Mathematical Statistics 35, 1964)
 */
public record Huber(double bend) implements Loss {
  public Huber {
    check(
        bend > 0 && Double.isFinite(bend),
        "bend is %s; it must be above 0, in the units of y",
        bend);
  }

  @Override
  public double value(double predicted, double observed) {
    double size = Math.abs(predicted - observed);
    return size <= bend ? 0.5 * size * size : bend * (size - 0.5 * bend);
  }

  @Override
  public double derivative(double predicted, double observed) {
    return Math.max(-bend, Math.min(predicted - observed, bend));
  }

  /**
   * bend / |a − y|, at most 1: the tightest parabola that touches at a and lies above everywhere.
   */
  @Override
  public double curvature(double predicted, double observed, double radius) {
    return bend / Math.max(bend, Math.abs(predicted - observed));
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
