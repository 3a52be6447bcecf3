package org.eckart.recovery.loss;

import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;

/** Counts, yes and no, or numbers with wild ones, drawn from a known low-rank a. */
final class PlantedOutcomes {
  private static final double WILD = 0.1;

  private PlantedOutcomes() {}

  /**
   * Distinct entries, rows and columns chosen with uneven frequency; a has offsets of standard
   * deviation ½ and a low-rank part of standard deviation {@code amplitude}.
   */
  static ObservedEntries of(
      LossKind kind, int rows, int columns, int count, int rank, double amplitude, long seed) {
    RandomStream random = RandomStream.of(seed, "planted outcomes");
    Matrix left = random.gaussian(rows, rank);
    Matrix right = random.gaussian(columns, rank);
    Matrix rowOffset = random.gaussian(rows, 1);
    Matrix columnOffset = random.gaussian(columns, 1);
    boolean[] taken = new boolean[rows * columns];
    int[] row = new int[count];
    int[] column = new int[count];
    double[] value = new double[count];
    for (int k = 0; k < count; ) {
      int i = uneven(random, rows);
      int j = uneven(random, columns);
      if (!taken[i * columns + j]) {
        taken[i * columns + j] = true;
        double a = 0.3 + 0.5 * rowOffset.get(i, 0) + 0.5 * columnOffset.get(j, 0);
        for (int q = 0; q < rank; q++) {
          a += amplitude * left.get(i, q) * right.get(j, q) / Math.sqrt(rank);
        }
        row[k] = i;
        column[k] = j;
        value[k++] = drawn(kind, a, random);
      }
    }
    return ObservedEntries.of(Labels.numbered(rows), Labels.numbered(columns), row, column, value);
  }

  private static int uneven(RandomStream random, int size) {
    double u = random.nextUniform();
    return (int) ((0.3 * u + 0.7 * u * u) * size);
  }

  private static double drawn(LossKind kind, double a, RandomStream random) {
    return switch (kind) {
      case LOGISTIC -> random.nextUniform() < 1 / (1 + Math.exp(-a)) ? 1 : 0;
      case POISSON -> count(Math.exp(a), random.nextUniform());
      case SQUARED -> a + 0.3 * random.nextGaussian();
      case HUBER ->
          a
              + 0.3 * random.nextGaussian()
              + (random.nextUniform() < WILD ? 10 * random.nextGaussian() : 0);
    };
  }

  /** The Poisson quantile. */
  private static double count(double rate, double uniform) {
    double probability = Math.exp(-rate);
    double below = probability;
    int count = 0;
    while (uniform > below && count < 10_000) {
      count++;
      probability *= rate / count;
      below += probability;
    }
    return count;
  }
}
