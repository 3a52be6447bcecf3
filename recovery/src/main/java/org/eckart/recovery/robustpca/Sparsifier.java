package org.eckart.recovery.robustpca;

import java.util.Arrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.MatrixBlock;
import org.eckart.recovery.scaled.FactorPair;

/**
 * The published sparsification operator T_α: of a residual it keeps an entry if its magnitude is
 * among the ⌊α n⌋ largest of its row <em>and</em> among the ⌊α m⌋ largest of its column; of equal
 * magnitudes the first in index order count. Missing entries are in neither count.
 *
 * <p>Two passes over the residual, by rows and by columns, each with a quick-select per line: O(m n
 * r). Memory: bands of up to {@value #BAND} entries a thread.
 */
final class Sparsifier {
  private static final int BAND = 1 << 18;
  private static final int MOST_LINES = 64;

  private Sparsifier() {}

  /**
   * Where the largest entries of each line begin.
   *
   * @param rowCut the smallest magnitude kept in each row; +∞ if none is
   * @param rowLast of entries equal to it, those up to this column are kept
   * @param columnCut the same by column
   * @param columnLast of entries equal to it, those up to this row are kept
   */
  record Limits(double[] rowCut, int[] rowLast, double[] columnCut, int[] columnLast) {
    boolean isOutlier(int i, int j, double size) {
      return (size > rowCut[i] || (size == rowCut[i] && j <= rowLast[i]))
          && (size > columnCut[j] || (size == columnCut[j] && i <= columnLast[j]));
    }
  }

  /**
   * The limits of T_share on Y − X.
   *
   * @param share α, 0 to 1
   */
  static Limits limits(RobustPcaProblem problem, FactorPair x, double share) {
    int m = problem.rows();
    int n = problem.columns();
    Limits limits = new Limits(new double[m], new int[m], new double[n], new int[n]);
    lines(problem, x, share, true, limits.rowCut, limits.rowLast);
    lines(problem, x, share, false, limits.columnCut, limits.columnLast);
    return limits;
  }

  private static void lines(
      RobustPcaProblem problem,
      FactorPair x,
      double share,
      boolean byRow,
      double[] cut,
      int[] last) {
    int m = problem.rows();
    int n = problem.columns();
    int count = byRow ? m : n;
    int length = byRow ? n : m;
    int lines = Math.clamp(BAND / length, 1, MOST_LINES);
    Matrix transposed = x.right().transpose(); // r × n
    int[] observed = byRow ? problem.observedInRow() : problem.observedInColumn();
    problem
        .parallel()
        .forEachBlock(
            (count + lines - 1) / lines,
            block -> {
              int first = block * lines;
              int width = Math.min(count, first + lines) - first;
              Matrix residual =
                  byRow
                      ? residual(problem, x, transposed, first, first + width, 0, n)
                      : residual(problem, x, transposed, 0, m, first, first + width);
              double[] line = new double[length];
              for (int k = 0; k < width; k++) {
                for (int at = 0; at < length; at++) {
                  line[at] = Math.abs(byRow ? residual.get(k, at) : residual.get(at, k));
                }
                int kept = (int) Math.floor(share * observed[first + k] * (1 + 1e-14));
                setLimit(line, kept, first + k, cut, last);
              }
            });
  }

  /** (Y − X) of some rows and columns, NaN where an entry is missing. */
  private static Matrix residual(
      RobustPcaProblem problem, FactorPair x, Matrix transposed, int i0, int i1, int j0, int j1) {
    Matrix part = Matrix.zeros(i1 - i0, j1 - j0);
    int n = problem.columns();
    double inverse = 1 / problem.scale();
    for (int i = i0; i < i1; i++) {
      for (int j = j0; j < j1; j++) {
        part.set(i - i0, j - j0, problem.values().array()[i * n + j] * inverse);
      }
    }
    MatrixBlock.ofRows(part, 0, part.rows())
        .add(
            -1,
            MatrixBlock.ofRows(x.left(), i0, i1),
            new MatrixBlock(transposed.array(), j0, n, x.rank(), j1 - j0));
    return part;
  }

  private static void setLimit(double[] line, int kept, int at, double[] cut, int[] last) {
    if (kept == 0) {
      cut[at] = Double.POSITIVE_INFINITY;
      last[at] = -1;
      return;
    }
    double limit = largest(line.clone(), kept);
    cut[at] = limit;
    int above = 0;
    for (double size : line) {
      if (size > limit) {
        above++;
      }
    }
    int place = -1;
    for (int k = 0, ties = 0; ties < kept - above; k++) {
      if (line[k] == limit) {
        ties++;
        place = k;
      }
    }
    last[at] = place;
  }

  /**
   * The k-th largest number, by Hoare's quick-select; O(length) as a rule.
   *
   * @param numbers changed; NaN among them are left out
   * @param k 1 to the number of others
   */
  static double largest(double[] numbers, int k) {
    int high = -1;
    for (double number : numbers) {
      if (!Double.isNaN(number)) {
        numbers[++high] = number;
      }
    }
    int low = 0;
    int wanted = high + 1 - k; // its place in ascending order
    while (high - low > 16) {
      double pivot = median(numbers[low], numbers[(low + high) >>> 1], numbers[high]);
      int i = low;
      int j = high;
      while (i <= j) {
        while (numbers[i] < pivot) {
          i++;
        }
        while (numbers[j] > pivot) {
          j--;
        }
        if (i <= j) {
          double swap = numbers[i];
          numbers[i++] = numbers[j];
          numbers[j--] = swap;
        }
      }
      if (wanted <= j) {
        high = j;
      } else if (wanted >= i) {
        low = i;
      } else {
        return numbers[wanted];
      }
    }
    Arrays.sort(numbers, low, high + 1);
    return numbers[wanted];
  }

  private static double median(double a, double b, double c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
