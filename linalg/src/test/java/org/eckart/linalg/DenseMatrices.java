package org.eckart.linalg;

import java.util.ArrayList;
import java.util.List;

/** Seeded matrices of every kind that has ever broken a factorisation. */
final class DenseMatrices {
  /** A matrix with the words by which a failed test names it. */
  record Named(String name, Matrix matrix) {
    @Override
    public String toString() {
      return name;
    }
  }

  private DenseMatrices() {}

  static List<Named> all() {
    List<Named> all = new ArrayList<>();
    int[][] shapes = {
      {1, 1}, {1, 7}, {7, 1}, {2, 2}, {5, 3}, {3, 5}, {17, 17}, {64, 33}, {33, 64}, {120, 20},
      {20, 120}
    };
    for (int[] shape : shapes) {
      int m = shape[0];
      int n = shape[1];
      int k = Math.min(m, n);
      String size = m + " × " + n;
      Matrix full = RandomStream.of(m, "dense " + n).gaussian(m, n);
      all.add(new Named(size, full));
      all.add(new Named(size + " zero", Matrix.zeros(m, n)));
      all.add(new Named(size + " of ones", ones(m, n)));
      if (k > 1) {
        int rank = (k + 1) / 2;
        Matrix low =
            RandomStream.of(m, "left")
                .gaussian(m, rank)
                .times(RandomStream.of(n, "right").gaussian(rank, n));
        all.add(new Named(size + " of rank " + rank, low));
        all.add(new Named(size + " graded", graded(full)));
        all.add(new Named(size + " with a zero column", withoutFirstColumn(full)));
      }
    }
    for (double scale : new double[] {1e-150, 1e150, 1e-300, 1e300, 0x1p-1060}) {
      all.add(
          new Named(
              "12 × 8 at " + scale, RandomStream.of(3, "scale").gaussian(12, 8).scaled(scale)));
      all.add(
          new Named(
              "8 × 12 at " + scale, RandomStream.of(4, "scale").gaussian(8, 12).scaled(scale)));
    }
    return all;
  }

  private static Matrix ones(int m, int n) {
    Matrix ones = Matrix.zeros(m, n);
    java.util.Arrays.fill(ones.array(), 1);
    return ones;
  }

  /** Columns falling from 1 to 1e-16 and below. */
  private static Matrix graded(Matrix a) {
    double[] factors = new double[a.columns()];
    for (int j = 0; j < factors.length; j++) {
      factors[j] = Math.pow(10, -2.0 * j);
    }
    return a.columnsScaled(Vector.of(factors));
  }

  private static Matrix withoutFirstColumn(Matrix a) {
    double[] factors = new double[a.columns()];
    java.util.Arrays.fill(factors, 1, factors.length, 1);
    return a.columnsScaled(Vector.of(factors));
  }

  /** Error of orthonormality, max |QᵀQ − I|. */
  static double departureFromOrthonormal(Matrix q) {
    return q.gram().minus(Matrix.identity(q.columns())).largestMagnitude();
  }
}
