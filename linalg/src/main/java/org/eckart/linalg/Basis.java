package org.eckart.linalg;

import java.util.Arrays;

/**
 * Orthonormal columns in n dimensions, to which blocks are added: the memory of a Krylov method.
 *
 * <p>Stored row by row with room for {@code capacity} columns, so that a block of rows is one piece
 * that fits a cache, and the work on it is small matrix products. Row blocks are cut by n alone and
 * their sums added in index order: the bits do not depend on the team.
 */
final class Basis {
  /** Columns of one round of {@link #append} span at most this range of norms. */
  private static final double RANGE = 1e-6; // Gram matrix to 1e-12 of 2e-16: two digits too many

  /** What is left of a column after a pass that need not be repeated: one digit is lost. */
  private static final double CANCELLED = 0.1;

  /** At most so many row blocks, so that their partial sums stay small beside the basis. */
  private static final int MAX_BLOCKS = 64;

  private static final int MIN_BLOCK_ROWS = 256;

  private final int dimension;
  private final int capacity;
  private final double[] q;
  private final Parallel parallel;
  private final int blockRows;
  private final int blocks;
  private int size;

  Basis(int dimension, int capacity, Parallel parallel) {
    this.dimension = dimension;
    this.capacity = Math.min(capacity, dimension);
    this.q = new double[Matrix.entries(dimension, this.capacity)];
    this.parallel = parallel;
    this.blockRows = Math.max(MIN_BLOCK_ROWS, (dimension + MAX_BLOCKS - 1) / MAX_BLOCKS);
    this.blocks = (dimension + blockRows - 1) / blockRows;
  }

  /** The number of columns. */
  int size() {
    return size;
  }

  int room() {
    return capacity - size;
  }

  /**
   * What {@link #append} did: block = Q old · projected + Q added · added + dropped.
   *
   * @param projected old size × w
   * @param added w′ × w, of full row rank
   * @param dropped the Frobenius norm of what was left out
   */
  record Appended(Matrix projected, Matrix added, double dropped) {
    int width() {
      return added.rows();
    }
  }

  /**
   * Adds orthonormal columns, as {@link #append(Matrix, double)} does, of a block whose
   * coefficients in some columns of the basis are known. Taking those away first leaves little to
   * cancel, so that one pass over the basis will do instead of two.
   *
   * @param known coefficients of the block in columns {@code from} and those after it
   */
  Appended append(Matrix block, double negligible, Matrix known, int from) {
    parallel.forEachBlock(
        blocks,
        b ->
            TallBlocks.addProduct(
                -1,
                q,
                from,
                capacity,
                known.rows(),
                known.array(),
                block.array(),
                block.columns(),
                start(b),
                start(b + 1)));
    Appended appended = append(block, negligible);
    for (int i = 0; i < known.rows(); i++) {
      for (int j = 0; j < known.columns(); j++) {
        double c = appended.projected().get(from + i, j);
        appended.projected().set(from + i, j, c + known.get(i, j));
      }
    }
    return appended;
  }

  /**
   * Adds orthonormal columns that span what {@code block} has outside this basis. Directions of
   * norm {@code negligible} or less are left out, and so are those beyond the capacity.
   *
   * <p>Block Gram–Schmidt, each pass with a Cholesky factor of the Gram matrix; a second pass over
   * the basis where the first cancelled more than {@link #CANCELLED} of a column. Columns whose
   * norms differ by more than {@link #RANGE}, or that nearly depend on others, wait for a further
   * round, in which they are first cleared of those just added.
   *
   * @param block n × w; overwritten
   */
  Appended append(Matrix block, double negligible) {
    int oldSize = size;
    int width = block.columns();
    Matrix coefficients = Matrix.zeros(capacity, width); // of the block in the whole basis
    int[] open = new int[width];
    Arrays.setAll(open, j -> j);
    Matrix z = block;
    double dropped = 0;
    while (open.length > 0) {
      double[] before = new double[z.columns()];
      Matrix c = coefficients(z, before);
      double[] gram = subtractProduct(z, c);
      addColumns(coefficients, c, open);
      PivotedCholesky factor = PivotedCholesky.of(gram, open.length, negligible, RANGE, room());
      if (factor.rank() == 0) {
        dropped = factor.remainder();
        break;
      }
      z = addPivots(z, factor, coefficients, open, before);
      open = factor.rest(open);
    }
    int added = size - oldSize;
    return new Appended(
        coefficients.rows(0, oldSize), coefficients.rows(oldSize, oldSize + added), dropped);
  }

