package org.eckart.bench.scaledgd;

import java.util.OptionalInt;

/**
 * One line of a figure's table.
 *
 * @param method such as {@code ScaledGD}
 * @param setting what was varied, such as {@code κ = 5}
 * @param iterations to the figure's tolerance; empty if it was not reached
 * @param expected the published or independently verified number of them, in words ({@code 74},
 *     {@code above 599}); empty where there is none
 * @param lastError at the last iteration that was run
 */
public record Row(
    String method, String setting, OptionalInt iterations, String expected, double lastError) {
  /** The row of a curve of errors by iteration, from 0. */
  public static Row of(
      String method, String setting, double[] errors, double tolerance, String expected) {
    OptionalInt reached = OptionalInt.empty();
    for (int t = 0; t < errors.length && reached.isEmpty(); t++) {
      if (errors[t] < tolerance) {
        reached = OptionalInt.of(t);
      }
    }
    return new Row(method, setting, reached, expected, errors[errors.length - 1]);
  }
}
