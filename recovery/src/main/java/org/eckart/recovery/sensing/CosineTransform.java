package org.eckart.recovery.sensing;

import org.eckart.linalg.Fft;

/**
 * The orthonormal cosine transform of one length, cₖ = wₖ Σⱼ xⱼ cos(π(2j + 1)k / 2n) with w₀ =
 * √(1/n) and wₖ = √(2/n) (DCT-II), and its transpose, which is its inverse; each by one Fourier
 * transform of the same length (Makhoul 1980).
 */
final class CosineTransform {
  private final int length;
  private final Fft fourier;
  private final double[] cosine; // of πk/2n
  private final double[] sine;

  CosineTransform(int length) {
    this.length = length;
    this.fourier = Fft.ofLength(length);
    this.cosine = new double[length];
    this.sine = new double[length];
    for (int k = 0; k < length; k++) {
      cosine[k] = StrictMath.cos(Math.PI * k / (2.0 * length));
      sine[k] = StrictMath.sin(Math.PI * k / (2.0 * length));
    }
  }

  private double weight(int k) {
    return Math.sqrt((k == 0 ? 1.0 : 2.0) / length);
  }

  /** Where entry j goes before the Fourier transform: even ones forwards, odd ones backwards. */
  private int place(int j) {
    return j % 2 == 0 ? j / 2 : length - 1 - j / 2;
  }

  /** x ← C x, for the {@code length} numbers from {@code from} on. */
  void forward(double[] x, int from) {
    double[] real = new double[length];
    double[] imaginary = new double[length];
    for (int j = 0; j < length; j++) {
      real[place(j)] = x[from + j];
    }
    fourier.forward(real, imaginary);
    for (int k = 0; k < length; k++) {
      x[from + k] = weight(k) * (real[k] * cosine[k] + imaginary[k] * sine[k]);
    }
  }

  /** c ← Cᵀ c, for the {@code length} numbers from {@code from} on. */
  void backward(double[] c, int from) {
    double[] real = new double[length];
    double[] imaginary = new double[length];
    for (int k = 0; k < length; k++) {
      double even = c[from + k] / weight(k);
      double odd = k == 0 ? 0 : -c[from + length - k] / weight(length - k);
      real[k] = even * cosine[k] - odd * sine[k];
      imaginary[k] = even * sine[k] + odd * cosine[k];
    }
    fourier.inverse(real, imaginary);
    for (int j = 0; j < length; j++) {
      c[from + j] = real[place(j)];
    }
  }
}
