package org.eckart.linalg;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Seeded matrices of every shape, rank, scale and pattern that a method must bear: the generator of
 * all property tests. The name of a case says how to make it again.
 *
 * {@snippet :
 * @ParameterizedTest
 * @MethodSource("org.eckart.linalg.MatrixCases#all")
 * void holdsForEveryMatrix(MatrixCases.Case given) {
 *   Matrix a = given.matrix();
 * }
 * }
 */
public final class MatrixCases {
  private static final int[][] SHAPES = {
    {1, 1}, {1, 2}, {2, 1}, {1, 23}, {17, 1}, {3, 3}, {2, 9}, {5, 4}, {8, 8}, {40, 7}, {7, 40},
    {33, 32}, {64, 65}
  };
  private static final double[] SCALES = {1, 1e-150, 1e150, 1e-9, 1e6};

  private MatrixCases() {}

  /**
   * One matrix and what is known of it.
   *
   * @param name shape, rank, scale and seed, printed when a test fails
   * @param matrix m × n, dense
   * @param rank its exact rank; 0 for the zero matrix
   * @param scale about the size of its largest entry, unless it is zero
   */
  public record Case(String name, Matrix matrix, int rank, double scale) {
    @Override
    public String toString() {
      return name;
    }

    /** Entry (i, j) is kept with this probability; the rest become zeros or holes. */
    public boolean[][] pattern(double density) {
      RandomStream random = RandomStream.of(name.hashCode(), "pattern");
      boolean[][] kept = new boolean[matrix.rows()][matrix.columns()];
      for (boolean[] row : kept) {
        for (int j = 0; j < row.length; j++) {
          row[j] = random.nextUniform() < density;
        }
      }
      return kept;
    }

    /** The matrix with entries outside {@link #pattern} left out. */
    public SparseMatrix sparse(double density) {
      boolean[][] kept = pattern(density);
      Matrix holes = matrix.copy();
      for (int i = 0; i < holes.rows(); i++) {
        for (int j = 0; j < holes.columns(); j++) {
          if (!kept[i][j]) {
            holes.set(i, j, 0);
          }
        }
      }
      return SparseMatrix.of(holes);
    }
  }

  /** Every shape with ranks zero, one, half and full; every scale on some of them. */
  public static Stream<Case> all() {
    List<Case> cases = new ArrayList<>();
    long seed = 1;
    for (int[] shape : SHAPES) {
      int full = Math.min(shape[0], shape[1]);
      for (int rank : new int[] {0, 1, (full + 1) / 2, full}) {
        if (cases.isEmpty() || !sameAsLast(cases, shape, rank)) {
          cases.add(of(shape[0], shape[1], rank, SCALES[(int) (seed % SCALES.length)], seed));
          seed++;
        }
      }
    }
    for (double scale : SCALES) {
      cases.add(of(30, 20, 6, scale, seed++));
      cases.add(of(20, 30, 20, scale, seed++));
    }
    return cases.stream();
  }

  private static boolean sameAsLast(List<Case> cases, int[] shape, int rank) {
    Case last = cases.getLast();
    return last.matrix.rows() == shape[0] && last.matrix.columns() == shape[1] && last.rank == rank;
  }

  /** A random m × n matrix of exactly this rank, its entries of about this size. */
  public static Case of(int rows, int columns, int rank, double scale, long seed) {
    String name = rows + "×" + columns + " rank " + rank + " scale " + scale + " seed " + seed;
    RandomStream random = RandomStream.of(seed, "matrix case");
    Matrix matrix =
        rank == 0
            ? Matrix.zeros(rows, columns)
            : random
                .gaussian(rows, rank)
                .times(random.gaussian(rank, columns))
                .scaled(scale / Math.sqrt(rank));
    return new Case(name, matrix, rank, scale);
  }

  /** A matrix with these singular values: U diag(s) Vᵀ for random orthonormal U and V. */
  public static Matrix withSingularValues(int rows, int columns, long seed, double... s) {
    Matrix u = orthonormal(rows, s.length, seed);
    Matrix v = orthonormal(columns, s.length, seed + 0x5eed);
    return u.columnsScaled(Vector.of(s)).timesTranspose(v);
  }

  /** An m × k matrix of random orthonormal columns, by Gram–Schmidt done twice. */
  public static Matrix orthonormal(int rows, int columns, long seed) {
    double[][] q = new double[columns][rows];
    RandomStream random = RandomStream.of(seed, "orthonormal columns");
    for (int k = 0; k < columns; k++) {
      for (int i = 0; i < rows; i++) {
        q[k][i] = random.nextGaussian();
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int l = 0; l < k; l++) {
          subtractProjection(q[k], q[l]);
        }
      }
      double norm = Math.sqrt(dot(q[k], q[k]));
      for (int i = 0; i < rows; i++) {
        q[k][i] /= norm;
      }
    }
    return Matrix.of(q).transpose();
  }

  private static void subtractProjection(double[] x, double[] q) {
    double inner = dot(x, q);
    for (int i = 0; i < x.length; i++) {
      x[i] -= inner * q[i];
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
