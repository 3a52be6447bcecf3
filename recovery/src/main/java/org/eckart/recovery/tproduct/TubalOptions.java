package org.eckart.recovery.tproduct;

import static org.eckart.linalg.Check.check;

/**
 * Settings of {@link TubalDescent}; {@link #rank} fills in the defaults.
 *
 * @param rank the tubal rank, 1 to min(n₁, n₂)
 * @param robust whether some known entries are grossly wrong: residuals are then cut off at six
 *     medians, or at what a geometric decay from there allows if that is more
 * @param stepSize η, above 0 and below 1; with every entry known the error falls a step by max(|1 −
 *     η|, |1 − 2η|)
 * @param tolerance a run has settled when a step moves the model by less than this part of itself
 * @param maxSteps at which it ends otherwise
 */
public record TubalOptions(
    int rank, boolean robust, double stepSize, double tolerance, int maxSteps) {
  public static final double STEP_SIZE = 0.5;
  public static final double TOLERANCE = 1e-8;
  public static final int MAX_STEPS = 500;

  public TubalOptions {
    check(rank >= 1, "rank is %d; it must be at least 1", rank);
    check(
        stepSize > 0 && stepSize < 1,
        "stepSize is %s; it must be above 0 and below 1, say 0.5",
        stepSize);
    check(
        tolerance >= 0 && tolerance < 1,
        "tolerance is %s; it must be from 0 to below 1, say 1e-8",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
  }

  public static TubalOptions rank(int rank) {
    return new TubalOptions(rank, false, STEP_SIZE, TOLERANCE, MAX_STEPS);
  }

  /** Some known entries may be grossly wrong. */
  public TubalOptions againstOutliers() {
    return new TubalOptions(rank, true, stepSize, tolerance, maxSteps);
  }

  public TubalOptions withTolerance(double relative) {
    return new TubalOptions(rank, robust, stepSize, relative, maxSteps);
  }

  public TubalOptions withMaxSteps(int steps) {
    return new TubalOptions(rank, robust, stepSize, tolerance, steps);
  }
}
