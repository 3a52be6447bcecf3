package org.eckart.linalg;

/**
 * A power of two as the unit of numbers: dividing by it and multiplying again is exact, while
 * squares and sums of squares of what is left neither overflow nor vanish.
 */
public final class PowerOfTwo {
  private PowerOfTwo() {}

  /**
   * The largest power of two up to {@code size} ≥ 0, so that size / unit is from 1 to 2; at least
   * 2⁻¹⁰²², whose reciprocal is still finite, and 1 where the size is 0.
   */
  public static double upTo(double size) {
    return size == 0 ? 1 : Math.scalb(1.0, Math.max(Double.MIN_EXPONENT, Math.getExponent(size)));
  }
}
