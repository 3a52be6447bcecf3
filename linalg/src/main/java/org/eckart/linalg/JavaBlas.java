package org.eckart.linalg;

import java.util.Arrays;

/**
 * The twin of {@link OpenBlas} in Java, on one thread: for small sizes, and for machines where
 * OpenBLAS does not load. Its sums run in index order.
 */
final class JavaBlas implements Blas {
  /** m n k below which cutting into blocks costs more than it saves. */
  private static final int SMALL = 20_000;

  /** A block of B, 128 × 256 doubles: 256 KB, which stays in L2 while all rows of A pass. */
  private static final int BLOCK_ROWS = 128;

  private static final int BLOCK_COLUMNS = 256;

  @Override
  public String name() {
    return "Java";
  }

  @Override
  public String version() {
    return Runtime.version().toString();
  }

  @Override
  public String core() {
    return System.getProperty("os.arch");
  }

  @Override
  public int threads() {
    return 1;
  }

  @Override
  public void limitThreads(int limit) {
    // always one
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
    if ((long) m * n * k <= SMALL) {
      smallGemm(transposeA, transposeB, m, n, k, a, b, c);
      return;
    }
    double[] plainA = transposeA ? Matrix.wrap(k, m, a).transpose().array() : a;
    double[] plainB = transposeB ? Matrix.wrap(n, k, b).transpose().array() : b;
    Arrays.fill(c, 0, m * n, 0);
    for (int k0 = 0; k0 < k; k0 += BLOCK_ROWS) {
      int kEnd = Math.min(k, k0 + BLOCK_ROWS);
      for (int j0 = 0; j0 < n; j0 += BLOCK_COLUMNS) {
        int length = Math.min(n - j0, BLOCK_COLUMNS);
        for (int i = 0; i < m; i++) {
          int p = k0;
          for (; p <= kEnd - 4; p += 4) {
            addFourRows(plainA, i * k + p, plainB, p * n + j0, n, c, i * n + j0, length);
          }
          for (; p < kEnd; p++) {
            addRow(plainA[i * k + p], plainB, p * n + j0, c, i * n + j0, length);
          }
        }
      }
    }
  }

  /** A B for the factorisations here, which must not lean on the library they stand in for. */
  static Matrix product(Matrix a, Matrix b) {
    Matrix c = Matrix.zeros(a.rows(), b.columns());
    new JavaBlas()
        .gemm(false, false, a.rows(), b.columns(), a.columns(), a.array(), b.array(), c.array());
    return c;
  }

  private static void smallGemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double[] a,
      double[] b,
      double[] c) {
    int aRow = transposeA ? 1 : k;
    int aColumn = transposeA ? m : 1;
    if (transposeB) {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int p = 0; p < k; p++) {
            sum += a[i * aRow + p * aColumn] * b[j * k + p];
          }
          c[i * n + j] = sum;
        }
      }
      return;
    }
    for (int i = 0; i < m; i++) {
      Arrays.fill(c, i * n, (i + 1) * n, 0);
      for (int p = 0; p < k; p++) {
        addRow(a[i * aRow + p * aColumn], b, p * n, c, i * n, n);
      }
    }
  }

  /** c ← c + factor b over {@code length} entries. */
  private static void addRow(
      double factor, double[] b, int bFrom, double[] c, int cFrom, int length) {
    for (int j = 0; j < length; j++) {
      c[cFrom + j] += factor * b[bFrom + j];
    }
  }

  /** Four rows of B at once, so that a row of C is read and written a quarter as often. */
  private static void addFourRows(
      double[] a, int aFrom, double[] b, int bFrom, int stride, double[] c, int cFrom, int length) {
    double a0 = a[aFrom];
    double a1 = a[aFrom + 1];
    double a2 = a[aFrom + 2];
    double a3 = a[aFrom + 3];
    int b1 = bFrom + stride;
    int b2 = b1 + stride;
    int b3 = b2 + stride;
    for (int j = 0; j < length; j++) {
      c[cFrom + j] =
          c[cFrom + j] + a0 * b[bFrom + j] + a1 * b[b1 + j] + a2 * b[b2 + j] + a3 * b[b3 + j];
    }
  }

  @Override
  public void gram(int n, int k, double[] a, double[] c) {
    gemm(true, false, n, n, k, a, a, c);
    mirrorUpper(n, c);
  }

  /** Copies the upper triangle of C (n × n) onto the lower, tile by tile. */
  static void mirrorUpper(int n, double[] c) {
    int tile = 32; // both tiles stay in L1
    for (int i0 = 0; i0 < n; i0 += tile) {
      for (int j0 = i0; j0 < n; j0 += tile) {
        for (int i = i0; i < Math.min(n, i0 + tile); i++) {
          for (int j = Math.max(i + 1, j0); j < Math.min(n, j0 + tile); j++) {
            c[j * n + i] = c[i * n + j];
          }
        }
      }
    }
  }

  @Override
  public void gemv(boolean transpose, int m, int n, double[] a, double[] x, double[] y) {
    if (transpose) {
      Arrays.fill(y, 0, n, 0);
      for (int i = 0; i < m; i++) {
        Kernels.axpy(x[i], a, i * n, y, 0, n);
      }
    } else {
      for (int i = 0; i < m; i++) {
        y[i] = Kernels.dot(a, i * n, x, 0, n);
      }
    }
  }

  @Override
  public int cholesky(int n, double[] a) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[i * n + j] = (a[i * n + j] - Kernels.dot(a, i * n, a, j * n, j)) / a[j * n + j];
      }
      double square = a[i * n + i] - Kernels.squaredNorm(a, i * n, i);
      if (!(square > 0)) {
        return i + 1;
      }
      a[i * n + i] = Math.sqrt(square);
    }
    return 0;
  }

  @Override
  public void choleskySolve(int n, int k, double[] l, double[] b) {
    for (int i = 0; i < n; i++) { // L Y = B
      for (int j = 0; j < i; j++) {
        Kernels.axpy(-l[i * n + j], b, j * k, b, i * k, k);
      }
      divide(b, i * k, k, l[i * n + i]);
    }
    for (int i = n - 1; i >= 0; i--) { // Lᵀ X = Y
      divide(b, i * k, k, l[i * n + i]);
      for (int j = 0; j < i; j++) {
        Kernels.axpy(-l[i * n + j], b, i * k, b, j * k, k);
      }
    }
  }

  private static void divide(double[] b, int from, int length, double by) {
    for (int j = from; j < from + length; j++) {
      b[j] /= by;
    }
  }

  @Override
  public Qr qr(Matrix a) {
    return JavaQr.qr(a);
  }

  @Override
  public Svd svd(Matrix a) {
    return JacobiSvd.svd(a);
  }

  @Override
  public SymmetricEigen symmetricEigen(Matrix a) {
    return JacobiSvd.symmetricEigen(a);
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
    if (transposeA) {
      for (int p = 0; p < k; p++) {
        for (int i = 0; i < m; i++) {
          addRow(
              factor * a[aFrom + p * aStride + i],
              b,
              bFrom + p * bStride,
              c,
              cFrom + i * cStride,
              n);
        }
      }
      return;
    }
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        addRow(
            factor * a[aFrom + i * aStride + p], b, bFrom + p * bStride, c, cFrom + i * cStride, n);
      }
    }
  }
}
