package org.eckart.recovery.hankel;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;

/**
 * A complex sequence; a real one has imaginary parts of 0.
 *
 * @param re real parts
 * @param im imaginary parts
 */
public record Signal(double[] re, double[] im) {
  public Signal {
    check(
        re.length == im.length,
        "%d real and %d imaginary parts do not make a signal",
        re.length,
        im.length);
  }

  /** A real signal. */
  public static Signal ofReal(double... values) {
    return new Signal(values, new double[values.length]);
  }

  static Signal zeros(int length) {
    return new Signal(new double[length], new double[length]);
  }

  public int length() {
    return re.length;
  }

  /** Whether all imaginary parts are 0. */
  public boolean isReal() {
    for (double one : im) {
      if (one != 0 && !Double.isNaN(one)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the t-th sample is missing: its real or its imaginary part is NaN. */
  public boolean isGap(int t) {
    return Double.isNaN(re[t]) || Double.isNaN(im[t]);
  }

  /** The samples times a number. */
  Signal scaled(double factor) {
    double[] newRe = re.clone();
    double[] newIm = im.clone();
    for (int t = 0; t < re.length; t++) {
      newRe[t] *= factor;
      newIm[t] *= factor;
    }
    return new Signal(newRe, newIm);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signal that && Arrays.equals(re, that.re) && Arrays.equals(im, that.im);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(re) + Arrays.hashCode(im);
  }

  @Override
  public String toString() {
    return "Signal[" + re.length + "]";
  }
}
