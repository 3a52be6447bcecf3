package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

/**
 * A power of two taken out of a matrix before it is factored, so that nothing inside overflows or
 * vanishes. Multiplying by a power of two is exact.
 */
record Scaling(int exponent) {
  /** Squares and sums of squares of numbers between these are far from both ends of the range. */
  private static final double SMALL = 1e-100;

  private static final double LARGE = 1e100;

  /** The scaling of {@code a}, none if its entries are of ordinary size; refuses NaN and ∞. */
  static Scaling of(Matrix a, String purpose) {
    double largest = a.largestMagnitude();
    if (!(largest <= Double.MAX_VALUE)) {
      refuse(a, purpose);
    }
    boolean ordinary = largest == 0 || largest >= SMALL && largest <= LARGE;
    return new Scaling(ordinary ? 0 : Math.getExponent(largest));
  }

  private static void refuse(Matrix a, String purpose) {
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < a.columns(); j++) {
        check(
            Double.isFinite(a.get(i, j)),
            "Entry (%d, %d) is %s and %s needs every entry finite; fill or remove it first",
            i,
            j,
            a.get(i, j),
            purpose);
      }
    }
  }

  /** A 2⁻ᵉ, or A itself where e = 0. */
  Matrix applied(Matrix a) {
    return exponent == 0 ? a : shifted(a, -exponent);
  }

  Matrix undone(Matrix a) {
    return exponent == 0 ? a : shifted(a, exponent);
  }

  Vector undone(Vector values) {
    return exponent == 0
        ? values
        : Vector.wrap(shifted(Matrix.wrap(1, values.size(), values.toArray()), exponent).array());
  }

  private static Matrix shifted(Matrix a, int by) {
    Matrix shifted = Matrix.zeros(a.rows(), a.columns());
    double[] from = a.array();
    double[] to = shifted.array();
    for (int i = 0; i < from.length; i++) {
      to[i] = Math.scalb(from[i], by);
    }
    return shifted;
  }
}
