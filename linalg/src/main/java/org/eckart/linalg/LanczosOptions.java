package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

/**
 * Settings of {@link TruncatedSvd#lanczos}; {@link #rank(int)} fills in the defaults.
 *
 * @param rank triplets wanted, 1 ≤ r ≤ min(m, n)
 * @param tolerance the run has settled when ‖Av − su‖ and ‖Aᵀu − sv‖ are at most this for each
 *     triplet, relative to s₁; a singular value is then closer than that to one of A, and far
 *     closer where it is well separated, since its error falls with the square of the residual
 * @param maxSteps the run ends here too, and says that it did not settle; a step multiplies A and
 *     Aᵀ with one block of vectors
 * @param blockSize vectors multiplied at once, at least 1. Larger blocks make each product cheaper
 *     and need more of them; exactly equal singular values are found with certainty up to this
 *     multiplicity
 * @param basisSize columns kept at most, at least rank + 2 blockSize; then the run restarts from
 *     the best of them. Memory: 8 (m + n) basisSize bytes
 * @param seed of the random start
 */
public record LanczosOptions(
    int rank, double tolerance, int maxSteps, int blockSize, int basisSize, long seed) {
  public static final double TOLERANCE = 1e-8;
  public static final int MAX_STEPS = 1000;
  public static final int BLOCK_SIZE = 8;

  public LanczosOptions {
    check(rank >= 1, "rank is %d; it must be at least 1", rank);
    check(
        tolerance >= 1e-13 && tolerance < 1,
        "tolerance is %s; it must be from 1e-13, where rounding begins, to below 1, say 1e-8",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
    check(blockSize >= 1, "blockSize is %d; it must be at least 1", blockSize);
    check(
        basisSize >= (long) rank + 2L * blockSize,
        "basisSize is %d; with rank %d and blockSize %d it must be at least %d",
        basisSize,
        rank,
        blockSize,
        (long) rank + 2L * blockSize);
  }

  /** The defaults: {@link #TOLERANCE}, {@link #MAX_STEPS}, {@link #BLOCK_SIZE}, seed 1. */
  public static LanczosOptions rank(int rank) {
    return new LanczosOptions(
        rank, TOLERANCE, MAX_STEPS, BLOCK_SIZE, defaultBasisSize(rank, BLOCK_SIZE), 1);
  }

  /** Three times the rank, and room for twelve blocks beside it. */
  private static int defaultBasisSize(int rank, int blockSize) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(3L * rank, rank + 12L * blockSize));
  }

  public LanczosOptions withTolerance(double newTolerance) {
    return new LanczosOptions(rank, newTolerance, maxSteps, blockSize, basisSize, seed);
  }

  public LanczosOptions withMaxSteps(int newMaxSteps) {
    return new LanczosOptions(rank, tolerance, newMaxSteps, blockSize, basisSize, seed);
  }

  /** Another block size, and the default basis size that goes with it. */
  public LanczosOptions withBlockSize(int newBlockSize) {
    return new LanczosOptions(
        rank, tolerance, maxSteps, newBlockSize, defaultBasisSize(rank, newBlockSize), seed);
  }

  public LanczosOptions withBasisSize(int newBasisSize) {
    return new LanczosOptions(rank, tolerance, maxSteps, blockSize, newBasisSize, seed);
  }

  public LanczosOptions withSeed(long newSeed) {
    return new LanczosOptions(rank, tolerance, maxSteps, blockSize, basisSize, newSeed);
  }
}
