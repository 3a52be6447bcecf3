package org.eckart.recovery.softimpute;

import java.util.SplittableRandom;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;

/**
 * The generator of the oracle problems: A (n × r), B (r × p) and noise from normals, then a mask
 * from uniforms, all from one SplittableRandom in this order, filled row by row.
 *
 * @param value Y = A B + σE, all of it
 * @param observed the mask
 */
record SevenTable(double[][] value, boolean[][] observed) {
  /** 30 × 20 of rank 2, σ = 0.5, 364 entries. */
  static SevenTable seven() {
    return of(7, 30, 20, 2, 0.5, 0.6);
  }

  static SevenTable of(long seed, int n, int p, int r, double sigma, double density) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] a = normals(random, n, r);
    double[][] b = normals(random, r, p);
    double[][] e = normals(random, n, p);
    double[][] y = new double[n][p];
    boolean[][] observed = new boolean[n][p];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < p; j++) {
        y[i][j] = sigma * e[i][j];
        for (int k = 0; k < r; k++) {
          y[i][j] += a[i][k] * b[k][j];
        }
        observed[i][j] = random.nextDouble() < density;
      }
    }
    return new SevenTable(y, observed);
  }

  static double normal(SplittableRandom random) {
    double a = random.nextDouble();
    double b = random.nextDouble();
    return Math.sqrt(-2 * Math.log(1 - a)) * Math.cos(2 * Math.PI * b);
  }

  private static double[][] normals(SplittableRandom random, int rows, int columns) {
    double[][] x = new double[rows][columns];
    for (double[] row : x) {
      for (int j = 0; j < columns; j++) {
        row[j] = normal(random);
      }
    }
    return x;
  }

  /** Row 4 and column 11 wholly unobserved. */
  SevenTable withEmptyRowAndColumn() {
    boolean[][] fewer = new boolean[observed.length][];
    for (int i = 0; i < fewer.length; i++) {
      fewer[i] = i == 4 ? new boolean[observed[i].length] : observed[i].clone();
      fewer[i][11] = false;
    }
    return new SevenTable(value, fewer);
  }

  ObservedEntries entries() {
    int count = 0;
    for (boolean[] row : observed) {
      for (boolean one : row) {
        count += one ? 1 : 0;
      }
    }
    int[] row = new int[count];
    int[] column = new int[count];
    double[] y = new double[count];
    int k = 0;
    for (int i = 0; i < value.length; i++) {
      for (int j = 0; j < value[i].length; j++) {
        if (observed[i][j]) {
          row[k] = i;
          column[k] = j;
          y[k++] = value[i][j];
        }
      }
    }
    return ObservedEntries.of(
        Labels.numbered(value.length), Labels.numbered(value[0].length), row, column, y);
  }
}
