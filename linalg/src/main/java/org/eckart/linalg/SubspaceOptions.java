package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

/**
 * Settings of {@link TruncatedSvd#subspace}; {@link #rank(int)} fills in the defaults.
 *
 * @param rank triplets wanted, 1 ≤ r ≤ min(m, n)
 * @param oversampling columns carried beyond the rank and dropped at the end, at least 2; with 10
 *     the range of the first step comes, on average, within √(1 + r/9) of the best rank-r Frobenius
 *     error (Halko, Martinsson &amp; Tropp 2011, Theorem 10.5)
 * @param tolerance the run has settled when ‖Av − su‖ is at most this for each triplet, relative to
 *     s₁
 * @param maxSteps the run ends here too, and says that it did not settle; a step multiplies A and
 *     Aᵀ with rank + oversampling vectors. One step is the plain randomised range finder
 * @param seed of the random start
 */
public record SubspaceOptions(
    int rank, int oversampling, double tolerance, int maxSteps, long seed) {
  public static final int OVERSAMPLING = 10;
  public static final double TOLERANCE = 1e-4;
  public static final int MAX_STEPS = 30;

  public SubspaceOptions {
    check(rank >= 1, "rank is %d; it must be at least 1", rank);
    check(oversampling >= 2, "oversampling is %d; it must be at least 2", oversampling);
    check(
        tolerance >= 1e-13 && tolerance < 1,
        "tolerance is %s; it must be from 1e-13, where rounding begins, to below 1, say 1e-4",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
  }

  /** The defaults: {@link #OVERSAMPLING}, {@link #TOLERANCE}, {@link #MAX_STEPS}, seed 1. */
  public static SubspaceOptions rank(int rank) {
    return new SubspaceOptions(rank, OVERSAMPLING, TOLERANCE, MAX_STEPS, 1);
  }

  public SubspaceOptions withOversampling(int newOversampling) {
    return new SubspaceOptions(rank, newOversampling, tolerance, maxSteps, seed);
  }

  public SubspaceOptions withTolerance(double newTolerance) {
    return new SubspaceOptions(rank, oversampling, newTolerance, maxSteps, seed);
  }

  public SubspaceOptions withMaxSteps(int newMaxSteps) {
    return new SubspaceOptions(rank, oversampling, tolerance, newMaxSteps, seed);
  }

  public SubspaceOptions withSeed(long newSeed) {
    return new SubspaceOptions(rank, oversampling, tolerance, maxSteps, newSeed);
  }
}
