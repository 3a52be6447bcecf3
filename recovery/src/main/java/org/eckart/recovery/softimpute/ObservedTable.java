package org.eckart.recovery.softimpute;

import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Kernels;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.SparseMatrix;
import org.eckart.linalg.Svd;

/**
 * Standardised residuals of some entries after offsets, by row and by column: what is fitted.
 *
 * <p>28 bytes an entry, and 16 more while a {@link Residual} is in use.
 */
final class ObservedTable {
  private final Side byRow;
  private final Side byColumn;

  /** For each entry in column order, its place in row order. */
  private final int[] inRowOrder;

  private final Offsets offsets;
  private final Parallel parallel;

  private ObservedTable(
      Side byRow, Side byColumn, int[] inRowOrder, Offsets offsets, Parallel parallel) {
    this.byRow = byRow;
    this.byColumn = byColumn;
    this.inRowOrder = inRowOrder;
    this.offsets = offsets;
    this.parallel = parallel;
  }

  /** Values minus a fitted X, in both orders. */
  record Residual(SparseMatrix byRow, SparseMatrix byColumn, double squares) {}

  /**
   * @param scale by which the values are divided first
   * @param rounding residuals of no more than this size, root mean squared, are taken as 0
   */
  static ObservedTable of(
      ObservedEntries entries, double scale, double rounding, boolean offsets, Parallel parallel) {
    int m = entries.rows();
    int n = entries.columns();
    int count = entries.count();
    int[] columnOf = entries.columnArray();
    int[] rowOf = entries.rowArray();
    int[] byColumnOrder = new int[count];
    int[] columnStart = starts(columnOf, n);
    int[] next = columnStart.clone();
    for (int k = 0; k < count; k++) {
      byColumnOrder[next[columnOf[k]]++] = k;
    }
    int[] rowStart = starts(rowOf, m);
    next = rowStart.clone();
    int[] column = new int[count];
    double[] value = new double[count];
    for (int k : byColumnOrder) {
      int to = next[rowOf[k]]++;
      column[to] = columnOf[k];
      value[to] = entries.value(k) / scale;
    }
    int[] row = new int[count];
    int[] inRowOrder = new int[count];
    next = columnStart.clone();
    for (int i = 0; i < m; i++) {
      for (int e = rowStart[i]; e < rowStart[i + 1]; e++) {
        int to = next[column[e]]++;
        row[to] = i;
        inRowOrder[to] = e;
      }
    }
    Side byRow = Side.of(n, rowStart, column, value);
    Side byColumn = Side.of(m, columnStart, row, new double[count]);
    gather(inRowOrder, value, byColumn, parallel);
    Offsets levels = Offsets.none(m, n);
    if (offsets) {
      levels = Offsets.of(byRow, byColumn, parallel);
      subtract(byRow, levels, rounding, parallel);
      gather(inRowOrder, value, byColumn, parallel);
    }
    return new ObservedTable(byRow, byColumn, inRowOrder, levels, parallel);
  }

  private static int[] starts(int[] of, int size) {
    int[] start = new int[size + 1];
    for (int i : of) {
      start[i + 1]++;
    }
    for (int i = 0; i < size; i++) {
      start[i + 1] += start[i];
    }
    return start;
  }

  private static void gather(int[] from, double[] values, Side byColumn, Parallel parallel) {
    double[] to = byColumn.value();
    byColumn.forEachRange(
        parallel,
        (first, last) -> {
          for (int e = byColumn.start()[first]; e < byColumn.start()[last]; e++) {
            to[e] = values[from[e]];
          }
        });
  }

  private static void subtract(Side byRow, Offsets levels, double rounding, Parallel parallel) {
    double[] value = byRow.value();
    double squares =
        byRow.sum(
            parallel,
            (from, to) -> {
              double sum = 0;
              for (int i = from; i < to; i++) {
                for (int e = byRow.start()[i]; e < byRow.start()[i + 1]; e++) {
                  value[e] -= levels.at(i, byRow.other()[e]);
                  sum += value[e] * value[e];
                }
              }
              return sum;
            });
    if (Math.sqrt(squares / value.length) <= rounding) {
      java.util.Arrays.fill(value, 0);
    }
  }

  int rows() {
    return byRow.rows();
  }

  int columns() {
    return byColumn.rows();
  }

  Side byRow() {
    return byRow;
  }

  Side byColumn() {
    return byColumn;
  }

  Offsets offsets() {
    return offsets;
  }

  Parallel parallel() {
    return parallel;
  }

  /** P_Ω(Y − X) in both orders. */
  Residual residual(Svd x) {
    double[] values = new double[byRow.value().length];
    double squares = fill(x, values);
    double[] columnwise = new double[values.length];
    Side columns =
        new Side(
            byColumn.columns(), byColumn.start(), byColumn.other(), columnwise, byColumn.block());
    gather(inRowOrder, values, columns, parallel);
    return new Residual(byRow.with(values, parallel), byColumn.with(columnwise, parallel), squares);
  }

  /** ½‖P_Ω(Y − X)‖². */
  double loss(Svd x) {
    return fill(x, null) / 2;
  }

  private double fill(Svd x, double @org.jspecify.annotations.Nullable [] residual) {
    int r = x.rank();
    double[] left = x.u().columnsScaled(x.s()).array();
    double[] right = x.v().array();
    double[] y = byRow.value();
    int[] other = byRow.other();
    return byRow.sum(
        parallel,
        (from, to) -> {
          double sum = 0;
          for (int i = from; i < to; i++) {
            for (int e = byRow.start()[i]; e < byRow.start()[i + 1]; e++) {
              double gap = r == 0 ? y[e] : y[e] - Kernels.dot(left, i * r, right, other[e] * r, r);
              if (residual != null) {
                residual[e] = gap;
              }
              sum += gap * gap;
            }
          }
          return sum;
        });
  }

  /** ‖P_Ω(z wᵀ)‖² for each pair of columns of Z and W: how much of a direction was observed. */
  double[] observedPart(Matrix z, Matrix w) {
    int r = z.columns();
    int blocks = byRow.block().length - 1;
    double[][] part = new double[blocks][r];
    parallel.forEachBlock(
        blocks,
        b -> {
          double[] inner = new double[r];
          for (int i = byRow.block()[b]; i < byRow.block()[b + 1]; i++) {
            java.util.Arrays.fill(inner, 0);
            for (int e = byRow.start()[i]; e < byRow.start()[i + 1]; e++) {
              int at = byRow.other()[e] * r;
              for (int k = 0; k < r; k++) {
                inner[k] += w.array()[at + k] * w.array()[at + k];
              }
            }
            for (int k = 0; k < r; k++) {
              double left = z.array()[i * r + k];
              part[b][k] += left * left * inner[k];
            }
          }
        });
    double[] whole = new double[r];
    for (double[] one : part) {
      for (int k = 0; k < r; k++) {
        whole[k] += one[k];
      }
    }
    return whole;
  }
}
