package org.eckart.recovery.denoising;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.Vector;

/**
 * Singular values of an m × n matrix, all of them or the leading ones with the norm of the rest.
 *
 * @param values never increasing, in the units of the matrix
 * @param restNorm Frobenius norm of what the values leave; 0 where they are all min(m, n)
 * @param rows m
 * @param columns n
 */
public record LeadingValues(Vector values, double restNorm, int rows, int columns) {
  public LeadingValues {
    check(rows > 0 && columns > 0, "A %d × %d matrix has no singular values", rows, columns);
    check(
        values.size() <= Math.min(rows, columns),
        "A %d × %d matrix has %d singular values, not %d",
        rows,
        columns,
        Math.min(rows, columns),
        values.size());
    check(restNorm >= 0, "restNorm is %s; a norm is not negative", restNorm);
  }

  /** All min(m, n) values. */
  public static LeadingValues all(Vector values, int rows, int columns) {
    check(
        values.size() == Math.min(rows, columns),
        "A %d × %d matrix has %d singular values, not %d",
        rows,
        columns,
        Math.min(rows, columns),
        values.size());
    return new LeadingValues(values, 0, rows, columns);
  }

  /**
   * Leading values of a matrix of known norm. What the norm leaves is a difference: it loses all
   * digits where the values leave less than 1e-8 of it.
   */
  static LeadingValues leading(Vector values, double norm, int rows, int columns) {
    double rest = 1;
    for (int i = 0; i < values.size() && norm > 0; i++) {
      double part = values.get(i) / norm;
      rest -= part * part;
    }
    return new LeadingValues(values, norm * Math.sqrt(Math.max(0, rest)), rows, columns);
  }

  boolean areAll() {
    return values.size() == Math.min(rows, columns);
  }

  int smallerSide() {
    return Math.min(rows, columns);
  }

  int largerSide() {
    return Math.max(rows, columns);
  }

  /** A size by which all can be divided before squaring: the largest, or the rest. */
  double scale() {
    double largest = values.size() == 0 ? 0 : values.get(0);
    return Math.max(largest, restNorm);
  }
}
