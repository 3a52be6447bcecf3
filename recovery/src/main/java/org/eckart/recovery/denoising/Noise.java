package org.eckart.recovery.denoising;

import static org.eckart.linalg.Check.check;

/** What is known of the noise. */
public sealed interface Noise {
  /** Independent entries of one unknown variance, which is estimated together with the rank. */
  record White() implements Noise {}

  /**
   * The same, with the level taken from the median of all singular values (Gavish &amp; Donoho
   * 2014): robust against a few strong directions, biased upwards by many, and needs them all.
   */
  record WhiteByMedian() implements Noise {}

  /**
   * Independent entries of known standard deviation.
   *
   * @param level σ, in the units of the entries
   */
  record Known(double level) implements Noise {
    public Known {
      check(
          level > 0 && level < Double.POSITIVE_INFINITY,
          "noiseLevel is %s; a standard deviation must be above 0 (without noise there is nothing to"
              + " remove), or leave it out to have it estimated",
          level);
    }
  }

  /**
   * Noise whose rows or columns are correlated or of different variance: its law is read off the
   * singular values that are not signal.
   */
  record Correlated() implements Noise {}

  /** {@link White}. */
  static Noise white() {
    return new White();
  }

  /** {@link Known} of this level. */
  static Noise known(double level) {
    return new Known(level);
  }
}
