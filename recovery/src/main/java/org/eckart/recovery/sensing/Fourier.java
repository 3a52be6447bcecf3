package org.eckart.recovery.sensing;

/**
 * The discrete Fourier transform of one length n, in place on real and imaginary parts: Σⱼ xⱼ
 * e^{∓2πijk/n}, without a factor. Powers of two by radix-2 butterflies, other lengths by
 * Bluestein's convolution; O(n log n) either way.
 */
final class Fourier {
  private final int length;
  private final int power; // the power of two that does the work
  private final double[] cosine; // of 2πk/power, k < power / 2
  private final double[] sine;
  private final double[] chirpCosine; // of πk²/n; empty for a power of two
  private final double[] chirpSine;
  private final double[] filterReal; // transform of the conjugate chirp, for the convolution
  private final double[] filterImaginary;

  Fourier(int length) {
    this.length = length;
    boolean direct = Integer.bitCount(length) == 1;
    this.power = direct ? length : Integer.highestOneBit(2 * length - 1) << 1;
    this.cosine = new double[power / 2];
    this.sine = new double[power / 2];
    for (int k = 0; k < power / 2; k++) {
      cosine[k] = StrictMath.cos(2 * Math.PI * k / power);
      sine[k] = StrictMath.sin(2 * Math.PI * k / power);
    }
    int chirp = direct ? 0 : length;
    this.chirpCosine = new double[chirp];
    this.chirpSine = new double[chirp];
    this.filterReal = new double[direct ? 0 : power];
    this.filterImaginary = new double[direct ? 0 : power];
    for (int k = 0; k < chirp; k++) {
      long square = (long) k * k % (2L * length); // reduced first, or the angle loses its digits
      chirpCosine[k] = StrictMath.cos(Math.PI * square / length);
      chirpSine[k] = StrictMath.sin(Math.PI * square / length);
      filterReal[k] = chirpCosine[k];
      filterImaginary[k] = chirpSine[k];
      if (k > 0) {
        filterReal[power - k] = chirpCosine[k];
        filterImaginary[power - k] = chirpSine[k];
      }
    }
    if (!direct) {
      butterflies(filterReal, filterImaginary);
    }
  }

  int length() {
    return length;
  }

  /** x ← Σⱼ xⱼ e^{−2πijk/n}. */
  void forward(double[] real, double[] imaginary) {
    if (filterReal.length == 0) {
      butterflies(real, imaginary);
    } else {
      bluestein(real, imaginary);
    }
  }

  /** x ← Σⱼ xⱼ e^{+2πijk/n}: n times the inverse. */
  void backward(double[] real, double[] imaginary) {
    forward(imaginary, real); // parts exchanged: the conjugate of the transform of the conjugate
  }

  /** jk = (j² + k² − (k − j)²) / 2 turns the sum into a convolution with a chirp. */
  private void bluestein(double[] real, double[] imaginary) {
    double[] a = new double[power];
    double[] b = new double[power];
    for (int j = 0; j < length; j++) {
      a[j] = real[j] * chirpCosine[j] + imaginary[j] * chirpSine[j];
      b[j] = imaginary[j] * chirpCosine[j] - real[j] * chirpSine[j];
    }
    butterflies(a, b);
    for (int k = 0; k < power; k++) {
      double product = a[k] * filterReal[k] - b[k] * filterImaginary[k];
      b[k] = a[k] * filterImaginary[k] + b[k] * filterReal[k];
      a[k] = product;
    }
    butterflies(b, a);
    double factor = 1.0 / power;
    for (int k = 0; k < length; k++) {
      real[k] = factor * (a[k] * chirpCosine[k] + b[k] * chirpSine[k]);
      imaginary[k] = factor * (b[k] * chirpCosine[k] - a[k] * chirpSine[k]);
    }
  }

  /** Of the length {@link #power}: bits reversed, then butterflies of 2, 4, 8, … */
  private void butterflies(double[] real, double[] imaginary) {
    for (int i = 1, j = 0; i < power; i++) {
      int bit = power >> 1;
      for (; (j & bit) != 0; bit >>= 1) {
        j ^= bit;
      }
      j ^= bit;
      if (i < j) {
        double swap = real[i];
        real[i] = real[j];
        real[j] = swap;
        swap = imaginary[i];
        imaginary[i] = imaginary[j];
        imaginary[j] = swap;
      }
    }
    for (int size = 2; size <= power; size <<= 1) {
      int half = size >> 1;
      int stride = power / size;
      for (int from = 0; from < power; from += size) {
        for (int k = 0; k < half; k++) {
          double c = cosine[k * stride];
          double s = sine[k * stride];
          int low = from + k;
          int high = low + half;
          double x = real[high] * c + imaginary[high] * s;
          double y = imaginary[high] * c - real[high] * s;
          real[high] = real[low] - x;
          imaginary[high] = imaginary[low] - y;
          real[low] += x;
          imaginary[low] += y;
        }
      }
    }
  }
}
