package org.eckart.recovery.sensing;

import static org.eckart.linalg.Check.check;

import java.util.OptionalInt;

/**
 * Settings of {@link UnknownRankSensing}; {@link #defaults()} needs nothing from the user.
 *
 * @param rankCap columns of the factors, at least the rank sought; empty (the default) is the
 *     largest rank whose free numbers are at most half the measurements, and at most {@value
 *     #RANK_CAP}. The fewer columns beyond the rank, the fewer steps
 * @param symmetric whether X = L Lᵀ is sought, symmetric and without negative eigenvalues
 * @param stepSize η while the rank is being found, relative to 1/gain; {@value #STEP} by default:
 *     0.5 was stable and 0.7 diverged in all runs we made
 * @param damping c of λ = c ‖𝒜(X) − y‖; {@value #DAMPING} by default
 * @param refine whether the descent goes on with as many columns as the rank once that is clear;
 *     false is the plain damped descent with all its columns to the end
 * @param startSize size α of the random start relative to √‖X‖; 1e-4 by default. From 1e-2 to 1e-8
 *     it made no difference to the end
 * @param tolerance the run has settled when the scaled gradient is at most this part of ‖X‖_F
 * @param maxSteps the run ends here too, and says that it did not settle; a step measures twice
 * @param seed of the random start
 */
public record UnknownRankOptions(
    OptionalInt rankCap,
    boolean symmetric,
    double stepSize,
    double damping,
    boolean refine,
    double startSize,
    double tolerance,
    int maxSteps,
    long seed) {
  public static final int RANK_CAP = 50;
  public static final double STEP = 0.3;
  public static final double DAMPING = 0.1;
  public static final double START_SIZE = 1e-4;
  public static final double TOLERANCE = 1e-8;
  public static final int MAX_STEPS = 3000;

  public UnknownRankOptions {
    check(
        rankCap.isEmpty() || rankCap.getAsInt() >= 1,
        "rankCap is %s; it must be at least 1, say 50",
        rankCap.isEmpty() ? "auto" : rankCap.getAsInt());
    check(
        stepSize > 0 && stepSize < 1e6,
        "stepSize is %s; it must be above 0 and below 1e6, say 0.3",
        stepSize);
    check(
        damping > 0 && damping <= 1,
        "damping is %s; it must be above 0 and at most 1, say 0.1",
        damping);
    check(
        startSize > 0 && startSize <= 1,
        "startSize is %s; it must be above 0 and at most 1, say 1e-4",
        startSize);
    check(
        tolerance > 0 && tolerance < 1,
        "tolerance is %s; it must be above 0 and below 1, say 1e-8",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
  }

  /** Rectangular, rank cap from the number of measurements, residual damping 0.1. */
  public static UnknownRankOptions defaults() {
    return new UnknownRankOptions(
        OptionalInt.empty(), false, STEP, DAMPING, true, START_SIZE, TOLERANCE, MAX_STEPS, 1);
  }

  public UnknownRankOptions withRankCap(int cap) {
    return new UnknownRankOptions(
        OptionalInt.of(cap),
        symmetric,
        stepSize,
        damping,
        refine,
        startSize,
        tolerance,
        maxSteps,
        seed);
  }

  public UnknownRankOptions withSymmetric(boolean whether) {
    return new UnknownRankOptions(
        rankCap, whether, stepSize, damping, refine, startSize, tolerance, maxSteps, seed);
  }

  public UnknownRankOptions withStepSize(double other) {
    return new UnknownRankOptions(
        rankCap, symmetric, other, damping, refine, startSize, tolerance, maxSteps, seed);
  }

  /** The damped descent alone, with all its columns to the end. */
  public UnknownRankOptions withoutRefining() {
    return new UnknownRankOptions(
        rankCap, symmetric, stepSize, damping, false, startSize, tolerance, maxSteps, seed);
  }

  public UnknownRankOptions withTolerance(double other) {
    return new UnknownRankOptions(
        rankCap, symmetric, stepSize, damping, refine, startSize, other, maxSteps, seed);
  }

  public UnknownRankOptions withMaxSteps(int steps) {
    return new UnknownRankOptions(
        rankCap, symmetric, stepSize, damping, refine, startSize, tolerance, steps, seed);
  }

  public UnknownRankOptions withSeed(long other) {
    return new UnknownRankOptions(
        rankCap, symmetric, stepSize, damping, refine, startSize, tolerance, maxSteps, other);
  }
}
