package org.eckart.linalg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.eckart.linalg.Check.check;
import static org.eckart.linalg.OpenBlasLibrary.impossible;
import static org.eckart.linalg.OpenBlasLibrary.lapack;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * LAPACK on native copies, by ordinary downcalls that let the JVM go on.
 *
 * <p>LAPACK stores by columns and {@link Matrix} by rows, so the array of A is LAPACK's Aᵀ. Each
 * routine is asked for the factorisation of Aᵀ that is the wanted one of A, and no m × n array is
 * transposed: A = Q R is Aᵀ = Rᵀ Qᵀ, and A = U S Vᵀ is Aᵀ = V S Uᵀ.
 */
final class OpenBlasLapack {
  private static final int COLUMN_MAJOR = 102;

  private OpenBlasLapack() {}

  private static final class Potrf {
    static final MethodHandle CALL =
        lapack("LAPACKE_dpotrf_work", JAVA_INT, JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT);
  }

  private static final class Gelqf {
    static final MethodHandle CALL =
        lapack(
            "LAPACKE_dgelqf_work",
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            JAVA_INT);
  }

  private static final class Orglq {
    static final MethodHandle CALL =
        lapack(
            "LAPACKE_dorglq_work",
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            JAVA_INT);
  }

  private static final class Gesdd {
    static final MethodHandle CALL =
        lapack(
            "LAPACKE_dgesdd_work",
            JAVA_INT,
            JAVA_BYTE,
            JAVA_INT,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS);
  }

  private static final class Gesvd {
    static final MethodHandle CALL =
        lapack(
            "LAPACKE_dgesvd_work",
            JAVA_INT,
            JAVA_BYTE,
            JAVA_BYTE,
            JAVA_INT,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_INT);
  }

  private static final class Syevd {
    static final MethodHandle CALL =
        lapack(
            "LAPACKE_dsyevd_work",
            JAVA_INT,
            JAVA_BYTE,
            JAVA_BYTE,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            JAVA_INT,
            ADDRESS,
            JAVA_INT);
  }

