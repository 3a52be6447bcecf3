package org.eckart.recovery.hankel;

import org.eckart.linalg.Fft;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;

/**
 * Products with Hankel matrices H(z) of n₁ × n₂, entry z_{i+j} at (i, j), by FFT: O(N log N) each,
 * N = n₁ + n₂ − 1 the length of z. Complex factors of r columns are real matrices of 2r: [Re F, Im
 * F].
 */
final class HankelProducts {
  private final int rows;
  private final int columns;
  private final Fft fft;
  private final double[] weight; // entries of the matrix that each sample fills

  HankelProducts(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    int length = rows + columns - 1;
    fft = Fft.ofLength(Fft.fastLength(length)); // wrapped-around parts fall beyond what is read
    weight = new double[length];
    for (int s = 0; s < length; s++) {
      weight[s] = Math.min(Math.min(s + 1, length - s), Math.min(rows, columns));
    }
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** The transforms of z, and of the columns of a complex factor. */
  record Spectrum(double[] re, double[] im) {}

  Spectrum of(Signal z) {
    double[] re = new double[fft.length()];
    double[] im = new double[fft.length()];
    System.arraycopy(z.re(), 0, re, 0, z.length());
    System.arraycopy(z.im(), 0, im, 0, z.length());
    fft.forward(re, im);
    return new Spectrum(re, im);
  }

  Spectrum[] of(Matrix factor, Parallel parallel) {
    int r = factor.columns() / 2;
    Spectrum[] spectra = new Spectrum[r];
    parallel.forEachBlock(
        r,
        k -> {
          double[] re = new double[fft.length()];
          double[] im = new double[fft.length()];
          for (int i = 0; i < factor.rows(); i++) {
            re[i] = factor.get(i, k);
            im[i] = factor.get(i, r + k);
          }
          fft.forward(re, im);
          spectra[k] = new Spectrum(re, im);
        });
    return spectra;
  }

  /** H†(L R*): the mean along each skew-diagonal of Σ_k l_k r_k*. */
  Signal averages(Spectrum[] left, Spectrum[] right) {
    int p = fft.length();
    double[] re = new double[p];
    double[] im = new double[p];
    for (int k = 0; k < left.length; k++) {
      Spectrum l = left[k];
      Spectrum r = right[k];
      for (int f = 0; f < p; f++) {
        int back = (p - f) % p; // the transform of conj(r) at f is conj(R(−f))
        double c = r.re[back];
        double d = -r.im[back];
        re[f] += l.re[f] * c - l.im[f] * d;
        im[f] += l.re[f] * d + l.im[f] * c;
      }
    }
    fft.inverse(re, im);
    int length = rows + columns - 1;
    Signal mean = Signal.zeros(length);
    for (int s = 0; s < length; s++) {
      mean.re()[s] = re[s] / weight[s];
      mean.im()[s] = im[s] / weight[s];
    }
    return mean;
  }

  /** H(z) F for F of n₂ rows, n₁ × 2r. */
  Matrix times(Spectrum z, Spectrum[] factor, Parallel parallel) {
    Matrix product = Matrix.zeros(rows, 2 * factor.length);
    parallel.forEachBlock(
        factor.length,
        k -> {
          Spectrum f = factor[k];
          int p = fft.length();
          double[] re = new double[p];
          double[] im = new double[p];
          for (int w = 0; w < p; w++) {
            int back = (p - w) % p; // Σⱼ z_{i+j} fⱼ has the transform Z(w) F(−w)
            re[w] = z.re[w] * f.re[back] - z.im[w] * f.im[back];
            im[w] = z.re[w] * f.im[back] + z.im[w] * f.re[back];
          }
          fft.inverse(re, im);
          put(product, k, factor.length, re, im, 1);
        });
    return product;
  }

  /** H(z)* F for F of n₁ rows, n₂ × 2r. */
  Matrix adjointTimes(Spectrum z, Spectrum[] factor, Parallel parallel) {
    Matrix product = Matrix.zeros(columns, 2 * factor.length);
    parallel.forEachBlock(
        factor.length,
        k -> {
          Spectrum f = factor[k];
          int p = fft.length();
          double[] re = new double[p];
          double[] im = new double[p];
          for (int w = 0;
              w < p;
              w++) { // conj of Σᵢ z_{i+j} conj(fᵢ), whose transform is Z(w) conj F(w)
            re[w] = z.re[w] * f.re[w] + z.im[w] * f.im[w];
            im[w] = z.im[w] * f.re[w] - z.re[w] * f.im[w];
          }
          fft.inverse(re, im);
          put(product, k, factor.length, re, im, -1);
        });
    return product;
  }

  private static void put(Matrix to, int k, int r, double[] re, double[] im, double sign) {
    for (int i = 0; i < to.rows(); i++) {
      to.set(i, k, re[i]);
      to.set(i, r + k, sign * im[i]);
    }
  }

  /**
   * H(z) as a real operator: itself for a real z, and else [[Re H, −Im H], [Im H, Re H]] of 2n₁ ×
   * 2n₂, which has each singular value twice.
   */
  LinearOperator operator(Signal z) {
    boolean real = z.isReal();
    Spectrum spectrum = of(z);
    int parts = real ? 1 : 2;
    return new LinearOperator() {
      @Override
      public int rows() {
        return parts * rows;
      }

      @Override
      public int columns() {
        return parts * columns;
      }

      @Override
      public void multiply(double[] x, double[] y) {
        apply(x, columns, y, rows, false);
      }

      @Override
      public void transposeMultiply(double[] y, double[] x) {
        apply(y, rows, x, columns, true);
      }

      private void apply(double[] from, int size, double[] to, int length, boolean adjoint) {
        int p = fft.length();
        double[] re = new double[p];
        double[] im = new double[p];
        System.arraycopy(from, 0, re, 0, size);
        if (!real) {
          System.arraycopy(from, size, im, 0, size);
        }
        fft.forward(re, im);
        double[] a = new double[p];
        double[] b = new double[p];
        for (int w = 0; w < p; w++) {
          int at = adjoint ? w : (p - w) % p;
          double sign = adjoint ? -1 : 1;
          a[w] = spectrum.re[w] * re[at] - sign * spectrum.im[w] * im[at];
          b[w] = sign * spectrum.re[w] * im[at] + spectrum.im[w] * re[at];
        }
        fft.inverse(a, b);
        System.arraycopy(a, 0, to, 0, length);
        if (!real) {
          for (int i = 0; i < length; i++) {
            to[length + i] = adjoint ? -b[i] : b[i];
          }
        }
      }
    };
  }
}
