package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

/**
 * What does the arithmetic in this JVM, for reports and provenance.
 *
 * @param blas "OpenBLAS", or "Java" where OpenBLAS did not load or was not wanted
 * @param version of it, with its build options
 * @param core the processor it is tuned for, such as "SkylakeX"; OPENBLAS_CORETYPE overrides it
 * @param threads the most it uses at once outside {@link Parallel} blocks
 * @param simdBits bits in a register of the {@link Kernels}; 0 for the scalar twin
 */
public record Backend(String blas, String version, String core, int threads, int simdBits) {
  /** The libraries in use; loads them if nothing has yet. */
  public static Backend current() {
    Blas blas = Blas.chosen();
    return new Backend(
        blas.name(), blas.version(), blas.core(), blas.threads(), Kernels.simdBits());
  }

  /**
   * The most threads that one product or factorisation may use from now on, in the whole process;
   * all cores unless said. An application calls this once, for its {@code --threads}.
   */
  public static void limitThreads(int threads) {
    check(threads >= 1, "threads is %d; it must be at least 1", threads);
    Blas.chosen().limitThreads(threads);
  }

  /** Whether dense algebra runs in Java for want of OpenBLAS, up to ten times slower. */
  public boolean isFallback() {
    return !blas.equals("OpenBLAS");
  }
}
