package org.eckart.recovery.groups.factor;

import static org.eckart.linalg.Check.check;

/**
 * Settings of {@link LatentGroups}; {@link #rank(int)} fills in the defaults.
 *
 * @param rank that the part of each group may have, 1 or more
 * @param innerSteps conjugate-gradient steps that a row or column takes in a sweep
 * @param maxSweeps at which a fit ends without having settled
 * @param tolerance change of the objective, relative, in a sweep that counts as none
 * @param floor at which the smoothing ends, relative to ‖P_Ω(Y)‖₂
 * @param seed of the random start
 */
public record LatentOptions(
    int rank, int innerSteps, int maxSweeps, double tolerance, double floor, long seed) {
  public static final int MAX_SWEEPS = 200;

  public LatentOptions {
    check(rank >= 1, "rank is %d; it must be at least 1", rank);
    check(innerSteps >= 1, "innerSteps is %d; it must be at least 1", innerSteps);
    check(maxSweeps >= 1, "maxSweeps is %d; it must be at least 1", maxSweeps);
    check(
        tolerance >= 0 && tolerance < 1,
        "tolerance is %s; it must be from 0 to below 1, say 1e-6",
        tolerance);
    check(floor > 0 && floor < 1, "floor is %s; it must be above 0 and below 1, say 1e-6", floor);
  }

  public static LatentOptions rank(int rank) {
    return new LatentOptions(
        rank,
        GroupAlsOptions.INNER_STEPS,
        MAX_SWEEPS,
        GroupAlsOptions.TOLERANCE,
        GroupAlsOptions.FLOOR,
        1);
  }

  public LatentOptions withMaxSweeps(int sweeps) {
    return new LatentOptions(rank, innerSteps, sweeps, tolerance, floor, seed);
  }

  public LatentOptions withInnerSteps(int steps) {
    return new LatentOptions(rank, steps, maxSweeps, tolerance, floor, seed);
  }

  public LatentOptions withTolerance(double change) {
    return new LatentOptions(rank, innerSteps, maxSweeps, change, floor, seed);
  }

  public LatentOptions withFloor(double smallest) {
    return new LatentOptions(rank, innerSteps, maxSweeps, tolerance, smallest, seed);
  }

  public LatentOptions withSeed(long other) {
    return new LatentOptions(rank, innerSteps, maxSweeps, tolerance, floor, other);
  }
}
