package org.eckart.linalg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.eckart.linalg.OpenBlasLibrary.critical;
import static org.eckart.linalg.OpenBlasLibrary.impossible;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

/**
 * OpenBLAS through the foreign-function API.
 *
 * <p>BLAS reads and writes Java arrays in place: a <em>critical</em> downcall, which holds up every
 * safepoint of the JVM until it returns. Long products are therefore cut into calls of a few
 * milliseconds. LAPACK, which cannot be cut, works on native copies ({@link OpenBlasLapack}).
 *
 * <p>OpenBLAS has one number of threads for the whole process. It stands at one; a call that may
 * use more takes {@link #threading} for itself while it lasts, and single-threaded calls share it.
 */
final class OpenBlas implements Blas {
  /** m n k of one critical call and thread: 1 GFLOP, at 40 to 80 GFLOP/s 12 to 25 ms. */
  private static final long OPERATIONS_PER_CALL = 500_000_000;

  /** Depth of one call at least; OpenBLAS itself packs 256 to 384 at a time. */
  private static final int DEPTH = 256;

  /** Entries of A in one call of gemv: 32 MB, read in some 3 ms. */
  private static final int ENTRIES_PER_CALL = 4_000_000;

  /** m n k above which a second thread pays. */
  private static final long OPERATIONS_WORTH_THREADS = 1_000_000;

  /** m n k below which the loops in Java are faster than the call. */
  private static final long OPERATIONS_WORTH_A_CALL = 1_000;

  /** n³ below which Cholesky in Java is faster than copying and calling. */
  private static final long SMALL_CHOLESKY = 64 * 64 * 64;

  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;
  private static final int UPPER = 121;
  private static final int LOWER = 122;
  private static final int NON_UNIT = 131;
  private static final int LEFT = 141;

  private final JavaBlas small = new JavaBlas();
  private final StampedLock threading = new StampedLock();
  private volatile int threads = Runtime.getRuntime().availableProcessors();

  private OpenBlas() {}

  static OpenBlas load() {
    try {
      setThreads(1);
      return new OpenBlas();
    } catch (ExceptionInInitializerError failure) {
      if (failure.getCause() instanceof OpenBlasLibrary.NotLoadedException reason) {
        throw reason;
      }
      throw failure;
    } catch (NoClassDefFoundError again) { // the first attempt failed and said why
      throw new OpenBlasLibrary.NotLoadedException("an earlier attempt to load it failed", again);
    }
  }

  // One holder a function: a static final handle is compiled into a direct call, and a function
  // that is never called is never bound.

  private static final class SetThreads {
    static final MethodHandle CALL = critical("openblas_set_num_threads", JAVA_INT);
  }

  private static final class Gemm {
    static final MethodHandle CALL =
        critical(
            "cblas_dgemm",
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_DOUBLE,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            JAVA_DOUBLE,
            ADDRESS,
            JAVA_INT);
  }

  private static final class Syrk {
    static final MethodHandle CALL =
        critical(
            "cblas_dsyrk",
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_DOUBLE,
            ADDRESS,
            JAVA_INT,
            JAVA_DOUBLE,
            ADDRESS,
            JAVA_INT);
  }

  private static final class Gemv {
    static final MethodHandle CALL =
        critical(
            "cblas_dgemv",
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_DOUBLE,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            JAVA_DOUBLE,
            ADDRESS,
            JAVA_INT);
  }

  private static final class Trsm {
    static final MethodHandle CALL =
        critical(
            "cblas_dtrsm",
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_DOUBLE,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_INT);
  }

  @Override
  public String name() {
    return "OpenBLAS";
  }

  @Override
  public String version() {
    return OpenBlasLibrary.text("openblas_get_config");
  }

