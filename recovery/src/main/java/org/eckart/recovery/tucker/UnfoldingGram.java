package org.eckart.recovery.tucker;

import java.util.Arrays;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.SparseMatrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.SymmetricEigen;
import org.eckart.linalg.TruncatedSvd;

/**
 * The leading eigenvectors of M Mᵀ without its diagonal, for the mode-k unfolding M of a sparsely
 * observed tensor.
 *
 * <p>A diagonal entry of M Mᵀ sums squares, of which a share p is observed; an entry beside it sums
 * products of two entries, of which only p² is. So the diagonal outweighs by 1/p what it should be,
 * and rows with large entries would pose as directions; without it M Mᵀ/p² is right on average but
 * for a small diagonal.
 *
 * <p>Columns of M without an entry are left out, so that the width is at most |Ω| whatever the
 * other sizes. Modes up to {@value #DENSE} are decomposed as dense matrices; for larger ones M Mᵀ x
 * is a sparse product each way in a Lanczos iteration. Memory: 36 bytes an entry.
 */
final class UnfoldingGram {
  private static final int DENSE = 400;
  private static final long DENSE_WORK = 400_000_000; // products of entries in a fibre
  private static final int BLOCKS = 8;
  private static final double TOLERANCE = 1e-5; // a start need not be better

  private UnfoldingGram() {}

  /**
   * @param values taken for the entries', in their order
   * @return n_k × rank, orthonormal columns
   */
  static Matrix leading(
      ObservedTensor entries, double[] values, int mode, int rank, long seed, Parallel parallel) {
    int n = entries.size(mode);
    if (n == 1) {
      return Matrix.identity(1);
    }
    int count = entries.count();
    int[] fibre = new int[count]; // by sorted place
    int[] at = sortedByFibre(entries, mode);
    int fibres = 0;
    for (int e = 0; e < count; e++) {
      if (e > 0 && !sameFibre(entries, mode, at[e], at[e - 1])) {
        fibres++;
      }
      fibre[e] = fibres;
    }
    fibres = count == 0 ? 0 : fibres + 1;
    int[] start = new int[fibres + 1];
    for (int f : fibre) {
      start[f + 1]++;
    }
    long work = 0;
    for (int f = 0; f < fibres; f++) {
      work += (long) start[f + 1] * start[f + 1];
      start[f + 1] += start[f];
    }
    int[] index = entries.indexArray(mode);
    if (n <= DENSE && work <= DENSE_WORK) {
      return SymmetricEigen.of(dense(n, start, at, index, values, parallel))
          .vectors()
          .columns(0, rank);
    }
    int[] row = new int[count];
    double[] value = new double[count];
    for (int e = 0; e < count; e++) {
      row[e] = index[at[e]];
      value[e] = values[at[e]];
    }
    return lanczos(
        SparseMatrix.ofCoordinates(n, Math.max(1, fibres), row, fibre, value),
        rank,
        seed,
        parallel);
  }

  private static int[] sortedByFibre(ObservedTensor entries, int mode) {
    int[] others = new int[entries.modes() - 1];
    for (int k = 0, d = 0; k < entries.modes(); k++) {
      if (k != mode) {
        others[d++] = k;
      }
    }
    return entries.sortedBy(others);
  }

  private static boolean sameFibre(ObservedTensor entries, int mode, int e, int f) {
    for (int k = 0; k < entries.modes(); k++) {
      if (k != mode && entries.index(k, e) != entries.index(k, f)) {
        return false;
      }
    }
    return true;
  }

  private static Matrix dense(
      int n, int[] start, int[] at, int[] index, double[] values, Parallel parallel) {
    int fibres = start.length - 1;
    double[][] parts = new double[BLOCKS][];
    parallel.forEachBlock(
        BLOCKS,
        b -> {
          double[] gram = new double[n * n];
          int to = (int) ((long) fibres * (b + 1) / BLOCKS);
          for (int f = (int) ((long) fibres * b / BLOCKS); f < to; f++) {
            for (int e = start[f]; e < start[f + 1]; e++) {
              int i = index[at[e]] * n;
              double weight = values[at[e]];
              for (int c = start[f]; c < e; c++) {
                gram[i + index[at[c]]] += weight * values[at[c]];
              }
            }
          }
          parts[b] = gram;
        });
    Matrix gram = Matrix.zeros(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double sum = 0;
        for (double[] part : parts) {
          sum += part[i * n + j] + part[j * n + i];
        }
        gram.set(i, j, sum);
        gram.set(j, i, sum);
      }
    }
    return gram;
  }

  private static Matrix lanczos(SparseMatrix m, int rank, long seed, Parallel parallel) {
    double[] diagonal = new double[m.rows()];
    for (int i = 0; i < m.rows(); i++) {
      for (int e = m.starts()[i]; e < m.starts()[i + 1]; e++) {
        diagonal[i] += m.values()[e] * m.values()[e];
      }
    }
    int wanted = Math.min(m.rows(), rank + 4); // a few may belong to negative eigenvalues
    Svd found =
        TruncatedSvd.lanczos(
                new WithoutDiagonal(m.withThreads(parallel), diagonal),
                LanczosOptions.rank(wanted)
                    .withTolerance(TOLERANCE)
                    .withMaxSteps(15)
                    .withSeed(seed),
                parallel)
            .triplets();
    Matrix chosen = Matrix.zeros(m.rows(), rank);
    int next = 0;
    for (int pass = 0; pass < 2; pass++) { // the positive ones first
      for (int j = 0; j < wanted && next < rank; j++) {
        double sign = 0;
        for (int i = 0; i < m.rows(); i++) {
          sign += found.u().get(i, j) * found.v().get(i, j);
        }
        if (sign >= 0 == (pass == 0)) {
          for (int i = 0; i < m.rows(); i++) {
            chosen.set(i, next, found.u().get(i, j));
          }
          next++;
        }
      }
    }
    return chosen;
  }

  private record WithoutDiagonal(SparseMatrix m, double[] diagonal) implements LinearOperator {
    @Override
    public int rows() {
      return m.rows();
    }

    @Override
    public int columns() {
      return m.rows();
    }

    @Override
    public void multiply(double[] x, double[] y) {
      double[] wide = new double[m.columns()];
      m.transposeMultiply(x, wide);
      m.multiply(wide, y);
      for (int i = 0; i < y.length; i++) {
        y[i] -= diagonal[i] * x[i];
      }
    }

    @Override
    public void transposeMultiply(double[] y, double[] x) {
      multiply(y, x);
    }

    @Override
    public Matrix times(Matrix x) {
      Matrix y = m.times(m.transposeTimes(x));
      int k = x.columns();
      for (int i = 0; i < diagonal.length; i++) {
        for (int j = 0; j < k; j++) {
          y.array()[i * k + j] -= diagonal[i] * x.array()[i * k + j];
        }
      }
      return y;
    }

    @Override
    public Matrix transposeTimes(Matrix y) {
      return times(y);
    }

    @Override
    public String toString() {
      return "M Mᵀ without diagonal, " + Arrays.toString(new int[] {rows(), columns()});
    }
  }
}
