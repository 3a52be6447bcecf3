package org.eckart.recovery.robustpca;

import java.util.Arrays;
import org.eckart.core.InputException;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.PowerOfTwo;
import org.eckart.linalg.RandomStream;

/**
 * A matrix to be taken apart, NaN where an entry is missing. The matrix itself is used, not a copy,
 * and must not change while the problem lives; beside it stand 4 (m + n) bytes of counts and some
 * 65,000 sampled places, at which noise is measured.
 */
public final class RobustPcaProblem {
  /** Entries of which the noise level is the median: its error is then below 1 %. */
  private static final int SAMPLES = 1 << 16;

  private final Matrix values;
  private final Parallel parallel;
  private final int[] inRow;
  private final int[] inColumn;
  private final long observed;
  private final double scale;
  private final double typical;
  private final int[] samples; // places in the array, ascending

  private RobustPcaProblem(Matrix values, Parallel parallel) {
    this.values = values;
    this.parallel = parallel;
    int m = values.rows();
    int n = values.columns();
    this.inRow = new int[m];
    this.inColumn = new int[n];
    int blocks = (m + ROWS - 1) / ROWS;
    double[] largest = new double[blocks];
    parallel.forEachBlock(blocks, b -> largest[b] = count(b * ROWS, Math.min(m, (b + 1) * ROWS)));
    long all = 0;
    for (int count : inRow) {
      all += count;
    }
    this.observed = all;
    refuseEmpty(inRow, "Row");
    refuseEmpty(inColumn, "Column");
    double size = Arrays.stream(largest).max().orElse(0);
    this.scale = PowerOfTwo.upTo(size);
    this.samples = sampled();
    double[] sizes = new double[samples.length];
    for (int k = 0; k < samples.length; k++) {
      sizes[k] = Math.abs(values.array()[samples[k]]) / scale;
    }
    Arrays.sort(sizes);
    double median = sizes.length == 0 ? 0 : sizes[sizes.length / 2];
    this.typical = median > 0 ? median : size / scale;
  }

  private static final int ROWS = 256; // of a block of work

  /**
   * A problem over this matrix.
   *
   * @param values m × n; NaN stands for a missing entry
   * @param parallel shares the work; the result does not depend on how many threads it has
   * @throws InputException if an entry is infinite, or a row or column has no entry at all
   */
  public static RobustPcaProblem of(Matrix values, Parallel parallel) {
    return new RobustPcaProblem(values, parallel);
  }

  /** Counts rows {@code from} to {@code to − 1}; gives the largest magnitude in them. */
  private double count(int from, int to) {
    int n = values.columns();
    double[] y = values.array();
    int[] columns = new int[n];
    double largest = 0;
    for (int i = from; i < to; i++) {
      int seen = 0;
      for (int j = 0; j < n; j++) {
        double value = y[i * n + j];
        if (!Double.isNaN(value)) {
          seen++;
          columns[j]++;
          largest = Math.max(largest, Math.abs(value));
        }
      }
      inRow[i] = seen;
    }
    if (largest == Double.POSITIVE_INFINITY) {
      refuseInfinite(from, to);
    }
    synchronized (inColumn) { // integers: their sum does not depend on the order
      for (int j = 0; j < n; j++) {
        inColumn[j] += columns[j];
      }
    }
    return largest;
  }

  private void refuseInfinite(int from, int to) {
    int n = values.columns();
    for (int at = from * n; at < to * n; at++) {
      if (Double.isInfinite(values.array()[at])) {
        String where = "entry (" + at / n + ", " + at % n + ")";
        throw InputException.of(
            "infinite-entry",
            where,
            "The %s is infinite; each must be a finite number, or NaN where it is missing",
            where);
      }
    }
  }

  private static void refuseEmpty(int[] counts, String what) {
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        throw InputException.of(
            "empty",
            what.toLowerCase(java.util.Locale.ROOT) + " " + i,
            "%s %d has no observed entry, so nothing can be said of it; leave such rows and columns"
                + " out (--drop-empty)",
            what,
            i);
      }
    }
  }

  /** Observed places, one in each of up to {@value #SAMPLES} equal stretches of the matrix. */
  private int[] sampled() {
    int length = values.array().length;
    RandomStream random = RandomStream.of(0, "places where noise is measured");
    int[] places = random.oneOfEachStretch(length, Math.min(SAMPLES, length));
    int found = 0;
    for (int place : places) {
      if (!Double.isNaN(values.array()[place])) {
        places[found++] = place;
      }
    }
    if (found > 0) {
      return Arrays.copyOf(places, found);
    }
    for (int place = 0; place < length; place++) { // so few entries that all were missed
      if (!Double.isNaN(values.array()[place])) {
        return new int[] {place};
      }
    }
    return new int[0];
  }

  public int rows() {
    return values.rows();
  }

  public int columns() {
    return values.columns();
  }

  /** Entries that are not missing. */
  public long observed() {
    return observed;
  }

  /** The matrix itself, NaN where an entry is missing. */
  public Matrix values() {
    return values;
  }

  Parallel parallel() {
    return parallel;
  }

  /** A power of 2 near the largest magnitude; methods work on values divided by it. */
  double scale() {
    return scale;
  }

  /** The median magnitude of the values divided by {@link #scale}, or the largest if that is 0. */
  double typical() {
    return typical;
  }

  /** Observed entries in each row; not to be changed. */
  int[] observedInRow() {
    return inRow;
  }

  /** Observed entries in each column; not to be changed. */
  int[] observedInColumn() {
    return inColumn;
  }

  int[] samples() {
    return samples;
  }
}
