package org.eckart.linalg;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The SIMD twin of {@link SparseProducts}, used where {@link Kernels} has registers of 256 bits.
 */
final class SimdSparseProducts {
  private static final VectorSpecies<Double> FOUR = DoubleVector.SPECIES_256;

  private SimdSparseProducts() {}

  /** Columns {@code at} to {@code at + 7}; the same bits as the scalar twin, so no fma. */
  static void eight(
      int[] starts,
      int[] indices,
      double[] values,
      int from,
      int to,
      double[] x,
      int width,
      int at,
      double[] y) {
    for (int i = from; i < to; i++) {
      DoubleVector even0 = DoubleVector.zero(FOUR);
      DoubleVector even1 = even0;
      DoubleVector odd0 = even0;
      DoubleVector odd1 = even0;
      int end = starts[i + 1];
      int e = starts[i];
      for (; e < end - 1; e += 2) {
        int j = indices[e] * width + at;
        DoubleVector a = DoubleVector.broadcast(FOUR, values[e]);
        even0 = even0.add(a.mul(DoubleVector.fromArray(FOUR, x, j)));
        even1 = even1.add(a.mul(DoubleVector.fromArray(FOUR, x, j + 4)));
        int k = indices[e + 1] * width + at;
        DoubleVector b = DoubleVector.broadcast(FOUR, values[e + 1]);
        odd0 = odd0.add(b.mul(DoubleVector.fromArray(FOUR, x, k)));
        odd1 = odd1.add(b.mul(DoubleVector.fromArray(FOUR, x, k + 4)));
      }
      if (e < end) {
        int j = indices[e] * width + at;
        DoubleVector a = DoubleVector.broadcast(FOUR, values[e]);
        even0 = even0.add(a.mul(DoubleVector.fromArray(FOUR, x, j)));
        even1 = even1.add(a.mul(DoubleVector.fromArray(FOUR, x, j + 4)));
      }
      int to0 = i * width + at;
      even0.add(odd0).intoArray(y, to0);
      even1.add(odd1).intoArray(y, to0 + 4);
    }
  }
}