  /** Row-major L is column-major Lᵀ, so LAPACK is asked for the upper factor. */
  static int cholesky(int n, double[] a) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocateFrom(JAVA_DOUBLE, a);
      int info = (int) Potrf.CALL.invokeExact(COLUMN_MAJOR, (byte) 'U', n, copy, n);
      accepted("dpotrf", info);
      MemorySegment.copy(copy, JAVA_DOUBLE, 0, a, 0, a.length);
      return info;
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  static Qr qr(Matrix a) {
    int m = a.rows();
    int n = a.columns();
    int r = Math.min(m, n);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment factor = arena.allocateFrom(JAVA_DOUBLE, a.array()); // Aᵀ = Rᵀ Qᵀ, n × m
      MemorySegment tau = arena.allocate(JAVA_DOUBLE, r);
      MemorySegment size = arena.allocate(JAVA_DOUBLE);
      accepted(
          "dgelqf", (int) Gelqf.CALL.invokeExact(COLUMN_MAJOR, n, m, factor, n, tau, size, -1));
      int length = (int) size.get(JAVA_DOUBLE, 0);
      accepted(
          "dorglq", (int) Orglq.CALL.invokeExact(COLUMN_MAJOR, r, m, r, factor, n, tau, size, -1));
      length = Math.max(length, (int) size.get(JAVA_DOUBLE, 0));
      MemorySegment work = arena.allocate(JAVA_DOUBLE, length);
      accepted(
          "dgelqf", (int) Gelqf.CALL.invokeExact(COLUMN_MAJOR, n, m, factor, n, tau, work, length));
      Matrix upper = Matrix.zeros(r, n);
      for (int i = 0; i < r; i++) { // row i of R is column i of the lower Rᵀ
        MemorySegment.copy(
            factor,
            JAVA_DOUBLE,
            ((long) i * n + i) * Double.BYTES,
            upper.array(),
            i * n + i,
            n - i);
      }
      accepted(
          "dorglq",
          (int) Orglq.CALL.invokeExact(COLUMN_MAJOR, r, m, r, factor, n, tau, work, length));
      Matrix q = Matrix.zeros(m, r);
      for (int i = 0; i < m; i++) {
        MemorySegment.copy(factor, JAVA_DOUBLE, (long) i * n * Double.BYTES, q.array(), i * r, r);
      }
      return new Qr(q, upper);
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /** By divide and conquer, and by QR sweeps where that does not converge. */
  static Svd svd(Matrix a) {
    int m = a.rows();
    int n = a.columns();
    int r = Math.min(m, n);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment at = arena.allocateFrom(JAVA_DOUBLE, a.array()); // Aᵀ = V S Uᵀ, n × m
      MemorySegment s = arena.allocate(JAVA_DOUBLE, r);
      MemorySegment v = arena.allocate(JAVA_DOUBLE, (long) n * r);
      MemorySegment ut = arena.allocate(JAVA_DOUBLE, (long) r * m);
      int info = gesdd(arena, n, m, r, at, s, v, ut);
      if (info > 0) {
        MemorySegment.copy(a.array(), 0, at, JAVA_DOUBLE, 0, a.array().length);
        info = gesvd(arena, n, m, r, at, s, v, ut);
      }
      if (info > 0) {
        throw new ArithmeticException(
            "The SVD of a %d × %d matrix did not converge: LAPACK's dgesvd left %d of %d values unsettled"
                .formatted(m, n, info, r));
      }
      Matrix u = Matrix.zeros(m, r);
      MemorySegment.copy(ut, JAVA_DOUBLE, 0, u.array(), 0, u.array().length);
      Matrix vt = Matrix.zeros(r, n);
      MemorySegment.copy(v, JAVA_DOUBLE, 0, vt.array(), 0, vt.array().length);
      return new Svd(u, Vector.wrap(s.toArray(JAVA_DOUBLE)), vt.transpose());
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  private static int gesdd(
      Arena arena,
      int m,
      int n,
      int r,
      MemorySegment a,
      MemorySegment s,
      MemorySegment u,
      MemorySegment vt)
      throws Throwable {
    MemorySegment size = arena.allocate(JAVA_DOUBLE);
    MemorySegment integers = arena.allocate(JAVA_INT, 8L * r);
    byte thin = 'S';
    accepted(
        "dgesdd",
        (int)
            Gesdd.CALL.invokeExact(
                COLUMN_MAJOR, thin, m, n, a, m, s, u, m, vt, r, size, -1, integers));
    double wanted = size.get(JAVA_DOUBLE, 0);
    if (!countable(wanted)) {
      return 1; // from 23,000 × 23,000 on; dgesvd makes do with less
    }
    int length = (int) wanted;
    MemorySegment work = arena.allocate(JAVA_DOUBLE, length);
    return accepted(
        "dgesdd",
        (int)
            Gesdd.CALL.invokeExact(
                COLUMN_MAJOR, thin, m, n, a, m, s, u, m, vt, r, work, length, integers));
  }

  /** Package-private for its test: divide and conquer seldom fails. */
  static int gesvd(
      Arena arena,
      int m,
      int n,
      int r,
      MemorySegment a,
      MemorySegment s,
      MemorySegment u,
      MemorySegment vt)
      throws Throwable {
    MemorySegment size = arena.allocate(JAVA_DOUBLE);
    byte thin = 'S';
    accepted(
        "dgesvd",
        (int)
            Gesvd.CALL.invokeExact(COLUMN_MAJOR, thin, thin, m, n, a, m, s, u, m, vt, r, size, -1));
    int length = (int) size.get(JAVA_DOUBLE, 0);
    MemorySegment work = arena.allocate(JAVA_DOUBLE, length);
    return accepted(
        "dgesvd",
        (int)
            Gesvd.CALL.invokeExact(
                COLUMN_MAJOR, thin, thin, m, n, a, m, s, u, m, vt, r, work, length));
  }

  static SymmetricEigen symmetricEigen(Matrix a) {
    int n = a.rows();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vectors = arena.allocateFrom(JAVA_DOUBLE, a.array());
      MemorySegment values = arena.allocate(JAVA_DOUBLE, n);
      MemorySegment size = arena.allocate(JAVA_DOUBLE);
      MemorySegment integerSize = arena.allocate(JAVA_INT);
      byte withVectors = 'V';
      byte lower = 'L';
      accepted(
          "dsyevd",
          (int)
              Syevd.CALL.invokeExact(
                  COLUMN_MAJOR,
                  withVectors,
                  lower,
                  n,
                  vectors,
                  n,
                  values,
                  size,
                  -1,
                  integerSize,
                  -1));
      check(
          countable(size.get(JAVA_DOUBLE, 0)),
          "A %1$d × %1$d matrix is too large for LAPACK's dsyevd, which counts its workspace in 32 bits;"
              + " 32000 × 32000 is the largest",
          n);
      int length = (int) size.get(JAVA_DOUBLE, 0);
      int integerLength = integerSize.get(JAVA_INT, 0);
      MemorySegment work = arena.allocate(JAVA_DOUBLE, length);
      MemorySegment integers = arena.allocate(JAVA_INT, integerLength);
      int info =
          accepted(
              "dsyevd",
              (int)
                  Syevd.CALL.invokeExact(
                      COLUMN_MAJOR,
                      withVectors,
                      lower,
                      n,
                      vectors,
                      n,
                      values,
                      work,
                      length,
                      integers,
                      integerLength));
      if (info > 0) {
        throw new ArithmeticException(
            "The eigenvalues of a %1$d × %1$d matrix did not converge (LAPACK's dsyevd, info %2$d)"
                .formatted(n, info));
      }
      double[] descending = new double[n];
      Matrix rows = Matrix.zeros(n, n);
      for (int i = 0; i < n; i++) { // LAPACK's order is ascending
        descending[i] = values.getAtIndex(JAVA_DOUBLE, n - 1 - i);
        MemorySegment.copy(
            vectors, JAVA_DOUBLE, (n - 1L - i) * n * Double.BYTES, rows.array(), i * n, n);
      }
      return new SymmetricEigen(Vector.wrap(descending), rows.transpose());
    } catch (Throwable thrown) {
      throw impossible(thrown);
    }
  }

  /**
   * Whether LAPACK, which counts in 32 bits, can be given so much workspace; it may overflow
   * itself.
   */
  private static boolean countable(double doubles) {
    return doubles >= 1 && doubles <= Integer.MAX_VALUE;
  }

  /** A negative info names an argument that LAPACK refused: our mistake, never the caller's. */
  private static int accepted(String routine, int info) {
    if (info < 0) {
      throw new IllegalStateException(
          "LAPACK's " + routine + " refused its argument " + -info + "; please report this");
    }
    return info;
  }
}
