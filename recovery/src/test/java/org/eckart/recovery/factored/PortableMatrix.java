package org.eckart.recovery.factored;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.scaled.FactorPair;

/**
 * Matrices of known rank and condition by a recipe that any language can follow: SplitMix64 bits,
 * uniforms of their upper 53, normals by Box and Muller's cosine, matrices row by row.
 */
final class PortableMatrix {
  private final SplittableRandom bits;
  final FactorPair truth;

  /** U diag(s) Vᵀ with s from 1 down to 1/κ at equal distances. */
  PortableMatrix(int rows, int columns, int rank, double condition, long seed) {
    bits = new SplittableRandom(seed);
    Matrix u = Qr.orthonormal(normals(rows, rank));
    Matrix v = Qr.orthonormal(normals(columns, rank));
    double[] s = new double[rank];
    Arrays.setAll(s, k -> rank == 1 ? 1 : 1 + (1 / condition - 1) * k / (rank - 1));
    truth = FactorPair.balanced(new Svd(u, Vector.of(s), v));
  }

  double uniform() {
    return (bits.nextLong() >>> 11) * 0x1p-53;
  }

  double normal() {
    double radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  }

  Matrix normals(int rows, int columns) {
    Matrix a = Matrix.zeros(rows, columns);
    for (int k = 0; k < a.array().length; k++) {
      a.array()[k] = normal();
    }
    return a;
  }

  /** Each entry observed with probability p, plus noise. */
  ObservedEntries observed(double share, double noise) {
    Matrix x = truth.product();
    int[] row = new int[x.array().length];
    int[] column = new int[row.length];
    double[] value = new double[row.length];
    int count = 0;
    for (int k = 0; k < row.length; k++) {
      if (uniform() < share) {
        row[count] = k / x.columns();
        column[count] = k % x.columns();
        value[count++] = x.array()[k];
      }
    }
    for (int k = 0; noise > 0 && k < count; k++) {
      value[k] += noise * normal();
    }
    return ObservedEntries.of(
        Labels.numbered(x.rows()),
        Labels.numbered(x.columns()),
        Arrays.copyOf(row, count),
        Arrays.copyOf(column, count),
        Arrays.copyOf(value, count));
  }

  double relativeError(FactorPair at) {
    return at.distance(truth) / truth.norm();
  }
}
