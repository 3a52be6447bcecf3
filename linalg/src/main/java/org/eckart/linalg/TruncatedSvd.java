package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Leading singular triplets of anything that can be multiplied with, and how exact they are.
 *
 * <p>{@link #lanczos} is the accurate default: it finds values that stand just above a bulk of
 * noise to any tolerance. {@link #subspace} reads A a few times only; take it where a rough basis
 * will do or where A is expensive to pass over. If min(m, n) ≤ 500 and the matrix is dense, {@link
 * Svd} is as fast and gives all triplets.
 *
 * {@snippet :
 * TruncatedSvd found = TruncatedSvd.lanczos(a, LanczosOptions.rank(50));
 * Svd svd = found.triplets();
 * }
 *
 * <p>Same seed, same operator, same options: same bits, whatever the number of threads. A thread
 * that is interrupted leaves with a {@link java.util.concurrent.CancellationException} before the
 * next product.
 *
 * @param triplets U m × r, s of r (never increasing), V n × r. Where A has a smaller rank than was
 *     asked for, the last values are 0 and their vectors complete the others
 * @param residuals of each triplet, the larger of ‖Av − su‖ and ‖Aᵀu − sv‖ relative to s₁, computed
 *     from the triplets themselves; A has a singular value within {@code residuals[i]} · s₁ of
 *     {@code s[i]}, but for rounding
 * @param steps of the iteration
 * @param products vectors multiplied with A or Aᵀ in all
 * @param settled false if the run ended at {@code maxSteps}
 */
public record TruncatedSvd(
    Svd triplets, Vector residuals, int steps, long products, boolean settled) {
  /** All triplets of such a matrix take LAPACK seconds. */
  private static final int DENSE_COLUMNS = 1500;

  private static final long DENSE_ENTRIES = 1L << 24; // 128 MB

  /** By {@link #lanczos(LinearOperator, LanczosOptions, Parallel)} with all cores. */
  public static TruncatedSvd lanczos(LinearOperator a, LanczosOptions options) {
    try (Parallel parallel = Parallel.ofAllCores()) {
      return lanczos(a, options, parallel);
    }
  }

  /**
   * By thick-restart block Golub–Kahan–Lanczos with full reorthogonalisation.
   *
   * <p>Cost of a step: A and Aᵀ times one block, and O((m + n) · basisSize · blockSize). Memory: 8
   * (m + n) · basisSize bytes. Singular values that are exactly equal more often than {@code
   * blockSize} times may be counted too few times, unless the Krylov space is exhausted before it
   * settles.
   *
   * @param parallel shares the work, and the products of a {@link SparseMatrix} or {@link
   *     SparsePlusLowRank}; any other operator is called as it is
   */
  public static TruncatedSvd lanczos(LinearOperator a, LanczosOptions options, Parallel parallel) {
    return lanczos(a, options, parallel, null);
  }

  /**
   * The same from a first guess: the closer {@code start} is to the leading right singular vectors,
   * the fewer steps. Random columns are added, so that a start cannot hide a direction.
   *
   * @param start of a matrix of the same shape; any rank
   */
  public static TruncatedSvd lanczos(
      LinearOperator a, LanczosOptions options, Parallel parallel, @Nullable Svd start) {
    checkRank(a, options.rank());
    Products products = new Products(a, parallel);
    if (isDenseFaster(products, options.rank())) {
      startBlock(products, start); // refused as it would be at any size
      return dense(products, options.rank(), parallel);
    }
    return krylov(products, options, parallel, start);
  }

  /**
   * As many leading triplets as the values themselves call for, such as all above an edge of noise:
   * the iteration counts anew as it goes on and ends when those counted have settled and the next
   * value has stopped rising towards being one.
   *
   * @param options whose rank is the most that will be found
   * @param wanted the number wanted, from leading singular values of A (never increasing, at most
   *     {@code rank} of them, each at most the exact one, zeros where there are fewer so far)
   * @return of 0 to {@code rank} triplets
   */
  public static TruncatedSvd lanczos(
      LinearOperator a, LanczosOptions options, ToIntFunction<Vector> wanted, Parallel parallel) {
    checkRank(a, options.rank());
    Products products = new Products(a, parallel);
    BlockLanczos.Found found = new BlockLanczos(products, options, null, wanted, parallel).run();
    int rank = found.triplets().rank();
    if (rank == 0) {
      return new TruncatedSvd(
          new Svd(Matrix.zeros(a.rows(), 0), Vector.of(), Matrix.zeros(a.columns(), 0)),
          Vector.of(),
          found.steps(),
          products.count(),
          found.settled());
    }
    return finished(products, found.triplets(), rank, found.steps(), found.settled(), parallel);
  }

  /** Whether the rank is so large and the matrix so small that all triplets cost less. */
  private static boolean isDenseFaster(Products products, int rank) {
    int n = products.columns();
    return rank > n / 3 && n <= DENSE_COLUMNS && (long) products.rows() * n <= DENSE_ENTRIES;
  }

  /** The leading part of the exact SVD, on one thread of LAPACK. */
  private static TruncatedSvd dense(Products products, int rank, Parallel parallel) {
    Matrix tall = products.times(Matrix.identity(products.columns()));
    Svd[] all = new Svd[1];
    parallel.forEachBlock(1, block -> all[0] = Svd.of(tall));
    return finished(products, all[0].truncated(rank), rank, 1, true, parallel);
  }

  /** By iteration, whatever the size. */
  static TruncatedSvd krylov(
      Products products, LanczosOptions options, Parallel parallel, @Nullable Svd start) {
    BlockLanczos.Found found =
        new BlockLanczos(products, options, startBlock(products, start), parallel).run();
    return finished(
        products, found.triplets(), options.rank(), found.steps(), found.settled(), parallel);
  }

  /** By {@link #subspace(LinearOperator, SubspaceOptions, Parallel)} with all cores. */
  public static TruncatedSvd subspace(LinearOperator a, SubspaceOptions options) {
    try (Parallel parallel = Parallel.ofAllCores()) {
      return subspace(a, options, parallel);
    }
  }

  /**
   * By block randomised subspace iteration with a Rayleigh–Ritz step.
   *
   * <p>A step takes V (n × l, l = rank + oversampling) to U = orth(A V) and reads new triplets off
   * the SVD of Aᵀ U. The error of the i-th direction falls by (σ_{l+1}/σᵢ)² a step; without a gap
   * the run ends at {@code maxSteps}, and the residuals say how far it came. Cost of a step: A and
   * Aᵀ times l vectors, and O((m + n) l²). Memory: about 32 (m + n) l bytes.
   *
   * <p>Source: Halko, Martinsson &amp; Tropp, SIAM Review 53 (2011), Algorithms 4.4 and 5.1.
   *
   * @param parallel as in {@link #lanczos(LinearOperator, LanczosOptions, Parallel)}
   */
  public static TruncatedSvd subspace(
      LinearOperator a, SubspaceOptions options, Parallel parallel) {
    return subspace(a, options, parallel, null);
  }

  /**
   * The same from a first guess, whose right singular vectors take the place of random columns.
   *
   * @param start of a matrix of the same shape; any rank
   */
  public static TruncatedSvd subspace(
      LinearOperator a, SubspaceOptions options, Parallel parallel, @Nullable Svd start) {
    checkRank(a, options.rank());
    Products products = new Products(a, parallel);
    SubspaceIteration.Found found =
        new SubspaceIteration(products, options, startBlock(products, start), parallel).run();
    return finished(
        products, found.triplets(), options.rank(), found.steps(), found.settled(), parallel);
  }

  /** By {@link #errorBound(LinearOperator, int, long, Parallel)} with all cores. */
  public double errorBound(LinearOperator a, int probes, long seed) {
    try (Parallel parallel = Parallel.ofAllCores()) {
      return errorBound(a, probes, seed, parallel);
    }
  }

  /**
   * A bound on ‖E‖₂ for E = A − U diag(s) Vᵀ, which is σ_{r+1} for exact triplets, from products
   * with random vectors; it also sees directions that the iteration missed. Wrong with a
   * probability of at most 10 to the power −probes, whatever A is; 1.3 to 2 times too large as a
   * rule.
   *
   * <p>With B = (E Eᵀ)³ E, ‖E‖₂⁷ = ‖B‖₂ is at most 10 √(2/π) times the largest ‖Bω‖ over standard
   * normal ω, but for that probability (Halko, Martinsson &amp; Tropp 2011, Lemma 4.1); the seventh
   * root takes the slack out. Costs 7 products with {@code probes} vectors.
   *
   * @param a the operator that was decomposed
   * @param probes at least 1, say 10
   */
  public double errorBound(LinearOperator a, int probes, long seed, Parallel parallel) {
    check(probes >= 1, "probes is %d; it must be at least 1", probes);
    check(
        a.rows() == triplets.u().rows() && a.columns() == triplets.v().rows(),
        "The triplets are of a %d × %d matrix, not of a %d × %d one",
        triplets.u().rows(),
        triplets.v().rows(),
        a.rows(),
        a.columns());
    Products products = new Products(a, parallel);
    return ErrorBound.of(
        products,
        products.flipped() ? triplets.v() : triplets.u(),
        triplets.s(),
        products.flipped() ? triplets.u() : triplets.v(),
        RandomStream.of(seed, "error bound").gaussian(products.columns(), probes));
  }

  private static void checkRank(LinearOperator a, int rank) {
    int most = Math.min(a.rows(), a.columns());
    check(
        rank <= most,
        "rank is %d, but a %d × %d matrix has rank at most %d; ask for 1 to %d",
        rank,
        a.rows(),
        a.columns(),
        most,
        most);
  }

  private static @Nullable Matrix startBlock(Products products, @Nullable Svd start) {
    if (start == null || start.rank() == 0) {
      return null;
    }
    Matrix block = products.flipped() ? start.u() : start.v();
    check(
        block.rows() == products.columns(),
        "The start has vectors of %d numbers, the matrix needs %d; it must be of the same shape",
        block.rows(),
        products.columns());
    return block;
  }

  /** Completes, checks, scales and signs triplets of the scaled, tall operator. */
  private static TruncatedSvd finished(
      Products products, Svd found, int rank, int steps, boolean settled, Parallel parallel) {
    RandomStream random = RandomStream.of(0, "orthonormal completion");
    Matrix u = completed(found.u(), rank, random, parallel);
    Matrix v = completed(found.v(), rank, random, parallel);
    double[] s = Arrays.copyOf(found.s().toArray(), rank);
    double[] forward = columnDistances(products.times(v), u, s);
    double[] back = columnDistances(products.transposeTimes(u), v, s);
    double[] residuals = new double[rank];
    for (int i = 0; i < rank; i++) {
      double larger = Math.max(forward[i], back[i]);
      residuals[i] = s[0] == 0 ? 0 : larger / s[0];
    }
    for (int i = 0; i < rank; i++) {
      s[i] *= products.scale();
    }
    Matrix left = products.flipped() ? v : u;
    Matrix right = products.flipped() ? u : v;
    Svd.turnColumns(left, right);
    return new TruncatedSvd(
        new Svd(left, Vector.wrap(s), right),
        Vector.wrap(residuals),
        steps,
        products.count(),
        settled);
  }

  private static Matrix completed(
      Matrix columns, int rank, RandomStream random, Parallel parallel) {
    if (columns.columns() == rank) {
      return columns;
    }
    Basis basis = new Basis(columns.rows(), rank, parallel);
    basis.adopt(columns);
    basis.complete(rank, random);
    return basis.columns(0, rank);
  }

  /** ‖xⱼ − sⱼ yⱼ‖ for each column. */
  static double[] columnDistances(Matrix x, Matrix y, double[] s) {
    double[] squares = new double[s.length];
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < s.length; j++) {
        double difference = x.get(i, j) - s[j] * y.get(i, j);
        squares[j] += difference * difference;
      }
    }
    for (int j = 0; j < s.length; j++) {
      squares[j] = Math.sqrt(squares[j]);
    }
    return squares;
  }
}
