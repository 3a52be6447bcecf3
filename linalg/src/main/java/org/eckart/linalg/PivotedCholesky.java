package org.eckart.linalg;

/**
 * Which columns of a block are safely independent, and the triangle that makes them orthonormal: Pᵀ
 * G P = Rᵀ R for the Gram matrix G of the block, stopped at the first small pivot.
 */
final class PivotedCholesky {
  private final int width;
  private final int rank;
  private final int[] order; // the pivots, then the rest
  private final double[] r; // rows of R, width long, in pivot order
  private final double remainder;

  private PivotedCholesky(int width, int rank, int[] order, double[] r, double remainder) {
    this.width = width;
    this.rank = rank;
    this.order = order;
    this.r = r;
    this.remainder = remainder;
  }

  /**
   * @param gram w × w, row by row; left alone
   * @param negligible a column that stands out of those before it by this norm or less is no pivot
   * @param range and neither is one below this fraction of the first pivot
   * @param most at most so many pivots
   */
  static PivotedCholesky of(double[] gram, int width, double negligible, double range, int most) {
    double[] g = gram.clone();
    double[] r = new double[width * width];
    int[] order = new int[width];
    for (int i = 0; i < width; i++) {
      order[i] = i;
    }
    double least = negligible;
    int rank = 0;
    for (; rank < Math.min(width, most); rank++) {
      int best = rank;
      for (int j = rank + 1; j < width; j++) {
        if (diagonal(g, width, order[j]) > diagonal(g, width, order[best])) {
          best = j;
        }
      }
      int p = order[best];
      double pivot = Math.sqrt(Math.max(0, diagonal(g, width, p)));
      if (rank == 0) {
        least = Math.max(least, range * pivot);
      }
      if (!(pivot > least)) {
        break;
      }
      order[best] = order[rank];
      order[rank] = p;
      eliminate(g, r, order, width, rank, pivot);
    }
    double rest = 0;
    for (int j = rank; j < width; j++) {
      rest += Math.max(0, diagonal(g, width, order[j]));
    }
    return new PivotedCholesky(width, rank, order, r, Math.sqrt(rest));
  }

  /** All columns in their own order; for a Gram matrix close to the identity. */
  static PivotedCholesky unpivoted(double[] gram, int width) {
    double[] g = gram.clone();
    double[] r = new double[width * width];
    int[] order = new int[width];
    for (int i = 0; i < width; i++) {
      order[i] = i;
    }
    for (int k = 0; k < width; k++) {
      double pivot = Math.sqrt(diagonal(g, width, k));
      if (!(pivot > 0)) {
        throw new IllegalStateException(
            "A block lost its independence; its Gram matrix was not safe");
      }
      eliminate(g, r, order, width, k, pivot);
    }
    return new PivotedCholesky(width, width, order, r, 0);
  }

  private static double diagonal(double[] g, int width, int j) {
    return g[j * width + j];
  }

  private static void eliminate(
      double[] g, double[] r, int[] order, int width, int step, double pivot) {
    int p = order[step];
    for (int j = 0; j < width; j++) {
      r[step * width + j] = 0;
    }
    r[step * width + p] = pivot;
    for (int j = step + 1; j < width; j++) {
      r[step * width + order[j]] = g[p * width + order[j]] / pivot;
    }
    for (int i = step + 1; i < width; i++) {
      for (int j = step + 1; j < width; j++) {
        g[order[i] * width + order[j]] -= r[step * width + order[i]] * r[step * width + order[j]];
      }
    }
  }

  /** How many columns are pivots. */
  int rank() {
    return rank;
  }

  /** The Frobenius norm of the other columns outside the span of the pivots. */
  double remainder() {
    return remainder;
  }

  /** The least pivot relative to the norm that its column had {@code before}. */
  double leastRemaining(double[] before) {
    double least = 1;
    for (int i = 0; i < rank; i++) {
      least = Math.min(least, r[i * width + order[i]] / before[order[i]]);
    }
    return least;
  }

  /** R of the pivots, upper triangular in pivot order, rank × rank. */
  Matrix factor() {
    Matrix factor = Matrix.zeros(rank, rank);
    for (int i = 0; i < rank; i++) {
      for (int j = i; j < rank; j++) {
        factor.set(i, j, r[i * width + order[j]]);
      }
    }
    return factor;
  }

  /** The w × rank matrix T for which the columns of Z T are orthonormal. */
  Matrix inverse() {
    Matrix t = factor();
    Matrix inverse = Matrix.zeros(rank, rank); // of the triangle, column by column
    for (int j = 0; j < rank; j++) {
      for (int i = j; i >= 0; i--) {
        double sum = i == j ? 1 : 0;
        for (int k = i + 1; k <= j; k++) {
          sum -= t.get(i, k) * inverse.get(k, j);
        }
        inverse.set(i, j, sum / t.get(i, i));
      }
    }
    Matrix scattered = Matrix.zeros(width, rank);
    for (int i = 0; i < rank; i++) {
      for (int j = 0; j < rank; j++) {
        scattered.set(order[i], j, inverse.get(i, j));
      }
    }
    return scattered;
  }

  /** The pivots' entries of {@code names}, in pivot order. */
  int[] pivots(int[] names) {
    int[] pivots = new int[rank];
    for (int i = 0; i < rank; i++) {
      pivots[i] = names[order[i]];
    }
    return pivots;
  }

  /** The other columns' entries of {@code names}. */
  int[] rest(int[] names) {
    int[] rest = new int[width - rank];
    for (int i = rank; i < width; i++) {
      rest[i - rank] = names[order[i]];
    }
    return rest;
  }

  /** The columns of z that are no pivots, copied. */
  Matrix restColumns(Matrix z) {
    Matrix rest = Matrix.zeros(z.rows(), width - rank);
    if (rank < width) {
      for (int i = 0; i < z.rows(); i++) {
        for (int j = rank; j < width; j++) {
          rest.set(i, j - rank, z.get(i, order[j]));
        }
      }
    }
    return rest;
  }
}