  /** Orthonormalises the pivot columns of z, adds them, and returns the other columns of z. */
  private Matrix addPivots(
      Matrix z, PivotedCholesky factor, Matrix coefficients, int[] open, double[] before) {
    int rank = factor.rank();
    Matrix rest = factor.restColumns(z);
    Matrix x = times(z, factor.inverse());
    boolean clean = factor.leastRemaining(before) >= CANCELLED;
    Matrix again = clean ? Matrix.zeros(0, rank) : coefficients(x, new double[rank]);
    double[] gram = subtractProduct(x, again);
    PivotedCholesky second = PivotedCholesky.unpivoted(gram, rank);
    Matrix orthonormal = times(x, second.inverse());
    // z pivots = x R₁ and x = Q again + new R₂, so z pivots = Q (again R₁) + new (R₂ R₁)
    Matrix r1 = factor.factor();
    Matrix r2 = second.factor();
    if (!clean) {
      addColumns(coefficients, again.times(r1), factor.pivots(open));
    }
    Matrix r = r2.times(r1);
    int[] pivots = factor.pivots(open);
    for (int i = 0; i < rank; i++) {
      for (int j = 0; j < rank; j++) {
        coefficients.set(size + i, pivots[j], r.get(i, j));
      }
    }
    store(orthonormal);
    return rest;
  }

  private static void addColumns(Matrix to, Matrix c, int[] columns) {
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < columns.length; j++) {
        to.set(i, columns[j], to.get(i, columns[j]) + c.get(i, j));
      }
    }
  }

  /** Adds columns that are orthonormal already. */
  void adopt(Matrix columns) {
    store(columns);
  }

  private void store(Matrix columns) {
    for (int i = 0; i < dimension; i++) {
      System.arraycopy(
          columns.array(), i * columns.columns(), q, i * capacity + size, columns.columns());
    }
    size += columns.columns();
  }

  /**
   * Qᵀ Z, size × w.
   *
   * @param norms of the columns of Z, written here
   */
  private Matrix coefficients(Matrix z, double[] norms) {
    int width = z.columns();
    int used = size;
    double[][] parts = new double[blocks][];
    parallel.forEachBlock(
        blocks,
        b -> {
          double[] part = new double[(used + 1) * width];
          TallBlocks.addTransposeProduct(
              q, capacity, used, z.array(), width, start(b), start(b + 1), part);
          TallBlocks.addSquares(z.array(), width, start(b), start(b + 1), part, used * width);
          parts[b] = part;
        });
    double[] sum = new double[(used + 1) * width];
    for (double[] part : parts) {
      add(sum, part);
    }
    for (int j = 0; j < width; j++) {
      norms[j] = Math.sqrt(sum[used * width + j]);
    }
    return Matrix.wrap(used, width, Arrays.copyOf(sum, used * width));
  }

  /** Z ← Z − Q C; returns ZᵀZ of the new Z, w × w. */
  private double[] subtractProduct(Matrix z, Matrix c) {
    int width = z.columns();
    double[][] parts = new double[blocks][];
    parallel.forEachBlock(
        blocks,
        b -> {
          double[] part = new double[width * width];
          TallBlocks.addProduct(
              -1, q, 0, capacity, c.rows(), c.array(), z.array(), width, start(b), start(b + 1));
          TallBlocks.addTransposeProduct(
              z.array(), width, width, z.array(), width, start(b), start(b + 1), part);
          parts[b] = part;
        });
    double[] gram = new double[width * width];
    for (double[] part : parts) {
      add(gram, part);
    }
    return gram;
  }

  private static void add(double[] sum, double[] part) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += part[i];
    }
  }

  private int start(int block) {
    return Math.min(dimension, block * blockRows);
  }

  /** Z T, by row blocks. */
  private Matrix times(Matrix z, Matrix t) {
    Matrix product = Matrix.zeros(dimension, t.columns());
    parallel.forEachBlock(
        blocks,
        b ->
            TallBlocks.addProduct(
                1,
                z.array(),
                0,
                z.columns(),
                z.columns(),
                t.array(),
                product.array(),
                t.columns(),
                start(b),
                start(b + 1)));
    return product;
  }

  /** Columns {@code from} to {@code to − 1}, copied. */
  Matrix columns(int from, int to) {
    Matrix columns = Matrix.zeros(dimension, to - from);
    for (int i = 0; i < dimension; i++) {
      System.arraycopy(q, i * capacity + from, columns.array(), i * (to - from), to - from);
    }
    return columns;
  }

  /** The first columns times P, for P of K × k: n × k. */
  Matrix times(Matrix p) {
    Matrix product = Matrix.zeros(dimension, p.columns());
    parallel.forEachBlock(
        blocks,
        b ->
            TallBlocks.addProduct(
                1,
                q,
                0,
                capacity,
                p.rows(),
                p.array(),
                product.array(),
                p.columns(),
                start(b),
                start(b + 1)));
    return product;
  }

  /** Replaces the first K columns by their product with P, K × k; later columns move up. */
  void contract(Matrix p) {
    Matrix kept = times(p);
    int later = size - p.rows();
    int k = p.columns();
    for (int i = 0; i < dimension; i++) {
      System.arraycopy(q, i * capacity + p.rows(), q, i * capacity + k, later);
      System.arraycopy(kept.array(), i * k, q, i * capacity, k);
    }
    size = k + later;
  }

  /** Adds random columns until there are {@code wanted}, if the dimension allows. */
  void complete(int wanted, RandomStream random) {
    while (size < Math.min(wanted, capacity)) {
      append(random.gaussian(dimension, Math.min(wanted, capacity) - size), 0);
    }
  }
}
