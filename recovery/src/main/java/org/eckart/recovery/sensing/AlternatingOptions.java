package org.eckart.recovery.sensing;

import static org.eckart.linalg.Check.check;

/**
 * Settings of {@link AlternatingSensing}; {@link #rank(int)} fills in the defaults.
 *
 * @param rank r of the matrix sought
 * @param tolerance the run has settled when a sweep changed X by at most this part of ‖X‖_F
 * @param maxSteps the run ends here too, and says that it did not settle; a step solves for both
 *     factors
 * @param seed of the random start of the singular vectors
 */
public record AlternatingOptions(int rank, double tolerance, int maxSteps, long seed) {
  public static final double TOLERANCE = 1e-8;
  public static final int MAX_STEPS = 200;

  public AlternatingOptions {
    check(rank >= 1, "rank is %d; it must be at least 1", rank);
    check(
        tolerance > 0 && tolerance < 1,
        "tolerance is %s; it must be above 0 and below 1, say 1e-8",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
  }

  /** The defaults: {@link #TOLERANCE}, {@link #MAX_STEPS}, seed 1. */
  public static AlternatingOptions rank(int rank) {
    return new AlternatingOptions(rank, TOLERANCE, MAX_STEPS, 1);
  }

  public AlternatingOptions withTolerance(double other) {
    return new AlternatingOptions(rank, other, maxSteps, seed);
  }

  public AlternatingOptions withMaxSteps(int steps) {
    return new AlternatingOptions(rank, tolerance, steps, seed);
  }

  public AlternatingOptions withSeed(long other) {
    return new AlternatingOptions(rank, tolerance, maxSteps, other);
  }
}
