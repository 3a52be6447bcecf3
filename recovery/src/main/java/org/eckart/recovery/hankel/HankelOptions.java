package org.eckart.recovery.hankel;

import static org.eckart.linalg.Check.check;

import java.util.OptionalInt;

/**
 * Settings of {@link HankelCompletion}; {@link #defaults()} needs nothing from the user.
 *
 * @param rank of the Hankel matrix: the number of complex exponentials in the signal, two for each
 *     real sinusoid; empty (the default) to choose it on held-out samples, up to {@value
 *     #LARGEST_AUTOMATIC_RANK}
 * @param continuation whether components are found one after the other where the r-th singular
 *     value of the known samples' Hankel matrix is below {@value HankelCompletion#GAP} times the
 *     next: the weakest are then buried in what the gaps add, and a start from the spectrum can
 *     rest on a plateau. True by default; false keeps to the published start
 * @param stepSize η, above 0 and below 1; 0.5 is that of the published figure
 * @param tolerance the run has settled when a step moved the matrix by less than this part of its
 *     norm
 * @param maxSteps at which the fit, and each rank that is tried, ends at the latest
 * @param holdOut part of the samples on which the rank is chosen, above 0 and at most 0.5
 * @param seed of the hold-out and of the start
 */
public record HankelOptions(
    OptionalInt rank,
    boolean continuation,
    double stepSize,
    double tolerance,
    int maxSteps,
    double holdOut,
    long seed) {
  public static final double STEP_SIZE = 0.5;
  public static final double TOLERANCE = 1e-8;
  public static final int MAX_STEPS = 500;
  public static final double HOLD_OUT = 0.1;
  public static final int LARGEST_AUTOMATIC_RANK = 40;

  public HankelOptions {
    check(
        rank.isEmpty() || rank.getAsInt() >= 1,
        "rank is %s; it must be at least 1, or left to be chosen",
        rank.isEmpty() ? "auto" : rank.getAsInt());
    check(
        stepSize > 0 && stepSize < 1,
        "stepSize is %s; it must be above 0 and below 1, say 0.5",
        stepSize);
    check(
        tolerance > 0 && tolerance < 1,
        "tolerance is %s; it must be above 0 and below 1, say 1e-8",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
    check(
        holdOut > 0 && holdOut <= 0.5,
        "holdOut is %s; it must be above 0 and at most 0.5, say 0.1",
        holdOut);
  }

  public static HankelOptions defaults() {
    return new HankelOptions(
        OptionalInt.empty(), true, STEP_SIZE, TOLERANCE, MAX_STEPS, HOLD_OUT, 1);
  }

  public HankelOptions withRank(int newRank) {
    return with(OptionalInt.of(newRank), continuation, stepSize, tolerance, maxSteps, seed);
  }

  /** With the published start, whatever the gap. */
  public HankelOptions withoutContinuation() {
    return with(rank, false, stepSize, tolerance, maxSteps, seed);
  }

  public HankelOptions withStepSize(double newStepSize) {
    return with(rank, continuation, newStepSize, tolerance, maxSteps, seed);
  }

  public HankelOptions withTolerance(double newTolerance) {
    return with(rank, continuation, stepSize, newTolerance, maxSteps, seed);
  }

  public HankelOptions withMaxSteps(int newMaxSteps) {
    return with(rank, continuation, stepSize, tolerance, newMaxSteps, seed);
  }

  public HankelOptions withSeed(long newSeed) {
    return with(rank, continuation, stepSize, tolerance, maxSteps, newSeed);
  }

  private HankelOptions with(
      OptionalInt newRank,
      boolean newContinuation,
      double newStepSize,
      double newTolerance,
      int newMaxSteps,
      long newSeed) {
    return new HankelOptions(
        newRank, newContinuation, newStepSize, newTolerance, newMaxSteps, holdOut, newSeed);
  }
}
