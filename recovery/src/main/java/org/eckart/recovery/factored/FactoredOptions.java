package org.eckart.recovery.factored;

import static org.eckart.linalg.Check.check;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Settings of {@link FactoredCompletion}; {@link #of(FactoredMethod)} fills in the defaults.
 *
 * @param method that moves the factors
 * @param rank of the factors, 1 or more; empty (the default) to choose it on held-out entries
 * @param stepSize η of the gradient methods, above 0 and below 1; 0.5 is that of all published
 *     figures, and sampling makes the descent unstable from about 0.85 on
 * @param start from the spectrum, direction by direction, or whichever the gap calls for
 * @param projection bound of the scaled projection as a multiple of √(μ̂ r) σ̂₁, where μ̂ is the
 *     incoherence of the start; 3 would be usual. Of the gradient methods, and not while directions
 *     are found one by one. Empty (the default) for none, as in every published experiment
 * @param penalty λ ≥ 0 of a count-scaled penalty λ nᵢ^½ on the squared norm of a row with nᵢ
 *     entries, in units of the values' root mean square; of the methods that go row by row. 0 (the
 *     default) fits the entries as they are
 * @param innerSteps conjugate-gradient steps a row takes in a sweep of {@link FactoredMethod#ROWS}
 *     and while directions are added one by one; 2 suffice up to rank 16, 3 beyond
 * @param tolerance the run has settled when a step moved X by less than this part of its norm (the
 *     scaled gradient's norm over ‖X‖_F), or the entries are met to this part of theirs, or the
 *     loss has fallen by less than {@value #STALLED} of itself {@value #PATIENCE} times running
 * @param maxSteps at which each part of the run ends at the latest: the choice of the rank, which
 *     then is the best of those tried so far, and the fit. A step is one move of both factors
 * @param holdOut part of the entries on which the rank is chosen, above 0 and at most 0.5
 * @param observedShare p, the share of entries that were sampled, where it is known; empty (the
 *     default) for the share that was observed
 * @param leadingValue σ₁ of the matrix sought, by which the steps of gradient descent are divided,
 *     where it is known; empty (the default) for that of the start
 * @param seed of the hold-out and of the random vectors by which singular vectors are found
 */
public record FactoredOptions(
    FactoredMethod method,
    OptionalInt rank,
    double stepSize,
    Start start,
    OptionalDouble projection,
    double penalty,
    OptionalInt innerSteps,
    double tolerance,
    int maxSteps,
    double holdOut,
    OptionalDouble observedShare,
    OptionalDouble leadingValue,
    long seed) {
  public static final double STEP_SIZE = 0.5;
  public static final double TOLERANCE = 1e-8;
  public static final int MAX_STEPS = 1000;
  public static final double HOLD_OUT = 0.1;
  public static final double STALLED = 1e-6;
  public static final int PATIENCE = 5;

  /** Where the factors begin. */
  public enum Start {
    /**
     * From the spectrum, unless the r-th singular value of the observed entries is below twice the
     * next: the weakest directions are then buried in what sampling adds, and are found one by one
     * as {@link #CONTINUATION} has it; gradient descent begins at the spectrum all the same. Where
     * the rank was chosen, from the factors of that choice.
     */
    AUTO,
    /** The r leading singular triplets of the observed entries over p. */
    SPECTRAL,
    /**
     * Rank continuation: direction by direction, each from what the ones before leave over, by
     * sweeps row by row to the end (exact ones if the method is alternating minimisation). Not for
     * gradient descent.
     */
    CONTINUATION
  }

  public FactoredOptions {
    check(
        rank.isEmpty() || rank.getAsInt() >= 1,
        "rank is %s; it must be at least 1, or left to be chosen",
        rank.isEmpty() ? "auto" : rank.getAsInt());
    check(
        stepSize > 0 && stepSize < 1,
        "stepSize is %s; it must be above 0 and below 1, where the descent is unstable even if"
            + " every entry is known; 0.5 is usual",
        stepSize);
    check(
        start != Start.CONTINUATION || method != FactoredMethod.VANILLA,
        "start is CONTINUATION, which goes row by row, but gradient descent moves all rows at once;"
            + " start from the spectrum, or take another method");
    check(
        projection.isEmpty() || projection.getAsDouble() >= 1,
        "projection is %s; below 1 it would shorten the start itself, so ask for 1 or more, say 3",
        projection.isEmpty() ? "none" : projection.getAsDouble());
    check(penalty >= 0 && Double.isFinite(penalty), "penalty is %s; it must be 0 or more", penalty);
    check(
        penalty == 0 || !method.isGradient(),
        "penalty is %s, but the gradient methods fit the entries as they are; leave it out, or go"
            + " row by row",
        penalty);
    check(
        innerSteps.isEmpty() || innerSteps.getAsInt() >= 1,
        "innerSteps is %s; it must be at least 1",
        innerSteps.isEmpty() ? "auto" : innerSteps.getAsInt());
    check(
        tolerance > 0 && tolerance < 1,
        "tolerance is %s; it must be above 0 and below 1, say 1e-8",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
    check(
        holdOut > 0 && holdOut <= 0.5,
        "holdOut is %s; it must be above 0 and at most 0.5, say 0.1",
        holdOut);
    check(
        observedShare.isEmpty()
            || (observedShare.getAsDouble() > 0 && observedShare.getAsDouble() <= 1),
        "observedShare is %s; it must be above 0 and at most 1",
        observedShare.isEmpty() ? "auto" : observedShare.getAsDouble());
    check(
        leadingValue.isEmpty()
            || (leadingValue.getAsDouble() > 0 && Double.isFinite(leadingValue.getAsDouble())),
        "leadingValue is %s; it must be above 0",
        leadingValue.isEmpty() ? "auto" : leadingValue.getAsDouble());
  }

  /** The defaults, with the rank to be chosen. */
  public static FactoredOptions of(FactoredMethod method) {
    return new FactoredOptions(
        method,
        OptionalInt.empty(),
        STEP_SIZE,
        Start.AUTO,
        OptionalDouble.empty(),
        0,
        OptionalInt.empty(),
        TOLERANCE,
        MAX_STEPS,
        HOLD_OUT,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        1);
  }

  public FactoredOptions withRank(int newRank) {
    return with(OptionalInt.of(newRank), stepSize, start, tolerance, maxSteps);
  }

  public FactoredOptions withStepSize(double newStepSize) {
    return with(rank, newStepSize, start, tolerance, maxSteps);
  }

  public FactoredOptions withStart(Start newStart) {
    return with(rank, stepSize, newStart, tolerance, maxSteps);
  }

  public FactoredOptions withTolerance(double newTolerance) {
    return with(rank, stepSize, start, newTolerance, maxSteps);
  }

  public FactoredOptions withMaxSteps(int newMaxSteps) {
    return with(rank, stepSize, start, tolerance, newMaxSteps);
  }

  private FactoredOptions with(
      OptionalInt newRank,
      double newStepSize,
      Start newStart,
      double newTolerance,
      int newMaxSteps) {
    return new FactoredOptions(
        method,
        newRank,
        newStepSize,
        newStart,
        projection,
        penalty,
        innerSteps,
        newTolerance,
        newMaxSteps,
        holdOut,
        observedShare,
        leadingValue,
        seed);
  }

  public FactoredOptions withProjection(double multiple) {
    return new FactoredOptions(
        method,
        rank,
        stepSize,
        start,
        OptionalDouble.of(multiple),
        penalty,
        innerSteps,
        tolerance,
        maxSteps,
        holdOut,
        observedShare,
        leadingValue,
        seed);
  }

  public FactoredOptions withPenalty(double newPenalty) {
    return new FactoredOptions(
        method,
        rank,
        stepSize,
        start,
        projection,
        newPenalty,
        innerSteps,
        tolerance,
        maxSteps,
        holdOut,
        observedShare,
        leadingValue,
        seed);
  }

  public FactoredOptions withInnerSteps(int newInnerSteps) {
    return new FactoredOptions(
        method,
        rank,
        stepSize,
        start,
        projection,
        penalty,
        OptionalInt.of(newInnerSteps),
        tolerance,
        maxSteps,
        holdOut,
        observedShare,
        leadingValue,
        seed);
  }

  /** With what a planted problem knows of itself: the share that was sampled, and σ₁. */
  public FactoredOptions knowing(double share, double newLeadingValue) {
    return new FactoredOptions(
        method,
        rank,
        stepSize,
        start,
        projection,
        penalty,
        innerSteps,
        tolerance,
        maxSteps,
        holdOut,
        OptionalDouble.of(share),
        OptionalDouble.of(newLeadingValue),
        seed);
  }

  public FactoredOptions withSeed(long newSeed) {
    return new FactoredOptions(
        method,
        rank,
        stepSize,
        start,
        projection,
        penalty,
        innerSteps,
        tolerance,
        maxSteps,
        holdOut,
        observedShare,
        leadingValue,
        newSeed);
  }
}
