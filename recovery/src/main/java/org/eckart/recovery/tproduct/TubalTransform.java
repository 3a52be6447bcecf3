package org.eckart.recovery.tproduct;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Tensor;

/**
 * The discrete Fourier transform along mode 3 and back, X̂_f = Σ_t X_t e^{−2πi f t/n₃}.
 *
 * <p>Of a real tensor the slices f and n₃ − f are conjugate, so only f = 0, …, ⌊n₃/2⌋ are kept. A
 * complex slice A + iB stands as the real matrix [[A, −B], [B, A]]: sums, products and transposes
 * of such matrices are those of the complex ones, and every singular value appears twice. The
 * slices that are real anyway (0, and n₃/2 of an even n₃) stand for themselves.
 *
 * <p>Cost: two products of n₁n₂ × n₃ by n₃ × n₃; mode 3 is the short one.
 */
final class TubalTransform {
  private final int n;
  private final Matrix cosine; // (⌊n/2⌋ + 1) × n
  private final Matrix sine;

  TubalTransform(int n) {
    this.n = n;
    int half = n / 2 + 1;
    this.cosine = Matrix.zeros(half, n);
    this.sine = Matrix.zeros(half, n);
    for (int f = 0; f < half; f++) {
      for (int t = 0; t < n; t++) {
        double angle = 2 * Math.PI * ((long) f * t % n) / n;
        cosine.set(f, t, Math.cos(angle));
        sine.set(f, t, isReal(f) ? 0 : Math.sin(angle));
      }
    }
  }

  int slices() {
    return n / 2 + 1;
  }

  /** Whether slice f of a real tensor is real. */
  boolean isReal(int f) {
    return f == 0 || 2 * f == n;
  }

  /** The slices f = 0, …, ⌊n₃/2⌋, in the form described above. */
  List<Matrix> forward(Tensor x) {
    check(
        x.modes() == 3 && x.size(2) == n,
        "%s has no tubes of %d entries; the tensor–tensor product is for 3 modes",
        x,
        n);
    int m = x.size(0);
    int p = x.size(1);
    Tensor real = x.times(2, cosine);
    Tensor imaginary = x.times(2, sine).scaled(-1);
    List<Matrix> slices = new ArrayList<>();
    for (int f = 0; f < slices(); f++) {
      Matrix slice = isReal(f) ? Matrix.zeros(m, p) : Matrix.zeros(2 * m, 2 * p);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < p; j++) {
          double a = real.array()[(i * p + j) * slices() + f];
          slice.set(i, j, a);
          if (!isReal(f)) {
            double b = imaginary.array()[(i * p + j) * slices() + f];
            slice.set(m + i, p + j, a);
            slice.set(m + i, j, b);
            slice.set(i, p + j, -b);
          }
        }
      }
      slices.add(slice);
    }
    return slices;
  }

  /** The tensor of m × p × n₃ whose slices these are. */
  Tensor back(List<Matrix> slices, int m, int p) {
    Tensor real = Tensor.zeros(m, p, slices());
    Tensor imaginary = Tensor.zeros(m, p, slices());
    for (int f = 0; f < slices(); f++) {
      double weight = (isReal(f) ? 1.0 : 2.0) / n; // f and n − f together
      Matrix slice = slices.get(f);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < p; j++) {
          int at = (i * p + j) * slices() + f;
          real.array()[at] = weight * slice.get(i, j);
          imaginary.array()[at] = isReal(f) ? 0 : weight * slice.get(m + i, j);
        }
      }
    }
    return real.times(2, cosine.transpose()).minus(imaginary.times(2, sine.transpose()));
  }
}
