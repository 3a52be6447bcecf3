package org.eckart.recovery.robustpca;

import java.util.ArrayDeque;
import java.util.function.IntFunction;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.MatrixBlock;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.scaled.FactorPair;

/**
 * One pass over the matrix: of D, the residual Y − L Rᵀ with zeros where an entry is missing or
 * counts as an outlier, the products with two narrow matrices. D is made tile by tile and never
 * stored, so Y is read once.
 *
 * <p>Cost: 2 m n (r + 2 w) operations. Memory: a tile of {@value #TILE_ROWS} × {@value
 * #TILE_COLUMNS} a thread, the products, and up to {@value #MOST_PIECES} n × w partial sums, which
 * together are at most a quarter of the matrix or two such sums.
 *
 * @param right D W, m × w
 * @param left Dᵀ Q, n × w
 * @param keptInRow entries of each row that are in D
 * @param keptInColumn the same by column
 * @param kept entries that are in D
 * @param squares ‖D‖_F²
 */
record ResidualPass(
    Matrix right, Matrix left, int[] keptInRow, int[] keptInColumn, long kept, double squares) {
  static final int TILE_ROWS = 64;
  static final int TILE_COLUMNS = 512; // a tile is 256 KB and stays in L2
  private static final int MOST_PIECES = 16;

  /** Which entries of a residual are outliers. */
  sealed interface Rule {
    /** Those larger than a threshold. */
    record Above(double threshold) implements Rule {}

    /** Those larger than a threshold; the signs of the others are then drawn at random. */
    record AboveWithRandomSigns(double threshold, long seed) implements Rule {}

    /** Those that are among the largest both of their row and of their column. */
    record Among(Sparsifier.Limits limits) implements Rule {}
  }

  /**
   * Makes a pass.
   *
   * @param x L Rᵀ, in scaled units
   * @param w n × w
   * @param q m × w
   */
  static ResidualPass of(RobustPcaProblem problem, FactorPair x, Matrix w, Matrix q, Rule rule) {
    return new Work(problem, x, w, q, rule).run();
  }

  double rootMeanSquare() {
    double cells = (double) keptInRow.length * keptInColumn.length;
    return Math.sqrt(squares / cells);
  }

  /** A pass under way. */
  private static final class Work {
    private final RobustPcaProblem problem;
    private final FactorPair x;
    private final Matrix rightTransposed;
    private final Matrix w;
    private final Matrix q;
    private final Rule rule;
    private final Matrix rightProduct;
    private final int[] keptInRow;
    private final int m;
    private final int n;
    private final ArrayDeque<double[]> tiles = new ArrayDeque<>();

    Work(RobustPcaProblem problem, FactorPair x, Matrix w, Matrix q, Rule rule) {
      this.problem = problem;
      this.x = x;
      this.rightTransposed = x.right().transpose();
      this.w = w;
      this.q = q;
      this.rule = rule;
      this.m = problem.rows();
      this.n = problem.columns();
      this.rightProduct = Matrix.zeros(m, w.columns());
      this.keptInRow = new int[m];
    }

    /** What one stretch of rows adds up to. */
    private record Piece(double[] left, int[] keptInColumn, double squares) {}

    ResidualPass run() {
      Parallel parallel = problem.parallel();
      int width = w.columns();
      int bands = (m + TILE_ROWS - 1) / TILE_ROWS;
      int pieces = Math.min(bands, Math.clamp(m / (4L * Math.max(1, width)), 2, MOST_PIECES));
      Piece[] done = new Piece[pieces];
      parallel.forEachBlock(
          pieces,
          p ->
              done[p] =
                  piece(
                      (int) ((long) bands * p / pieces), (int) ((long) bands * (p + 1) / pieces)));
      Matrix left = Matrix.zeros(n, width);
      int[] keptInColumn = new int[n];
      double squares = 0;
      long kept = 0;
      for (Piece piece : done) { // in order, whoever made them
        for (int k = 0; k < left.array().length; k++) {
          left.array()[k] += piece.left[k];
        }
        for (int j = 0; j < n; j++) {
          keptInColumn[j] += piece.keptInColumn[j];
        }
        squares += piece.squares;
      }
      for (int count : keptInRow) {
        kept += count;
      }
      return new ResidualPass(rightProduct, left, keptInRow, keptInColumn, kept, squares);
    }

    private Piece piece(int firstBand, int lastBand) {
      double[] tile;
      synchronized (tiles) {
        tile = tiles.isEmpty() ? new double[TILE_ROWS * TILE_COLUMNS] : tiles.pop();
      }
      int width = w.columns();
      double[] left = new double[n * width];
      int[] keptInColumn = new int[n];
      double squares = 0;
      IntFunction<MatrixBlock> rowsOfW =
          j -> MatrixBlock.ofRows(w, j, Math.min(n, j + TILE_COLUMNS));
      for (int band = firstBand; band < lastBand; band++) {
        int i0 = band * TILE_ROWS;
        int i1 = Math.min(m, i0 + TILE_ROWS);
        MatrixBlock rowsOfL = MatrixBlock.ofRows(x.left(), i0, i1);
        MatrixBlock rowsOfQ = MatrixBlock.ofRows(q, i0, i1);
        MatrixBlock result = MatrixBlock.ofRows(rightProduct, i0, i1);
        for (int j0 = 0; j0 < n; j0 += TILE_COLUMNS) {
          int columns = Math.min(n - j0, TILE_COLUMNS);
          MatrixBlock d = new MatrixBlock(tile, 0, columns, i1 - i0, columns);
          load(tile, i0, i1, j0, columns);
          d.add(-1, rowsOfL, new MatrixBlock(rightTransposed.array(), j0, n, x.rank(), columns));
          squares += cut(tile, i0, i1, j0, columns, keptInColumn);
          result.add(1, d, rowsOfW.apply(j0));
          new MatrixBlock(left, j0 * width, width, columns, width).addTransposed(1, d, rowsOfQ);
        }
      }
      synchronized (tiles) {
        tiles.push(tile);
      }
      return new Piece(left, keptInColumn, squares);
    }

    private void load(double[] tile, int i0, int i1, int j0, int columns) {
      double[] y = problem.values().array();
      double inverse = 1 / problem.scale(); // a power of 2: exact
      for (int i = i0; i < i1; i++) {
        int from = i * n + j0;
        int to = (i - i0) * columns;
        for (int j = 0; j < columns; j++) {
          tile[to + j] = y[from + j] * inverse;
        }
      }
    }

    /** Puts zeros where D has them and counts the rest; gives the sum of its squares. */
    private double cut(double[] tile, int i0, int i1, int j0, int columns, int[] keptInColumn) {
      double squares = 0;
      for (int i = i0; i < i1; i++) {
        int at = (i - i0) * columns;
        squares +=
            switch (rule) {
              case Rule.Above(double threshold) ->
                  above(tile, at, columns, threshold, keptInColumn, j0, i);
              case Rule.AboveWithRandomSigns(double threshold, long seed) -> {
                double sum = above(tile, at, columns, threshold, keptInColumn, j0, i);
                turn(tile, at, columns, seed + ((long) i * n + j0));
                yield sum;
              }
              case Rule.Among(Sparsifier.Limits limits) ->
                  among(tile, at, columns, limits, keptInColumn, j0, i);
            };
      }
      return squares;
    }

    private double above(
        double[] tile, int at, int columns, double threshold, int[] inColumn, int j0, int i) {
      double squares = 0;
      int kept = 0;
      for (int j = 0; j < columns; j++) {
        double e = tile[at + j];
        if (Math.abs(e) <= threshold) { // false for NaN, a missing entry
          squares += e * e;
          kept++;
          inColumn[j0 + j]++;
        } else {
          tile[at + j] = 0;
        }
      }
      keptInRow[i] += kept;
      return squares;
    }

    private double among(
        double[] tile,
        int at,
        int columns,
        Sparsifier.Limits limits,
        int[] inColumn,
        int j0,
        int i) {
      double squares = 0;
      int kept = 0;
      for (int j = 0; j < columns; j++) {
        double e = tile[at + j];
        if (Double.isNaN(e) || limits.isOutlier(i, j0 + j, Math.abs(e))) {
          tile[at + j] = 0;
        } else {
          squares += e * e;
          kept++;
          inColumn[j0 + j]++;
        }
      }
      keptInRow[i] += kept;
      return squares;
    }

    /** Random signs, which depend on the place alone (SplitMix64's finaliser). */
    private static void turn(double[] tile, int at, int columns, long place) {
      for (int j = 0; j < columns; j++) {
        long z = (place + j) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        if ((z ^ (z >>> 31)) < 0) {
          tile[at + j] = -tile[at + j];
        }
      }
    }
  }
}
