package org.eckart.recovery.completion;

import java.util.Arrays;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;

/** Entries of a matrix whose low-rank part, offsets and noise are known. */
public final class PlantedEntries {
  private PlantedEntries() {}

  /**
   * Distinct entries of 3 + bᵢ + cⱼ + lᵢ·rⱼ + noise · eᵢⱼ: offsets of standard deviation 0.5, a
   * low-rank part of standard deviation 1, rows and columns chosen with weights (k + 10)^−½.
   */
  public static ObservedEntries of(
      int rows, int columns, int count, int rank, double noise, long seed) {
    RandomStream stream = RandomStream.of(seed, "planted entries");
    Matrix left = stream.gaussian(rows, rank);
    Matrix right = stream.gaussian(columns, rank);
    Matrix rowOffset = stream.gaussian(rows, 1);
    Matrix columnOffset = stream.gaussian(columns, 1);
    boolean[] taken = new boolean[rows * columns];
    int[] row = new int[count];
    int[] column = new int[count];
    double[] value = new double[count];
    for (int k = 0; k < count; ) {
      int i = heavyTailed(stream, rows);
      int j = heavyTailed(stream, columns);
      if (taken[i * columns + j]) {
        continue;
      }
      taken[i * columns + j] = true;
      double sum = 3 + 0.5 * rowOffset.get(i, 0) + 0.5 * columnOffset.get(j, 0);
      for (int q = 0; q < rank; q++) {
        sum += left.get(i, q) * right.get(j, q) / Math.sqrt(rank);
      }
      row[k] = i;
      column[k] = j;
      value[k] = sum + noise * stream.nextGaussian();
      k++;
    }
    return ObservedEntries.of(Labels.numbered(rows), Labels.numbered(columns), row, column, value);
  }

  /** The square of a uniform number favours the first rows, as popularity does. */
  private static int heavyTailed(RandomStream stream, int size) {
    double u = stream.nextUniform();
    return (int) ((0.3 * u + 0.7 * u * u) * size);
  }

  /** The first {@code count} entries, which come in random order, and the rest. */
  static ObservedEntries[] split(ObservedEntries entries, int count) {
    int[] first = new int[count];
    int[] rest = new int[entries.count() - count];
    Arrays.setAll(first, k -> k);
    Arrays.setAll(rest, k -> count + k);
    return new ObservedEntries[] {entries.select(first), entries.select(rest)};
  }
}
