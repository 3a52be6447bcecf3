package org.eckart.recovery.robustpca;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The outliers of a separation as a list, largest first.
 *
 * @param row of each
 * @param column of each
 * @param value yᵢⱼ
 * @param fitted xᵢⱼ; the outlier is the difference
 * @param all how many there are, of which the list may hold the largest only
 */
public record OutlierTable(int[] row, int[] column, double[] value, double[] fitted, long all) {
  private static final int ROWS = 64;

  /** A bin for each eighth of a factor of 2 in magnitude. */
  private static final int BINS = 1 << 14;

  /**
   * The largest outliers; equal ones by row and column.
   *
   * @param most so many at most; 24 bytes each
   */
  public static OutlierTable of(RobustPcaProblem problem, Separation separation, int most) {
    check(most >= 0, "most is %d; it must be 0 or more", most);
    int m = problem.rows();
    int n = problem.columns();
    Separation.RowsOfX x = new Separation.RowsOfX(separation.factors());
    int lowestBin = separation.corrupted() <= most ? 0 : lowestBin(problem, separation, x, most);
    int blocks = (m + ROWS - 1) / ROWS;
    Part[] parts = new Part[blocks];
    problem
        .parallel()
        .forEachBlock(
            blocks,
            b -> {
              Part part = new Part();
              double[] fitted = new double[n];
              for (int i = b * ROWS; i < Math.min(m, (b + 1) * ROWS); i++) {
                x.write(i, i + 1, fitted, 0);
                for (int j = 0; j < n; j++) {
                  double value = problem.values().array()[i * n + j];
                  if (separation.isOutlier(value, fitted[j])
                      && bin(value - fitted[j]) >= lowestBin) {
                    part.add(i, j, value, fitted[j]);
                  }
                }
              }
              parts[b] = part;
            });
    return sorted(parts, most, separation.corrupted());
  }

  private static int lowestBin(
      RobustPcaProblem problem, Separation separation, Separation.RowsOfX x, int most) {
    int n = problem.columns();
    long[] counts = new long[BINS];
    double[] fitted = new double[n];
    for (int i = 0; i < problem.rows(); i++) {
      x.write(i, i + 1, fitted, 0);
      for (int j = 0; j < n; j++) {
        double value = problem.values().array()[i * n + j];
        if (separation.isOutlier(value, fitted[j])) {
          counts[bin(value - fitted[j])]++;
        }
      }
    }
    long above = 0;
    int bin = BINS;
    while (bin > 0 && above < most) { // the last bin may hold more than fit: they are sorted too
      above += counts[--bin];
    }
    return bin;
  }

  /** Exponent and first three bits of the mantissa: ascending with the magnitude. */
  private static int bin(double difference) {
    return (int) (Double.doubleToRawLongBits(Math.abs(difference)) >>> 49);
  }

  private static OutlierTable sorted(Part[] parts, int most, long all) {
    int count = 0;
    for (Part part : parts) {
      count += part.count;
    }
    int[] row = new int[count];
    int[] column = new int[count];
    double[] value = new double[count];
    double[] fitted = new double[count];
    int at = 0;
    for (Part part : parts) {
      System.arraycopy(part.row, 0, row, at, part.count);
      System.arraycopy(part.column, 0, column, at, part.count);
      System.arraycopy(part.value, 0, value, at, part.count);
      System.arraycopy(part.fitted, 0, fitted, at, part.count);
      at += part.count;
    }
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingDouble(k -> -Math.abs(value[k] - fitted[k])))
            .limit(most)
            .mapToInt(Integer::intValue)
            .toArray();
    return new OutlierTable(
        Arrays.stream(order).map(k -> row[k]).toArray(),
        Arrays.stream(order).map(k -> column[k]).toArray(),
        Arrays.stream(order).mapToDouble(k -> value[k]).toArray(),
        Arrays.stream(order).mapToDouble(k -> fitted[k]).toArray(),
        all);
  }

  public int count() {
    return row.length;
  }

  /** yᵢⱼ − xᵢⱼ of the k-th. */
  public double outlier(int k) {
    return value[k] - fitted[k];
  }

  /** Outliers of some rows, in row order. */
  private static final class Part {
    private int[] row = new int[64];
    private int[] column = new int[64];
    private double[] value = new double[64];
    private double[] fitted = new double[64];
    private int count;

    void add(int i, int j, double y, double x) {
      if (count == row.length) {
        row = Arrays.copyOf(row, 2 * count);
        column = Arrays.copyOf(column, 2 * count);
        value = Arrays.copyOf(value, 2 * count);
        fitted = Arrays.copyOf(fitted, 2 * count);
      }
      row[count] = i;
      column[count] = j;
      value[count] = y;
      fitted[count++] = x;
    }
  }
}
