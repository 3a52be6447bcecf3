package org.eckart.recovery.completion;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Which row solvers this JVM can run; found once, when the first fit starts. */
enum RowKernels {
  /** 512-bit registers: a rank up to 16 is one register, and its Gram matrix sixteen. */
  SIMD_512(16),
  /** Shorter registers, whatever the machine has. */
  SIMD(8),
  /** Plain loops. */
  SCALAR(8);

  private static final class Holder {
    static final RowKernels CHOSEN = choose();
  }

  private final int lanes;

  RowKernels(int lanes) {
    this.lanes = lanes;
  }

  static RowKernels chosen() {
    return Holder.CHOSEN;
  }

  /** The number of floats that a factor row takes: the rank, filled up to whole registers. */
  int stride(int rank) {
    if (rank == 0) {
      return 1;
    }
    return (rank + lanes - 1) / lanes * lanes;
  }

  RowSolver solver(int rank, int stride, int innerSteps) {
    if (rank == 0) {
      return new ScalarSolver(
          rank, stride, 1); // an offset alone: one step is exact, nothing to vectorise
    }
    return switch (this) {
      case SIMD_512 ->
          stride == 16
              ? new GramSolver(rank, innerSteps)
              : new SimdSolver(rank, stride, innerSteps);
      case SIMD -> new SimdSolver(rank, stride, innerSteps);
      case SCALAR -> new ScalarSolver(rank, stride, innerSteps);
    };
  }

  private static RowKernels choose() {
    String forced = System.getProperty("eckart.kernels", "");
    if (forced.equals("scalar")) {
      return SCALAR;
    }
    try {
      int lanes = SimdSolver.lanes();
      if (lanes == 16) {
        return SIMD_512;
      }
      if (lanes == 8 || lanes == 4) {
        return SIMD;
      }
      return SCALAR;
    } catch (NoClassDefFoundError absent) {
      Logger log = System.getLogger("org.eckart.recovery");
      log.log(
          Level.INFO,
          "Completion runs without SIMD kernels, several times slower; start Java with --add-modules"
              + " jdk.incubator.vector");
      return SCALAR;
    }
  }
}
