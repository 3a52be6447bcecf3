package org.eckart.recovery.robustsensing;

import static org.eckart.linalg.Check.check;

import org.eckart.recovery.sensing.SensingOptions.Direction;

/**
 * Settings of {@link RobustSensing}; {@link #rank(int)} fills in the defaults.
 *
 * @param rank r of the matrix sought
 * @param symmetric whether X = L Lᵀ is sought, as it must be for quadratic measurements
 * @param rule of the step sizes
 * @param outliers an upper bound on the part of the measurements that are outliers, by default
 *     {@value #OUTLIERS}: too large costs steps (a fifth at 0.4 where 0.2 is true), too small
 *     fails. If the residual of the rest does not fall it is raised by a tenth
 * @param direction scaled by default; plain is for comparison
 * @param tolerance the run has settled when the residual of the measurements that are no outliers
 *     is at most this part of them, or has stopped falling
 * @param maxSteps the run ends here too, and says that it did not settle
 * @param seed of the random start of the singular vectors
 */
public record RobustSensingOptions(
    int rank,
    boolean symmetric,
    StepRule rule,
    double outliers,
    Direction direction,
    double tolerance,
    int maxSteps,
    long seed) {
  public static final double OUTLIERS = 0.3;
  public static final double TOLERANCE = 1e-9;
  public static final int MAX_STEPS = 3000;

  public RobustSensingOptions {
    check(rank >= 1, "rank is %d; it must be at least 1", rank);
    check(
        outliers >= 0 && outliers < 0.5,
        "outliers is %s; it must be 0 or more and below 0.5, since half the measurements must be"
            + " right",
        outliers);
    check(
        tolerance > 0 && tolerance < 1,
        "tolerance is %s; it must be above 0 and below 1, say 1e-9",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
  }

  /** Trimmed steps in the scaled direction, rectangular, at most 30 % outliers. */
  public static RobustSensingOptions rank(int rank) {
    return new RobustSensingOptions(
        rank,
        false,
        new StepRule.TrimmedPolyak(StepRule.TrimmedPolyak.FACTOR),
        OUTLIERS,
        Direction.SCALED,
        TOLERANCE,
        MAX_STEPS,
        1);
  }

  public RobustSensingOptions withSymmetric(boolean whether) {
    return new RobustSensingOptions(
        rank, whether, rule, outliers, direction, tolerance, maxSteps, seed);
  }

  public RobustSensingOptions withRule(StepRule other) {
    return new RobustSensingOptions(
        rank, symmetric, other, outliers, direction, tolerance, maxSteps, seed);
  }

  public RobustSensingOptions withOutliers(double bound) {
    return new RobustSensingOptions(
        rank, symmetric, rule, bound, direction, tolerance, maxSteps, seed);
  }

  public RobustSensingOptions withDirection(Direction other) {
    return new RobustSensingOptions(
        rank, symmetric, rule, outliers, other, tolerance, maxSteps, seed);
  }

  public RobustSensingOptions withTolerance(double other) {
    return new RobustSensingOptions(
        rank, symmetric, rule, outliers, direction, other, maxSteps, seed);
  }

  public RobustSensingOptions withMaxSteps(int steps) {
    return new RobustSensingOptions(
        rank, symmetric, rule, outliers, direction, tolerance, steps, seed);
  }

  public RobustSensingOptions withSeed(long other) {
    return new RobustSensingOptions(
        rank, symmetric, rule, outliers, direction, tolerance, maxSteps, other);
  }
}
