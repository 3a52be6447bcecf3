package org.eckart.bayes.diagnose;

import org.eckart.linalg.Fft;

/**
 * Mean autocovariance of chains of one length, by fast Fourier transform: γ_t = (1/T) Σ (x_i −
 * x̄)(x_{i+t} − x̄), each chain about its own mean, averaged over chains. O(M T log T).
 */
final class Autocovariance {
  private Autocovariance() {}

  /** γ_0, …, γ_{T−1}; chains are taken two at a time, as real and imaginary part. */
  static double[] mean(double[][] chains) {
    int length = chains[0].length;
    int size = Fft.fastLength(2 * length); // room against wrap-around
    Fft fft = Fft.ofLength(size);
    double[] power = new double[size];
    for (int c = 0; c < chains.length; c += 2) {
      double[] re = centred(chains[c], size);
      double[] im = c + 1 < chains.length ? centred(chains[c + 1], size) : new double[size];
      fft.forward(re, im);
      for (int k = 0; k < size; k++) {
        int mirror = (size - k) & (size - 1);
        power[k] +=
            0.5
                * (re[k] * re[k]
                    + im[k] * im[k]
                    + re[mirror] * re[mirror]
                    + im[mirror] * im[mirror]);
      }
    }
    fft.forward(power, new double[size]); // the spectrum is even: forward and backward agree
    double[] mean = new double[length];
    double scale = 1.0 / ((double) size * length * chains.length);
    for (int t = 0; t < length; t++) {
      mean[t] = power[t] * scale;
    }
    return mean;
  }

  private static double[] centred(double[] chain, int size) {
    double mean = Moments.mean(chain);
    double[] centred = new double[size];
    for (int t = 0; t < chain.length; t++) {
      centred[t] = chain[t] - mean;
    }
    return centred;
  }
}
