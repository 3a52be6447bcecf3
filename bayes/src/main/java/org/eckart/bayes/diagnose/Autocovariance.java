package org.eckart.bayes.diagnose;

/**
 * Mean autocovariance of chains of one length, by fast Fourier transform: γ_t = (1/T) Σ (x_i −
 * x̄)(x_{i+t} − x̄), each chain about its own mean, averaged over chains. O(M T log T).
 */
final class Autocovariance {
  private Autocovariance() {}

  /** γ_0, …, γ_{T−1}; chains are taken two at a time, as real and imaginary part. */
  static double[] mean(double[][] chains) {
    int length = chains[0].length;
    int size = Math.max(2, Integer.highestOneBit(2 * length - 1) << 1); // room against wrap-around
    double[] power = new double[size];
    for (int c = 0; c < chains.length; c += 2) {
      double[] re = centred(chains[c], size);
      double[] im = c + 1 < chains.length ? centred(chains[c + 1], size) : new double[size];
      transform(re, im);
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
    transform(power, new double[size]); // the spectrum is even: forward and backward agree
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

  /**
   * In place, size a power of two; twiddles by cosine and sine of each angle, not by recurrence.
   */
  private static void transform(double[] re, double[] im) {
    int size = re.length;
    for (int i = 1, j = 0; i < size; i++) {
      int bit = size >> 1;
      for (; (j & bit) != 0; bit >>= 1) {
        j ^= bit;
      }
      j ^= bit;
      if (i < j) {
        double swap = re[i];
        re[i] = re[j];
        re[j] = swap;
        swap = im[i];
        im[i] = im[j];
        im[j] = swap;
      }
    }
    double[] cos = new double[size / 2];
    double[] sin = new double[size / 2];
    for (int k = 0; k < size / 2; k++) {
      cos[k] = Math.cos(2 * Math.PI * k / size);
      sin[k] = -Math.sin(2 * Math.PI * k / size);
    }
    for (int half = 1; half < size; half <<= 1) {
      int stride = size / (2 * half);
      for (int from = 0; from < size; from += 2 * half) {
        for (int k = 0; k < half; k++) {
          int a = from + k;
          int b = a + half;
          double x = re[b] * cos[k * stride] - im[b] * sin[k * stride];
          double y = re[b] * sin[k * stride] + im[b] * cos[k * stride];
          re[b] = re[a] - x;
          im[b] = im[a] - y;
          re[a] += x;
          im[a] += y;
        }
      }
    }
  }
}
