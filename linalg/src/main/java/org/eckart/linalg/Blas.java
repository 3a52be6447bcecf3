package org.eckart.linalg;

/**
 * Dense kernels over row-major arrays: OpenBLAS, or its twin in Java. Sizes are those that callers
 * have checked; every argument is finite where a factorisation is asked for.
 */
interface Blas {
  /** The one that this JVM uses, loaded at first use. */
  static Blas chosen() {
    return ChosenBlas.BLAS;
  }

  /** Name, version and threads, for {@link Backend}. */
  String name();

  String version();

  String core();

  int threads();

  /** The most threads that a call may use outside a {@link Parallel} block. */
  void limitThreads(int threads);

  /**
   * C ← op(A) op(B), for op(A) of m × k and op(B) of k × n.
   *
   * @param transposeA whether op(A) = Aᵀ, so that {@code a} is k × m
   * @param transposeB whether op(B) = Bᵀ, so that {@code b} is n × k
   * @param c m × n, overwritten
   */
  void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double[] a,
      double[] b,
      double[] c);

  /** C ← AᵀA for A of k × n; both triangles of C (n × n) are written. */
  void gram(int n, int k, double[] a, double[] c);

  /** y ← A x, or x ← Aᵀ y with {@code transpose}, for A of m × n. */
  void gemv(boolean transpose, int m, int n, double[] a, double[] x, double[] y);

  /**
   * The Cholesky factor L, A = L Lᵀ, in place of the lower triangle of A (n × n); the entries above
   * the diagonal are left as they are.
   *
   * @return 0, or the 1-based order of the first leading minor that is not positive
   */
  int cholesky(int n, double[] a);

  /** B ← L⁻ᵀ L⁻¹ B for L of n × n (lower triangle) and B of n × k. */
  void choleskySolve(int n, int k, double[] l, double[] b);

  /** Q and R of A = Q R (m × n) with r = min(m, n) columns in Q; signs as they come. */
  Qr qr(Matrix a);

  /** The thin SVD of A, r = min(m, n); signs as they come. */
  Svd svd(Matrix a);

  /** Eigenvalues of a symmetric A (n × n), never increasing, and their vectors in columns. */
  SymmetricEigen symmetricEigen(Matrix a);

  /**
   * C ← C + factor op(A) B on the calling thread alone, for parts of larger matrices: op(A) of m ×
   * k, B of k × n and C of m × n, each given by where it begins and how far apart its rows lie. One
   * call of at most some 10⁸ operations: the caller cuts its work.
   *
   * @param transposeA whether op(A) = Aᵀ, so that A is k × m
   */
  void addProduct(
      boolean transposeA,
      int m,
      int n,
      int k,
      double factor,
      double[] a,
      int aFrom,
      int aStride,
      double[] b,
      int bFrom,
      int bStride,
      double[] c,
      int cFrom,
      int cStride);
}
