package org.eckart.recovery.dynamics;

import java.util.function.DoubleUnaryOperator;

/** One-dimensional searches in a bracket. */
final class LineSearch {
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private LineSearch() {}

  /** Where a function with one maximum in the bracket has it, to 1e-8 of the bracket. */
  static double maximum(DoubleUnaryOperator f, double low, double high) {
    double a = low;
    double b = high;
    double left = b - GOLDEN * (b - a);
    double right = a + GOLDEN * (b - a);
    double fLeft = f.applyAsDouble(left);
    double fRight = f.applyAsDouble(right);
    for (int k = 0; k < 40; k++) { // 0.618⁴⁰ = 4e-9; a maximum is flat, more cannot be told
      if (fLeft < fRight) {
        a = left;
        left = right;
        fLeft = fRight;
        right = a + GOLDEN * (b - a);
        fRight = f.applyAsDouble(right);
      } else {
        b = right;
        right = left;
        fRight = fLeft;
        left = b - GOLDEN * (b - a);
        fLeft = f.applyAsDouble(left);
      }
    }
    return (a + b) / 2;
  }

  /** The zero of a function that is below 0 at {@code low} and not at {@code high}. */
  static double rising(DoubleUnaryOperator f, double low, double high) {
    double a = low;
    double b = high;
    for (int k = 0; k < 60; k++) {
      double middle = (a + b) / 2;
      if (f.applyAsDouble(middle) < 0) {
        a = middle;
      } else {
        b = middle;
      }
    }
    return b;
  }
}
