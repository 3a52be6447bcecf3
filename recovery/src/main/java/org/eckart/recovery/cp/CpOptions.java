package org.eckart.recovery.cp;

import static org.eckart.linalg.Check.check;

/**
 * Settings of {@link Cp}; {@link #rank} fills in the defaults.
 *
 * @param rank R, the number of rank-one terms
 * @param method by which factors are updated
 * @param ridge a row of n_i entries is drawn towards 0 by this part of its mean squared feature as
 *     if by n_i such entries; 1e-9 keeps equations solvable and is below any noise
 * @param stepSize η of the scaled step
 * @param tolerance a run has settled when a step lowers the residual by less than this part of the
 *     data's norm
 * @param maxSteps at which it ends otherwise
 * @param seed of the random start
 */
public record CpOptions(
    int rank,
    Method method,
    double ridge,
    double stepSize,
    double tolerance,
    int maxSteps,
    long seed) {
  /** How factors are updated. */
  public enum Method {
    /** Alternating least squares: each row of each factor solved exactly in turn. */
    ALS,
    /** Scaled gradient steps of all factors at once; slow where factors are collinear. */
    SCALED
  }

  public static final double RIDGE = 1e-9;
  public static final double STEP_SIZE = 0.3;
  public static final double TOLERANCE = 1e-8;
  public static final int MAX_STEPS = 500;

  public CpOptions {
    check(rank >= 1, "rank is %d; it must be at least 1", rank);
    check(ridge >= 0, "ridge is %s; it must be 0 or more", ridge);
    check(
        stepSize > 0 && stepSize < 1,
        "stepSize is %s; it must be above 0 and below 1, say 0.3",
        stepSize);
    check(
        tolerance >= 0 && tolerance < 1,
        "tolerance is %s; it must be from 0 to below 1, say 1e-8",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
  }

  public static CpOptions rank(int rank) {
    return new CpOptions(rank, Method.ALS, RIDGE, STEP_SIZE, TOLERANCE, MAX_STEPS, 1);
  }

  public CpOptions withMethod(Method choice) {
    return new CpOptions(rank, choice, ridge, stepSize, tolerance, maxSteps, seed);
  }

  public CpOptions withStepSize(double step) {
    return new CpOptions(rank, method, ridge, step, tolerance, maxSteps, seed);
  }

  public CpOptions withTolerance(double relative) {
    return new CpOptions(rank, method, ridge, stepSize, relative, maxSteps, seed);
  }

  public CpOptions withMaxSteps(int steps) {
    return new CpOptions(rank, method, ridge, stepSize, tolerance, steps, seed);
  }

  public CpOptions withSeed(long other) {
    return new CpOptions(rank, method, ridge, stepSize, tolerance, maxSteps, other);
  }
}
