package org.eckart.recovery.groups.factor;

import static org.eckart.linalg.Check.check;

/**
 * Settings of {@link GroupAls}; {@link #rank(int)} fills in the defaults.
 *
 * @param rank r of the factors, 1 or more. Below the rank of the minimum it is a second
 *     regulariser, often a better one than λ alone; the problem is then not convex any more
 * @param innerSteps conjugate-gradient steps that a row or column takes in a sweep; {@link #EXACT}
 *     solves it, 0 fills its holes in first and takes one step, as softImpute-ALS does, which moves
 *     sparse rows too little
 * @param maxSweeps of the first fit; trimming and polishing may take {@link #POLISHING_SWEEPS} more
 * @param tolerance change of the objective, relative, in a sweep that counts as none
 * @param floor at which the smoothing ends, relative to ‖P_Ω(Y)‖₂
 * @param polish whether the fit is trimmed to the rank that it needs and goes on from there with
 *     hardly any smoothing
 * @param seed of the random start
 */
public record GroupAlsOptions(
    int rank,
    int innerSteps,
    int maxSweeps,
    double tolerance,
    double floor,
    boolean polish,
    long seed) {
  public static final int INNER_STEPS = 3;
  public static final int EXACT = 1000;
  public static final int MAX_SWEEPS = 150;
  public static final int POLISHING_SWEEPS = 100;
  public static final double TOLERANCE = 1e-6;
  public static final double FLOOR = 1e-6;

  public GroupAlsOptions {
    check(rank >= 1, "rank is %d; it must be at least 1", rank);
    check(innerSteps >= 0, "innerSteps is %d; it must be 0 or more", innerSteps);
    check(maxSweeps >= 1, "maxSweeps is %d; it must be at least 1", maxSweeps);
    check(
        tolerance >= 0 && tolerance < 1,
        "tolerance is %s; it must be from 0 to below 1, say 1e-6",
        tolerance);
    check(floor > 0 && floor < 1, "floor is %s; it must be above 0 and below 1, say 1e-6", floor);
  }

  public static GroupAlsOptions rank(int rank) {
    return new GroupAlsOptions(rank, INNER_STEPS, MAX_SWEEPS, TOLERANCE, FLOOR, true, 1);
  }

  public GroupAlsOptions withInnerSteps(int steps) {
    return new GroupAlsOptions(rank, steps, maxSweeps, tolerance, floor, polish, seed);
  }

  public GroupAlsOptions withMaxSweeps(int sweeps) {
    return new GroupAlsOptions(rank, innerSteps, sweeps, tolerance, floor, polish, seed);
  }

  public GroupAlsOptions withTolerance(double change) {
    return new GroupAlsOptions(rank, innerSteps, maxSweeps, change, floor, polish, seed);
  }

  public GroupAlsOptions withFloor(double smallest) {
    return new GroupAlsOptions(rank, innerSteps, maxSweeps, tolerance, smallest, polish, seed);
  }

  /** As the sweeps leave it: full rank, smoothing at its floor. */
  public GroupAlsOptions withoutPolish() {
    return new GroupAlsOptions(rank, innerSteps, maxSweeps, tolerance, floor, false, seed);
  }

  public GroupAlsOptions withSeed(long other) {
    return new GroupAlsOptions(rank, innerSteps, maxSweeps, tolerance, floor, polish, other);
  }
}
