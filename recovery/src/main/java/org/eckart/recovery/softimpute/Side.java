package org.eckart.recovery.softimpute;

import java.util.Arrays;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.SparseMatrix;

/**
 * The observed entries row by row, or column by column for the other side.
 *
 * @param start where each row begins, and the number of entries at the end
 * @param other column of each entry, rising within a row
 * @param value of each entry
 * @param block bounds of blocks of rows with about equal work, cut by size
 */
record Side(int columns, int[] start, int[] other, double[] value, int[] block) {
  /** Entries in a block, with 16 more for each row's own work. */
  private static final int BLOCK = 8192;

  static Side of(int columns, int[] start, int[] other, double[] value) {
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
    return new Side(columns, start, other, value, Arrays.copyOf(bound, blocks + 1));
  }

  int rows() {
    return start.length - 1;
  }

  int count(int row) {
    return start[row + 1] - start[row];
  }

  /** Runs the body for ranges of rows that cover all. */
  void forEachRange(Parallel parallel, Range body) {
    parallel.forEachBlock(block.length - 1, b -> body.run(block[b], block[b + 1]));
  }

  /** The sum of the body over ranges of rows that cover all; the same for any number of threads. */
  double sum(Parallel parallel, RangeSum body) {
    return parallel.sum(block.length - 1, b -> body.of(block[b], block[b + 1]));
  }

  /** A sparse matrix of these places with other values. */
  SparseMatrix with(double[] values, Parallel parallel) {
    return SparseMatrix.wrap(rows(), columns, start, other, values).withThreads(parallel);
  }

  /** Rows {@code from} up to but not including {@code to}. */
  interface Range {
    void run(int from, int to);
  }

  /** A sum over rows {@code from} up to but not including {@code to}. */
  interface RangeSum {
    double of(int from, int to);
  }
}
