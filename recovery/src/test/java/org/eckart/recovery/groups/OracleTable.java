package org.eckart.recovery.groups;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Matrix;

/**
 * The generator of the oracle problems: A (n × r), B (r × p) and noise from normals, then a mask
 * from uniforms, all from one SplittableRandom in this order, filled row by row.
 *
 * @param values Y = A B + σE, all of it
 * @param observed 1 where observed, else 0
 */
public record OracleTable(Matrix values, Matrix observed) {
  /** 30 × 20 of rank 2, σ = 0.5, 364 entries. */
  public static OracleTable seven() {
    return of(7, 30, 20, 2, 0.5, 0.6);
  }

  public static OracleTable of(long seed, int n, int p, int r, double sigma, double density) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix a = normals(random, n, r);
    Matrix b = normals(random, r, p);
    Matrix y = a.times(b).plus(normals(random, n, p).scaled(sigma));
    return new OracleTable(y, mask(random, n, p, density));
  }

  public static Matrix mask(SplittableRandom random, int n, int p, double density) {
    Matrix mask = Matrix.zeros(n, p);
    for (int k = 0; k < n * p; k++) {
      mask.array()[k] = random.nextDouble() < density ? 1 : 0;
    }
    return mask;
  }

  public static double normal(SplittableRandom random) {
    double a = random.nextDouble();
    double b = random.nextDouble();
    return Math.sqrt(-2 * Math.log(1 - a)) * Math.cos(2 * Math.PI * b);
  }

  public static Matrix normals(SplittableRandom random, int rows, int columns) {
    Matrix x = Matrix.zeros(rows, columns);
    for (int k = 0; k < rows * columns; k++) {
      x.array()[k] = normal(random);
    }
    return x;
  }

  /** Wholly observed. */
  public OracleTable full() {
    Matrix all = Matrix.zeros(values.rows(), values.columns());
    java.util.Arrays.fill(all.array(), 1);
    return new OracleTable(values, all);
  }

  public OracleTable without(int row, int column) {
    Matrix fewer = observed.copy();
    for (int j = 0; j < fewer.columns(); j++) {
      fewer.set(row, j, 0);
    }
    for (int i = 0; i < fewer.rows(); i++) {
      fewer.set(i, column, 0);
    }
    return new OracleTable(values, fewer);
  }

  public ObservedEntries entries() {
    int n = values.rows();
    int p = values.columns();
    int count = 0;
    for (double w : observed.array()) {
      count += w > 0 ? 1 : 0;
    }
    int[] row = new int[count];
    int[] column = new int[count];
    double[] value = new double[count];
    int at = 0;
    for (int k = 0; k < n * p; k++) {
      if (observed.array()[k] > 0) {
        row[at] = k / p;
        column[at] = k % p;
        value[at++] = values.array()[k];
      }
    }
    return ObservedEntries.of(Labels.numbered(n), Labels.numbered(p), row, column, value);
  }

  public static int[] range(int from, int to) {
    int[] rows = new int[to - from];
    java.util.Arrays.setAll(rows, k -> from + k);
    return rows;
  }

  private static int[] everySecond(int from) {
    int[] rows = new int[15];
    java.util.Arrays.setAll(rows, k -> from + 2 * k);
    return rows;
  }

  /** All rows and three blocks of ten. */
  public static List<int[]> blocks() {
    return new ArrayList<>(List.of(range(0, 30), range(0, 10), range(10, 20), range(20, 30)));
  }

  /** All, three blocks, even and odd rows. */
  public static List<int[]> six() {
    List<int[]> groups = blocks();
    groups.add(everySecond(0));
    groups.add(everySecond(1));
    return groups;
  }

  public static GroupPenalty sixPenalty(double level) {
    return GroupPenalty.of(30, six(), new double[] {1.5, 0.8, 0.8, 0.8, 1, 1}).scaled(level);
  }

  public static GroupPenalty blockPenalty(double... thresholds) {
    return GroupPenalty.of(30, blocks(), thresholds);
  }
}
