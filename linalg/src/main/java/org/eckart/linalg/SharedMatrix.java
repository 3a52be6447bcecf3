package org.eckart.linalg;

/**
 * A dense matrix whose block products are shared out among a team, each piece on one thread of
 * BLAS. Pieces are cut by the matrix alone, so the bits do not depend on the team.
 *
 * @param matrix m × n
 */
record SharedMatrix(Matrix matrix, Parallel parallel) implements LinearOperator {
  private static final int MOST_PIECES = 64;

  /** Pieces whose products are added up: few, since each is n × k. */
  private static final int SUMMED_PIECES = 16;

  /** Rows of a piece at least; a cache line holds 8 entries. */
  private static final int SMALLEST_PIECE = 64;

  @Override
  public int rows() {
    return matrix.rows();
  }

  @Override
  public int columns() {
    return matrix.columns();
  }

  @Override
  public void multiply(double[] x, double[] y) {
    matrix.multiply(x, y);
  }

  @Override
  public void transposeMultiply(double[] y, double[] x) {
    matrix.transposeMultiply(y, x);
  }

  @Override
  public Matrix times(Matrix x) {
    Matrix y = Matrix.zeros(rows(), x.columns());
    int n = columns();
    int width = x.columns();
    share(
        rows(),
        (from, to) ->
            Blas.chosen()
                .addProduct(
                    false,
                    to - from,
                    width,
                    n,
                    1,
                    matrix.array(),
                    from * n,
                    n,
                    x.array(),
                    0,
                    width,
                    y.array(),
                    from * width,
                    width));
    return y;
  }

  /** By pieces of rows, which lie in one piece of memory; their sums are added in order. */
  @Override
  public Matrix transposeTimes(Matrix y) {
    int n = columns();
    int width = y.columns();
    int piece = Math.max(SMALLEST_PIECE, (rows() + SUMMED_PIECES - 1) / SUMMED_PIECES);
    int pieces = (rows() + piece - 1) / piece;
    double[][] parts = new double[pieces][];
    parallel.forEachBlock(
        pieces,
        p -> {
          double[] part = new double[Matrix.entries(n, width)];
          int from = p * piece;
          int to = Math.min(rows(), from + piece);
          Blas.chosen()
              .addProduct(
                  true,
                  n,
                  width,
                  to - from,
                  1,
                  matrix.array(),
                  from * n,
                  n,
                  y.array(),
                  from * width,
                  width,
                  part,
                  0,
                  width);
          parts[p] = part;
        });
    double[] sum = parts[0];
    for (int p = 1; p < pieces; p++) {
      Kernels.axpy(1, parts[p], 0, sum, 0, sum.length);
    }
    return Matrix.wrap(n, width, sum);
  }

  private interface Range {
    void apply(int from, int to);
  }

  private void share(int length, Range body) {
    int piece = Math.max(SMALLEST_PIECE, (length + MOST_PIECES - 1) / MOST_PIECES);
    int pieces = (length + piece - 1) / piece;
    parallel.forEachBlock(pieces, p -> body.apply(p * piece, Math.min(length, (p + 1) * piece)));
  }
}
