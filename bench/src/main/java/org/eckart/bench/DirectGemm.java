package org.eckart.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eckart.linalg.Matrix;

/**
 * OpenBLAS's own {@code cblas_dgemm} on native memory that is there already: the least that a
 * product can cost. It is the library that Eckart has loaded, found by its name among what this
 * process has mapped (Linux only).
 */
final class DirectGemm {
  private static final int ROW_MAJOR = 101;
  private static final int NO_TRANSPOSE = 111;

  private final MethodHandle gemm;
  private final MethodHandle setThreads;
  private final int threads;
  private final int n;
  private final MemorySegment a;
  private final MemorySegment b;
  private final MemorySegment c;

  private DirectGemm(SymbolLookup library, int threads, Matrix a, Matrix b, Arena arena) {
    Linker linker = Linker.nativeLinker();
    this.gemm =
        linker.downcallHandle(
            library.findOrThrow("cblas_dgemm"),
            FunctionDescriptor.ofVoid(
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
                JAVA_INT));
    this.setThreads =
        linker.downcallHandle(
            library.findOrThrow("openblas_set_num_threads"), FunctionDescriptor.ofVoid(JAVA_INT));
    this.threads = threads;
    this.n = a.rows();
    this.a = arena.allocateFrom(JAVA_DOUBLE, a.array());
    this.b = arena.allocateFrom(JAVA_DOUBLE, b.array());
    this.c = arena.allocate(JAVA_DOUBLE, (long) n * n);
  }

  /** For products of these two square matrices, which are copied. */
  static Optional<DirectGemm> of(Matrix a, Matrix b, int threads, Arena arena) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
        int slash = line.indexOf('/');
        if (slash > 0 && line.substring(slash).matches(".*libopenblas[^/]*")) {
          SymbolLookup library = SymbolLookup.libraryLookup(Path.of(line.substring(slash)), arena);
          return Optional.of(new DirectGemm(library, threads, a, b, arena));
        }
      }
    } catch (IOException | RuntimeException absent) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** One product; Eckart keeps OpenBLAS at one thread between its calls, and so it is left. */
  void run() {
    try {
      setThreads.invokeExact(threads);
      gemm.invokeExact(ROW_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, n, n, n, 1.0, a, n, b, n, 0.0, c, n);
      setThreads.invokeExact(1);
    } catch (Throwable impossible) {
      throw new IllegalStateException("cblas_dgemm could not be called", impossible);
    }
  }

  Matrix result() {
    return Matrix.wrap(n, n, c.toArray(JAVA_DOUBLE));
  }
}
