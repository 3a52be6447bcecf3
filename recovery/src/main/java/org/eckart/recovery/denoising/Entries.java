package org.eckart.recovery.denoising;

import org.eckart.core.InputException;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;

/** What is asked of all entries before they are used. */
final class Entries {
  private static final int BLOCK = 1 << 16;

  private Entries() {}

  /** Refuses NaN and infinity with the place of the first. */
  static void refuseNotFinite(Matrix matrix, int rowOffset, int columnOffset) {
    double[] a = matrix.array();
    for (int k = 0; k < a.length; k++) {
      if (!Double.isFinite(a[k])) {
        int row = rowOffset + k / matrix.columns();
        int column = columnOffset + k % matrix.columns();
        throw InputException.of(
            Double.isNaN(a[k]) ? "missing-entry" : "not-finite",
            "entry (" + row + ", " + column + ")",
            Double.isNaN(a[k])
                ? "Entry (%d, %d) is missing (%s) and every entry is needed; fill it first, or say that"
                    + " entries are missing at random (--missing)"
                : "Entry (%d, %d) is %s; entries must be finite",
            row,
            column,
            a[k]);
      }
    }
  }

  /**
   * √Σ aᵢⱼ² in one pass over the matrix, on all threads.
   *
   * @return NaN or ∞ if an entry is, or if squares overflow
   */
  static double norm(Matrix matrix, Parallel parallel) {
    double[] a = matrix.array();
    int blocks = (a.length + BLOCK - 1) / BLOCK;
    double squares =
        parallel.sum(
            blocks,
            block -> {
              double[] part = new double[4]; // four sums, so that additions need not wait
              int to = Math.min(a.length, (block + 1) * BLOCK);
              int k = block * BLOCK;
              for (; k + 4 <= to; k += 4) {
                part[0] += a[k] * a[k];
                part[1] += a[k + 1] * a[k + 1];
                part[2] += a[k + 2] * a[k + 2];
                part[3] += a[k + 3] * a[k + 3];
              }
              for (; k < to; k++) {
                part[0] += a[k] * a[k];
              }
              return (part[0] + part[1]) + (part[2] + part[3]);
            });
    boolean safe = squares > 1e-200 && squares < 1e200; // nothing over- or underflowed
    return safe ? Math.sqrt(squares) : matrix.frobeniusNorm();
  }
}
