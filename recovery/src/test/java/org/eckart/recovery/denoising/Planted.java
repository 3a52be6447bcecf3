package org.eckart.recovery.denoising;

import java.util.Arrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * A signal of known strengths with random directions, and noise around it.
 *
 * @param signal with singular values strength · √n
 * @param noisy signal + standard normal entries
 */
record Planted(Matrix signal, Matrix noisy) {
  static Planted of(int rows, int columns, long seed, double... strengths) {
    Matrix signal = signal(rows, columns, seed, strengths);
    Matrix noise = RandomStream.of(seed, "noise").gaussian(rows, columns);
    return new Planted(signal, signal.plus(noise));
  }

  static Matrix signal(int rows, int columns, long seed, double... strengths) {
    return strengths.length == 0
        ? Matrix.zeros(rows, columns)
        : factors(rows, columns, seed, strengths).product();
  }

  /** The signal's own decomposition. */
  static Svd factors(int rows, int columns, long seed, double... strengths) {
    int r = strengths.length;
    double[] s = Arrays.stream(strengths).map(x -> x * Math.sqrt(columns)).toArray();
    return new Svd(
        Qr.orthonormal(RandomStream.of(seed, "left").gaussian(rows, r)),
        Vector.of(s),
        Qr.orthonormal(RandomStream.of(seed, "right").gaussian(columns, r)));
  }

  /** ‖estimate − signal‖² / n: the loss in normalised units. */
  double loss(Matrix estimate) {
    double norm = estimate.minus(signal).frobeniusNorm();
    return norm * norm / signal.columns();
  }

  /** Noise whose rows are autoregressive sequences: entries k columns apart have correlation ρᵏ. */
  static Matrix autoregressive(int rows, int columns, double correlation, long seed) {
    Matrix noise = RandomStream.of(seed, "noise").gaussian(rows, columns);
    double fresh = Math.sqrt(1 - correlation * correlation);
    for (int i = 1; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        noise.set(i, j, correlation * noise.get(i - 1, j) + fresh * noise.get(i, j));
      }
    }
    return noise;
  }
}
