package org.eckart.bench.scaledgd;

import java.util.SplittableRandom;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;

/**
 * Numbers that any language can draw again: SplitMix64 bits, uniforms of their upper 53, normals by
 * Box and Muller's cosine, two uniforms each; matrices row by row.
 */
public final class PortableDraws {
  private final SplittableRandom bits;

  public PortableDraws(long seed) {
    bits = new SplittableRandom(seed);
  }

  /** Uniform on [0, 1). */
  public double uniform() {
    return (bits.nextLong() >>> 11) * 0x1p-53;
  }

  /** Standard normal. */
  public double normal() {
    double radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  }

  /** Independent standard normals, m × n. */
  public Matrix normals(int rows, int columns) {
    Matrix a = Matrix.zeros(rows, columns);
    for (int k = 0; k < a.array().length; k++) {
      a.array()[k] = normal();
    }
    return a;
  }

  /** Random orthonormal columns: Q of a Gaussian matrix, no negative number on R's diagonal. */
  public Matrix orthonormal(int rows, int rank) {
    return Qr.orthonormal(normals(rows, rank));
  }

  /** {@code count} numbers from {@code first} to {@code last} at equal distances. */
  public static double[] spaced(double first, double last, int count) {
    double[] values = new double[count];
    for (int k = 0; k < count; k++) {
      values[k] = count == 1 ? first : first + (last - first) * k / (count - 1);
    }
    return values;
  }
}
