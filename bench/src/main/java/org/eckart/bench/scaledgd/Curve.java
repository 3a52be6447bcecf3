package org.eckart.bench.scaledgd;

/** A line of a picture: y over x. */
public record Curve(String name, double[] x, double[] y) {
  /** Errors by iteration, from 0. */
  public static Curve ofErrors(String name, double[] errors) {
    double[] x = new double[errors.length];
    for (int t = 0; t < x.length; t++) {
      x[t] = t;
    }
    return new Curve(name, x, errors);
  }
}
