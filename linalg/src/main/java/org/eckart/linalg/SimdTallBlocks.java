package org.eckart.linalg;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products with eight columns at a time, for {@link TallBlocks} where {@link Kernels} has registers
 * of 256 bits. They read the tall matrix as it lies: BLAS first copies it into another order, which
 * at eight columns costs as much as the product.
 */
final class SimdTallBlocks {
  private static final VectorSpecies<Double> FOUR = DoubleVector.SPECIES_256;

  /** Columns of A in one sweep over its rows: eight sums for each are 16 KB, and stay in L1. */
  private static final int TILE = 256;

  private SimdTallBlocks() {}

  private static DoubleVector load(double[] array, int at) {
    return DoubleVector.fromArray(FOUR, array, at);
  }

  private static DoubleVector broadcast(double value) {
    return DoubleVector.broadcast(FOUR, value);
  }

  /** Adds factor A X to columns {@code at} to {@code at + 7} of Y; four rows of A at a time. */
  static void addProduct(
      double factor,
      double[] a,
      int aFrom,
      int stride,
      int rows,
      int k,
      double[] x,
      double[] y,
      int yFrom,
      int w,
      int at) {
    int i = 0;
    for (; i <= rows - 4; i += 4) {
      addFourRows(factor, a, aFrom + i * stride, stride, k, x, y, yFrom + i * w + at, w, at);
    }
    for (; i < rows; i++) {
      DoubleVector y0 = DoubleVector.zero(FOUR);
      DoubleVector y1 = y0;
      for (int l = 0; l < k; l++) {
        DoubleVector row = broadcast(a[aFrom + i * stride + l]);
        y0 = row.fma(load(x, l * w + at), y0);
        y1 = row.fma(load(x, l * w + at + 4), y1);
      }
      add(factor, y0, y1, y, yFrom + i * w + at);
    }
  }

  /** A method of its own, so that it is compiled once and early, not in the middle of a loop. */
  private static void addFourRows(
      double factor,
      double[] a,
      int a0,
      int stride,
      int k,
      double[] x,
      double[] y,
      int to,
      int w,
      int at) {
    int a1 = a0 + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    DoubleVector y00 = DoubleVector.zero(FOUR);
    DoubleVector y01 = y00;
    DoubleVector y10 = y00;
    DoubleVector y11 = y00;
    DoubleVector y20 = y00;
    DoubleVector y21 = y00;
    DoubleVector y30 = y00;
    DoubleVector y31 = y00;
    for (int l = 0; l < k; l++) {
      DoubleVector x0 = load(x, l * w + at);
      DoubleVector x1 = load(x, l * w + at + 4);
      DoubleVector row0 = broadcast(a[a0 + l]);
      y00 = row0.fma(x0, y00);
      y01 = row0.fma(x1, y01);
      DoubleVector row1 = broadcast(a[a1 + l]);
      y10 = row1.fma(x0, y10);
      y11 = row1.fma(x1, y11);
      DoubleVector row2 = broadcast(a[a2 + l]);
      y20 = row2.fma(x0, y20);
      y21 = row2.fma(x1, y21);
      DoubleVector row3 = broadcast(a[a3 + l]);
      y30 = row3.fma(x0, y30);
      y31 = row3.fma(x1, y31);
    }
    add(factor, y00, y01, y, to);
    add(factor, y10, y11, y, to + w);
    add(factor, y20, y21, y, to + 2 * w);
    add(factor, y30, y31, y, to + 3 * w);
  }

  private static void add(double factor, DoubleVector s0, DoubleVector s1, double[] y, int to) {
    DoubleVector f = broadcast(factor);
    f.fma(s0, load(y, to)).intoArray(y, to);
    f.fma(s1, load(y, to + 4)).intoArray(y, to + 4);
  }

  /** Adds Aᵀ Z to columns {@code at} to {@code at + 7} of C; four rows of A at a time. */
  static void addTransposeProduct(
      double[] a,
      int aFrom,
      int stride,
      int rows,
      int k,
      double[] z,
      int zFrom,
      double[] c,
      int w,
      int at) {
    for (int tile = 0; tile < k; tile += TILE) {
      int end = Math.min(k, tile + TILE);
      int i = 0;
      for (; i <= rows - 4; i += 4) {
        addFourTransposed(
            a, aFrom + i * stride, stride, tile, end, z, zFrom + i * w + at, c, w, at);
      }
      for (; i < rows; i++) {
        int z0 = zFrom + i * w + at;
        DoubleVector z00 = load(z, z0);
        DoubleVector z01 = load(z, z0 + 4);
        for (int l = tile; l < end; l++) {
          DoubleVector row = broadcast(a[aFrom + i * stride + l]);
          int to = l * w + at;
          row.fma(z00, load(c, to)).intoArray(c, to);
          row.fma(z01, load(c, to + 4)).intoArray(c, to + 4);
        }
      }
    }
  }

  private static void addFourTransposed(
      double[] a,
      int a0,
      int stride,
      int tile,
      int end,
      double[] z,
      int z0,
      double[] c,
      int w,
      int at) {
    int a1 = a0 + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    DoubleVector z00 = load(z, z0);
    DoubleVector z01 = load(z, z0 + 4);
    DoubleVector z10 = load(z, z0 + w);
    DoubleVector z11 = load(z, z0 + w + 4);
    DoubleVector z20 = load(z, z0 + 2 * w);
    DoubleVector z21 = load(z, z0 + 2 * w + 4);
    DoubleVector z30 = load(z, z0 + 3 * w);
    DoubleVector z31 = load(z, z0 + 3 * w + 4);
    for (int l = tile; l < end; l++) {
      int to = l * w + at;
      DoubleVector row0 = broadcast(a[a0 + l]);
      DoubleVector c0 = row0.fma(z00, load(c, to));
      DoubleVector c1 = row0.fma(z01, load(c, to + 4));
      DoubleVector row1 = broadcast(a[a1 + l]);
      c0 = row1.fma(z10, c0);
      c1 = row1.fma(z11, c1);
      DoubleVector row2 = broadcast(a[a2 + l]);
      c0 = row2.fma(z20, c0);
      c1 = row2.fma(z21, c1);
      DoubleVector row3 = broadcast(a[a3 + l]);
      c0 = row3.fma(z30, c0);
      c1 = row3.fma(z31, c1);
      c0.intoArray(c, to);
      c1.intoArray(c, to + 4);
    }
  }
}
