package org.eckart.recovery.sensing;

import java.util.SplittableRandom;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * Planted problems that any language can make again: SplitMix64 bits, uniforms of 53 bits, normals
 * by Box and Muller from two uniforms each, arrays row by row.
 */
public final class PortableData {
  private final SplittableRandom bits;

  public PortableData(long seed) {
    this.bits = new SplittableRandom(seed);
  }

  public double uniform() {
    return (bits.nextLong() >>> 11) * 0x1p-53;
  }

  public double normal() {
    double radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  }

  public Matrix normal(int rows, int columns) {
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int k = 0; k < matrix.array().length; k++) {
      matrix.array()[k] = normal();
    }
    return matrix;
  }

  /** Q of a thin QR factorisation whose R has a positive diagonal. */
  public Matrix orthonormal(int rows, int columns) {
    Qr qr = Qr.of(normal(rows, columns));
    double[] signs = new double[columns];
    for (int k = 0; k < columns; k++) {
      signs[k] = Math.signum(qr.r().get(k, k));
    }
    return qr.q().columnsScaled(Vector.of(signs));
  }

  /** From {@code first} to {@code last} in equal steps. */
  public static Vector linear(double first, double last, int count) {
    double[] values = new double[count];
    for (int k = 0; k < count; k++) {
      values[k] = count == 1 ? first : first + k * (last - first) / (count - 1);
    }
    return Vector.of(values);
  }

  /** U diag(1 … 1/κ) Vᵀ. */
  public Svd truth(int rows, int columns, int rank, double condition) {
    Matrix u = orthonormal(rows, rank);
    Matrix v = orthonormal(columns, rank);
    return new Svd(u, linear(1, 1 / condition, rank), v);
  }

  /** Normal Aₖ of variance 1/m. */
  public DenseMeasurements normalOperator(int rows, int columns, int count) {
    return DenseMeasurements.of(
        rows, columns, normal(count, rows * columns).scaled(1 / Math.sqrt(count)));
  }
}
