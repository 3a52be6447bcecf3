package org.eckart.bench;

import java.util.Arrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.SparseMatrix;

/** Matrices with planted directions that decay as 0.93ⁱ, under noise. */
final class SvdInputs {
  private static final int PLANTED = 60;
  private static final double DECAY = 0.93;
  private static final double NOISE = 0.5;

  private SvdInputs() {}

  /**
   * A sparse matrix whose entries, at random distinct places, are Σₖ 0.93ᵏ xᵢₖ yⱼₖ + 0.5 ε with
   * normal x, y and ε.
   */
  static SparseMatrix sparse(int rows, int columns, int entries, long seed) {
    long[] place = distinctPlaces((long) rows * columns, entries, RandomStream.of(seed, "places"));
    double[] left = planted(rows, RandomStream.of(seed, "left"));
    double[] right = planted(columns, RandomStream.of(seed, "right"));
    RandomStream noise = RandomStream.of(seed, "noise");
    int[] row = new int[place.length];
    int[] column = new int[place.length];
    double[] value = new double[place.length];
    for (int e = 0; e < place.length; e++) {
      row[e] = (int) (place[e] / columns);
      column[e] = (int) (place[e] % columns);
      double sum = NOISE * noise.nextGaussian();
      for (int k = 0; k < PLANTED; k++) {
        sum += left[row[e] * PLANTED + k] * right[column[e] * PLANTED + k];
      }
      value[e] = sum;
    }
    return SparseMatrix.ofCoordinates(rows, columns, row, column, value);
  }

  /** A dense matrix of the same law. */
  static Matrix dense(int rows, int columns, long seed) {
    Matrix left = Matrix.wrap(rows, PLANTED, planted(rows, RandomStream.of(seed, "left")));
    Matrix right = Matrix.wrap(columns, PLANTED, planted(columns, RandomStream.of(seed, "right")));
    Matrix noise = RandomStream.of(seed, "noise").gaussian(rows, columns).scaled(NOISE);
    return left.timesTranspose(right).plus(noise);
  }

  /** Normals times 0.93^(k/2), so that a product of two sides decays as 0.93ᵏ. */
  private static double[] planted(int size, RandomStream stream) {
    double[] side = new double[size * PLANTED];
    for (int i = 0; i < side.length; i++) {
      side[i] = stream.nextGaussian() * Math.pow(DECAY, 0.5 * (i % PLANTED));
    }
    return side;
  }

  /** About {@code entries} places of {@code cells}, ascending, none twice. */
  private static long[] distinctPlaces(long cells, int entries, RandomStream stream) {
    long[] place = new long[entries];
    for (int e = 0; e < entries; e++) {
      place[e] = Math.min(cells - 1, (long) (stream.nextUniform() * cells));
    }
    Arrays.parallelSort(place);
    int distinct = 0;
    for (int e = 0; e < entries; e++) {
      if (e == 0 || place[e] != place[e - 1]) {
        place[distinct++] = place[e];
      }
    }
    return Arrays.copyOf(place, distinct);
  }
}
