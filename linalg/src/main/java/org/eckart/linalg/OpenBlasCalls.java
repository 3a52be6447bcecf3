package org.eckart.linalg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.eckart.linalg.OpenBlasLibrary.critical;

import java.lang.invoke.MethodHandle;

/**
 * The functions of BLAS that {@link OpenBlas} calls. One holder a function: a static final handle
 * is compiled into a direct call, and a function that is never called is never bound.
 */
final class OpenBlasCalls {
  private OpenBlasCalls() {}

  static final class SetThreads {
    static final MethodHandle CALL = critical("openblas_set_num_threads", JAVA_INT);
  }

  static final class Gemm {
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

  static final class Syrk {
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

  static final class Gemv {
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

  static final class Trsm {
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
}