  @Override
  public String core() {
    return OpenBlasLibrary.text("openblas_get_corename");
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public void limitThreads(int limit) {
    threads = limit;
  }

  private static void setThreads(int count) {
    try {
      SetThreads.CALL.invokeExact(count);
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /** Whether a call of so many operations may use more than one thread here. */
  private boolean isWide(long operations) {
    return operations >= OPERATIONS_WORTH_THREADS && threads > 1 && !Parallel.isInside();
  }

  private long begin(boolean wide) {
    if (!wide) {
      return threading.readLock();
    }
    long stamp = threading.writeLock();
    setThreads(threads);
    return stamp;
  }

  private void end(boolean wide, long stamp) {
    if (wide) {
      setThreads(1);
    }
    threading.unlock(stamp);
  }

  /** Runs a LAPACK routine of so many operations on as many threads as it may use here. */
  private <T> T whole(double operations, Supplier<T> routine) {
    boolean wide = isWide((long) operations);
    long stamp = begin(wide);
    try {
      return routine.get();
    } finally {
      end(wide, stamp);
    }
  }

  private static MemorySegment from(double[] array, long offset) {
    return MemorySegment.ofArray(array).asSlice(offset * Double.BYTES);
  }

  @Override
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double[] a,
      double[] b,
      double[] c) {
    long operations = (long) m * n * k;
    if (operations < OPERATIONS_WORTH_A_CALL) {
      small.gemm(transposeA, transposeB, m, n, k, a, b, c);
      return;
    }
    gemm(
        transposeA,
        transposeB,
        m,
        n,
        k,
        a,
        0,
        transposeA ? m : k,
        b,
        0,
        transposeB ? k : n,
        c,
        0,
        n);
  }

  /** As above, for parts of A and B that begin at an offset, into columns of an m × n part of C. */
  private void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double[] a,
      int aFrom,
      int lda,
      double[] b,
      int bFrom,
      int ldb,
      double[] c,
      int cFrom,
      int ldc) {
    boolean wide = isWide((long) m * n * k);
    long budget = OPERATIONS_PER_CALL * (wide ? threads : 1);
    // Cut the depth first: OpenBLAS cuts it too, so that costs nothing. Then rows and columns,
    // which costs packing B once more for each piece of A.
    int depth = (int) Math.min(k, Math.max(DEPTH, budget / ((long) m * n) / DEPTH * DEPTH));
    double area = (double) budget / depth;
    int columns = even(n, Math.max(Math.sqrt(area), area / m));
    int rows = even(m, area / columns);
    for (int k0 = 0; k0 < k; k0 += depth) {
      int kEnd = Math.min(k, k0 + depth);
      for (int j0 = 0; j0 < n; j0 += columns) {
        int jEnd = Math.min(n, j0 + columns);
        for (int i0 = 0; i0 < m; i0 += rows) {
          int iEnd = Math.min(m, i0 + rows);
          long stamp = begin(wide);
          try {
            Gemm.CALL.invokeExact(
                ROW_MAJOR,
                transposeA ? TRANSPOSED : PLAIN,
                transposeB ? TRANSPOSED : PLAIN,
                iEnd - i0,
                jEnd - j0,
                kEnd - k0,
                1.0,
                from(a, aFrom + (transposeA ? (long) k0 * lda + i0 : (long) i0 * lda + k0)),
                lda,
                from(b, bFrom + (transposeB ? (long) j0 * ldb + k0 : (long) k0 * ldb + j0)),
                ldb,
                k0 == 0 ? 0.0 : 1.0,
                from(c, cFrom + (long) i0 * ldc + j0),
                ldc);
          } catch (Throwable thrown) {
            throw impossible(thrown);
          } finally {
            end(wide, stamp);
          }
        }
      }
    }
  }

  /** The size of equal pieces of {@code length}, each at most {@code most} or 16. */
  private static int even(int length, double most) {
    int pieces = (int) Math.ceil(length / Math.max(16, most));
    int size = (length + pieces - 1) / pieces;
    return Math.min(length, (size + 15) / 16 * 16); // whole tiles of the kernels
  }

  @Override
  public void gram(int n, int k, double[] a, double[] c) {
    if ((long) n * n * k < 2 * OPERATIONS_WORTH_A_CALL) {
      small.gram(n, k, a, c);
      return;
    }
    boolean wide = isWide((long) n * n * k / 2);
    long budget = OPERATIONS_PER_CALL * (wide ? threads : 1);
    int width = even(n, Math.sqrt(2.0 * budget / Math.min(k, DEPTH))); // of blocks on the diagonal
    int depth =
        (int) Math.min(k, Math.max(DEPTH, 2 * budget / ((long) width * width) / DEPTH * DEPTH));
    for (int j0 = 0; j0 < n; j0 += width) {
      int jEnd = Math.min(n, j0 + width);
      for (int k0 = 0; k0 < k; k0 += depth) {
        long stamp = begin(wide);
        try {
          Syrk.CALL.invokeExact(
              ROW_MAJOR,
              UPPER,
              TRANSPOSED,
              jEnd - j0,
              Math.min(k - k0, depth),
              1.0,
              from(a, (long) k0 * n + j0),
              n,
              k0 == 0 ? 0.0 : 1.0,
              from(c, (long) j0 * n + j0),
              n);
        } catch (Throwable thrown) {
          throw impossible(thrown);
        } finally {
          end(wide, stamp);
        }
      }
      if (jEnd < n) {
        gemm(true, false, jEnd - j0, n - jEnd, k, a, j0, n, a, jEnd, n, c, j0 * n + jEnd, n);
      }
    }
    JavaBlas.mirrorUpper(n, c);
  }

  @Override
  public void gemv(boolean transpose, int m, int n, double[] a, double[] x, double[] y) {
    if ((long) m * n < OPERATIONS_WORTH_A_CALL) {
      small.gemv(transpose, m, n, a, x, y);
      return;
    }
    boolean wide = isWide((long) m * n);
    int rows = Math.max(1, ENTRIES_PER_CALL / n);
    for (int i0 = 0; i0 < m; i0 += rows) {
      long stamp = begin(wide);
      try {
        Gemv.CALL.invokeExact(
            ROW_MAJOR,
            transpose ? TRANSPOSED : PLAIN,
            Math.min(m - i0, rows),
            n,
            1.0,
            from(a, (long) i0 * n),
            n,
            from(x, transpose ? i0 : 0),
            1,
            transpose && i0 > 0 ? 1.0 : 0.0,
            from(y, transpose ? 0 : i0),
            1);
      } catch (Throwable thrown) {
        throw impossible(thrown);
      } finally {
        end(wide, stamp);
      }
    }
  }

  @Override
  public int cholesky(int n, double[] a) {
    return (long) n * n * n < SMALL_CHOLESKY
        ? small.cholesky(n, a)
        : whole((double) n * n * n / 6, () -> OpenBlasLapack.cholesky(n, a));
  }

  @Override
  public void choleskySolve(int n, int k, double[] l, double[] b) {
    long operations = (long) n * n * k;
    if (operations < SMALL_CHOLESKY) {
      small.choleskySolve(n, k, l, b);
      return;
    }
    boolean wide = isWide(operations);
    int columns = even(k, (double) OPERATIONS_PER_CALL * (wide ? threads : 1) / n / n);
    for (int side : new int[] {PLAIN, TRANSPOSED}) {
      for (int j0 = 0; j0 < k; j0 += columns) {
        long stamp = begin(wide);
        try {
          Trsm.CALL.invokeExact(
              ROW_MAJOR,
              LEFT,
              LOWER,
              side,
              NON_UNIT,
              n,
              Math.min(k - j0, columns),
              1.0,
              from(l, 0),
              n,
              from(b, j0),
              k);
        } catch (Throwable thrown) {
          throw impossible(thrown);
        } finally {
          end(wide, stamp);
        }
      }
    }
  }

  @Override
  public Qr qr(Matrix a) {
    return whole(work(a), () -> OpenBlasLapack.qr(a));
  }

  @Override
  public Svd svd(Matrix a) {
    return whole(4 * work(a), () -> OpenBlasLapack.svd(a));
  }

  @Override
  public SymmetricEigen symmetricEigen(Matrix a) {
    return whole(4 * work(a), () -> OpenBlasLapack.symmetricEigen(a));
  }

  private static double work(Matrix a) {
    return (double) a.rows() * a.columns() * Math.min(a.rows(), a.columns());
  }

  @Override
  public void addProduct(
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
      int cStride) {
    if (m == 0 || n == 0 || k == 0) {
      return;
    }
    long stamp = begin(false);
    try {
      Gemm.CALL.invokeExact(
          ROW_MAJOR,
          transposeA ? TRANSPOSED : PLAIN,
          PLAIN,
          m,
          n,
          k,
          factor,
          from(a, aFrom),
          aStride,
          from(b, bFrom),
          bStride,
          1.0,
          from(c, cFrom),
          cStride);
    } catch (Throwable thrown) {
      throw impossible(thrown);
    } finally {
      end(false, stamp);
    }
  }
}
