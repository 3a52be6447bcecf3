package org.eckart.recovery.entries;

import java.util.Arrays;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.SparseMatrix;

/**
 * Observed entries row by row, or column by column for the other side.
 *
 * @param start where each row begins, and the number of entries at the end
 * @param other column of each entry, rising within a row
 * @param value of each entry
 * @param block bounds of ranges of rows with about equal work, cut by size
 */
public record EntrySide(int[] start, int[] other, double[] value, int[] block) {
  /** Entries in a range, with 16 more for each row's own work. */
  private static final int BLOCK = 8192;

  public static EntrySide of(SparseMatrix entries) {
    int[] start = entries.starts();
    return new EntrySide(start, entries.indices(), entries.values(), blocks(start));
  }

  /**
   * Bounds of ranges of rows with about equal work: some 100 µs at rank 16.
   *
   * @param start where each row begins, and the number of entries at the end
   */
  public static int[] blocks(int[] start) {
    int rows = start.length - 1;
    int[] bound = new int[rows + 1];
    int blocks = 0;
    long work = 0;
    for (int i = 0; i < rows; i++) {
      work += start[i + 1] - start[i] + 16;
      if (work >= BLOCK || i == rows - 1) {
        bound[++blocks] = i + 1;
        work = 0;
      }
    }
    return Arrays.copyOf(bound, blocks + 1);
  }

  public int rows() {
    return start.length - 1;
  }

  public int entries() {
    return value.length;
  }

  public int count(int row) {
    return start[row + 1] - start[row];
  }

  /** The most entries in a row. */
  public int largestCount() {
    int most = 0;
    for (int i = 0; i < rows(); i++) {
      most = Math.max(most, count(i));
    }
    return most;
  }

  /** Rows with 1 entry or more, and with {@code enough} or more. */
  public int rowsWith(int enough) {
    int least = Math.max(1, enough);
    int rows = 0;
    for (int i = 0; i < rows(); i++) {
      rows += count(i) >= least ? 1 : 0;
    }
    return rows;
  }

  /** Σ of the body over ranges of rows that cover all; the same for any number of threads. */
  public double sum(Parallel parallel, RangeSum body) {
    return parallel.sum(block.length - 1, b -> body.of(block[b], block[b + 1]));
  }

  /** A sum over rows {@code from} up to but not including {@code to}. */
  public interface RangeSum {
    double of(int from, int to);
  }
}
