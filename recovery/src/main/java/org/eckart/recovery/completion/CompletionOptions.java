package org.eckart.recovery.completion;

import static org.eckart.linalg.Check.check;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Settings of {@link Completion}; {@link #defaults()} needs nothing from the user.
 *
 * @param rank of the factors, or empty (the default) to let the data choose: directions that carry
 *     no signal fade, and the rank doubles, from 4 (from 16 on large tables, while nearly all
 *     directions are in use) up to {@value #LARGEST_AUTOMATIC_RANK}, as long as the held-out error
 *     falls by {@value #WORTH_GROWING} of itself
 * @param penalty strength λ of a count-scaled penalty λ nᵢ^½ on factors and offsets, in units of
 *     the standardised values, or empty (the default) to learn it
 * @param innerSteps conjugate-gradient steps a row takes in a sweep, k ≥ 1; with 3 (the default) a
 *     sweep gains nearly as much as with an exact solve (alternating least squares, k → ∞)
 * @param maxSweeps at which selection at a rank, and the refit, end at the latest; a sweep solves
 *     every row, then every column
 * @param tolerance a fit has settled when the noise level (under a fixed penalty: the training
 *     error) changed by less than this part of itself in {@value #PATIENCE} sweeps running; from a
 *     million entries on ten times as much counts as settled
 * @param holdOut part of the entries that is held out while the rank is chosen and the intervals
 *     are calibrated, at most {@value #LARGEST_HOLD_OUT} entries; all entries count in the refit
 *     that follows
 * @param seed of the start and of the hold-out
 */
public record CompletionOptions(
    OptionalInt rank,
    OptionalDouble penalty,
    int innerSteps,
    int maxSweeps,
    double tolerance,
    double holdOut,
    long seed) {
  public static final int INNER_STEPS = 3;
  public static final int MAX_SWEEPS = 100;
  public static final double TOLERANCE = 1e-4;
  public static final double HOLD_OUT = 0.1;
  public static final int LARGEST_HOLD_OUT = 200_000;
  public static final int LARGEST_AUTOMATIC_RANK = 128;
  public static final double WORTH_GROWING = 0.001;
  public static final int PATIENCE = 2;

  /**
   * From this many inner steps on, a row's steps end only here or when its squared gradient has
   * fallen by 1e-12, which is all that fp32 can tell: alternating least squares.
   */
  public static final int EXACT_STEPS = 64;

  public CompletionOptions {
    check(
        rank.isEmpty() || rank.getAsInt() >= 0,
        "rank is %s; it must be 0 or more",
        rank.isEmpty() ? "auto" : rank.getAsInt());
    check(
        penalty.isEmpty() || (penalty.getAsDouble() > 0 && Double.isFinite(penalty.getAsDouble())),
        "penalty is %s; it must be above 0, say 1",
        penalty.isEmpty() ? "auto" : penalty.getAsDouble());
    check(innerSteps >= 1, "innerSteps is %d; it must be at least 1", innerSteps);
    check(maxSweeps >= 1, "maxSweeps is %d; it must be at least 1", maxSweeps);
    check(tolerance > 0, "tolerance is %s; it must be above 0, say 1e-4", tolerance);
    check(
        holdOut >= 0 && holdOut <= 0.5,
        "holdOut is %s; it must be from 0 (no intervals, no choice of rank) to 0.5",
        holdOut);
  }

  /** Rank, penalty and noise learned from the data. */
  public static CompletionOptions defaults() {
    return new CompletionOptions(
        OptionalInt.empty(),
        OptionalDouble.empty(),
        INNER_STEPS,
        MAX_SWEEPS,
        TOLERANCE,
        HOLD_OUT,
        1);
  }

  public CompletionOptions withRank(int fixed) {
    return new CompletionOptions(
        OptionalInt.of(fixed), penalty, innerSteps, maxSweeps, tolerance, holdOut, seed);
  }

  public CompletionOptions withPenalty(double fixed) {
    return new CompletionOptions(
        rank, OptionalDouble.of(fixed), innerSteps, maxSweeps, tolerance, holdOut, seed);
  }

  public CompletionOptions withInnerSteps(int steps) {
    return new CompletionOptions(rank, penalty, steps, maxSweeps, tolerance, holdOut, seed);
  }

  public CompletionOptions withMaxSweeps(int sweeps) {
    return new CompletionOptions(rank, penalty, innerSteps, sweeps, tolerance, holdOut, seed);
  }

  public CompletionOptions withHoldOut(double part) {
    return new CompletionOptions(rank, penalty, innerSteps, maxSweeps, tolerance, part, seed);
  }

  public CompletionOptions withSeed(long other) {
    return new CompletionOptions(rank, penalty, innerSteps, maxSweeps, tolerance, holdOut, other);
  }

  Penalty penaltyRule() {
    return penalty.isPresent()
        ? new Penalty.CountScaled(penalty.getAsDouble(), Penalty.CountScaled.EXPONENT)
        : new Penalty.Learned();
  }
}
