package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

/**
 * The discrete Fourier transform X_f = Σₜ xₜ e^{−2πi f t/n} of complex sequences of one length n,
 * and its inverse.
 *
 * <p>A power of two goes by Cooley and Tukey's radix 2, any other length by Bluestein's chirps on a
 * power of two of at least 2n − 1: O(n log n) for every n, primes too. The relative error is about
 * 1e-16 log₂ n. A plan may be used by several threads.
 */
public final class Fft {
  private static final int LONGEST = 1 << 28;

  private final int n;
  private final double[]
      cosine; // of 2πt/n for t < n/2; of πt²/n for t < n where n is no power of two
  private final double[] sine;
  private final Fft padded; // itself where n is a power of two
  private final double[] chirpRe; // spectrum of the chirp
  private final double[] chirpIm;

  private Fft(int n) {
    this.n = n;
    boolean powerOfTwo = Integer.bitCount(n) == 1;
    int length = powerOfTwo ? Math.max(1, n / 2) : n;
    cosine = new double[length];
    sine = new double[length];
    for (int t = 0; t < length; t++) {
      // t² modulo 2n keeps the angle small and exact
      double turns = powerOfTwo ? (double) t / n : ((long) t * t % (2L * n)) / (2.0 * n);
      cosine[t] = Math.cos(2 * Math.PI * turns);
      sine[t] = Math.sin(2 * Math.PI * turns);
    }
    if (powerOfTwo) {
      padded = this;
      chirpRe = new double[0];
      chirpIm = new double[0];
      return;
    }
    padded = new Fft(Integer.highestOneBit(2 * n - 2) * 2);
    chirpRe = new double[padded.n];
    chirpIm = new double[padded.n];
    for (int t = 0; t < n; t++) {
      int back = (padded.n - t) % padded.n;
      chirpRe[t] = cosine[t];
      chirpIm[t] = sine[t];
      chirpRe[back] = cosine[t];
      chirpIm[back] = sine[t];
    }
    padded.forward(chirpRe, chirpIm);
  }

  /**
   * A plan for sequences of n numbers, 1 ≤ n ≤ 2²⁷; 8 n bytes where n is a power of two, and else
   * 16 n and 24 for each of the 2 n to 4 n numbers of the padded one.
   */
  public static Fft ofLength(int n) {
    check(
        n >= 1 && n <= LONGEST / 2,
        "%d numbers cannot be transformed; take 1 to %d",
        n,
        LONGEST / 2);
    return new Fft(n);
  }

  /** The least power of two that is at least {@code n}: the lengths that are fastest. */
  public static int fastLength(int n) {
    check(
        n >= 1 && n <= LONGEST / 2,
        "%d numbers cannot be transformed; take 1 to %d",
        n,
        LONGEST / 2);
    return n == 1 ? 1 : Integer.highestOneBit(n - 1) * 2;
  }

  /** n. */
  public int length() {
    return n;
  }

  /** Replaces x by X. */
  public void forward(double[] re, double[] im) {
    check(
        re.length == n && im.length == n,
        "%d real and %d imaginary parts came to a transform of length %d",
        re.length,
        im.length,
        n);
    if (padded == this) {
      radixTwo(re, im);
    } else {
      bluestein(re, im);
    }
  }

  /** Replaces X by x, the factor 1/n included. */
  public void inverse(double[] re, double[] im) {
    forward(im, re); // the inverse is the transform with real and imaginary parts exchanged
    for (int t = 0; t < n; t++) {
      re[t] /= n;
      im[t] /= n;
    }
  }

  private void radixTwo(double[] re, double[] im) {
    int shift = 1 + Integer.numberOfLeadingZeros(n);
    for (int t = 1; t < n; t++) {
      int reversed = n == 1 ? 0 : Integer.reverse(t) >>> shift;
      if (reversed > t) {
        double keep = re[t];
        re[t] = re[reversed];
        re[reversed] = keep;
        keep = im[t];
        im[t] = im[reversed];
        im[reversed] = keep;
      }
    }
    for (int half = 1; half < n; half *= 2) {
      int stride = n / (2 * half);
      for (int from = 0; from < n; from += 2 * half) {
        for (int k = 0; k < half; k++) {
          double c = cosine[k * stride];
          double s = sine[k * stride];
          int upper = from + k;
          int lower = upper + half;
          double turnedRe = re[lower] * c + im[lower] * s;
          double turnedIm = im[lower] * c - re[lower] * s;
          re[lower] = re[upper] - turnedRe;
          im[lower] = im[upper] - turnedIm;
          re[upper] += turnedRe;
          im[upper] += turnedIm;
        }
      }
    }
  }

  /** f t = (f² + t² − (f − t)²)/2 makes the transform a convolution with a chirp. */
  private void bluestein(double[] re, double[] im) {
    double[] a = new double[padded.n];
    double[] b = new double[padded.n];
    for (int t = 0; t < n; t++) {
      a[t] = re[t] * cosine[t] + im[t] * sine[t];
      b[t] = im[t] * cosine[t] - re[t] * sine[t];
    }
    padded.forward(a, b);
    for (int f = 0; f < padded.n; f++) {
      double product = a[f] * chirpRe[f] - b[f] * chirpIm[f];
      b[f] = a[f] * chirpIm[f] + b[f] * chirpRe[f];
      a[f] = product;
    }
    padded.inverse(a, b);
    for (int f = 0; f < n; f++) {
      re[f] = a[f] * cosine[f] + b[f] * sine[f];
      im[f] = b[f] * cosine[f] - a[f] * sine[f];
    }
  }
}
