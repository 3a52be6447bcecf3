package org.eckart.recovery.loss;

import static org.eckart.linalg.Check.check;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Settings of {@link LossCompletion}; {@link #of(LossKind)} needs nothing more from the user.
 *
 * @param loss what the values are
 * @param rank of the low-rank part, 0 for offsets alone; empty (the default) to choose it on
 *     held-out entries: 0, then {@value #FIRST_RANK}, doubled up to {@value
 *     #LARGEST_AUTOMATIC_RANK} as long as their cost falls by {@value #WORTH} of itself
 * @param penalty one precision for all directions and offsets, in units of a⁻²; empty (the default)
 *     to choose between one for all directions, on held-out entries, and one that each direction
 *     learns for itself
 * @param maxSweeps at a rank, and of the fit to all entries, at the latest
 * @param tolerance a fit has settled when the mean cost changed by less than this part of itself in
 *     two sweeps running
 * @param holdOut part of the entries on which the rank is chosen, at most {@value
 *     #LARGEST_HOLD_OUT} entries; above 0 and at most 0.5
 * @param seed of the start and of the hold-out
 */
public record LossOptions(
    LossKind loss,
    OptionalInt rank,
    OptionalDouble penalty,
    int maxSweeps,
    double tolerance,
    double holdOut,
    long seed) {
  public static final int MAX_SWEEPS = 60;
  public static final double TOLERANCE = 1e-4;
  public static final double HOLD_OUT = 0.1;
  public static final int LARGEST_HOLD_OUT = 200_000;
  public static final int FIRST_RANK = 4;
  public static final int LARGEST_AUTOMATIC_RANK = 32;
  public static final double WORTH = 0.0005;

  public LossOptions {
    check(
        rank.isEmpty() || rank.getAsInt() >= 0,
        "rank is %s; it must be 0 (offsets alone) or more, or left to be chosen",
        rank.isEmpty() ? "auto" : rank.getAsInt());
    check(
        penalty.isEmpty() || (penalty.getAsDouble() > 0 && Double.isFinite(penalty.getAsDouble())),
        "penalty is %s; it must be above 0, or left to be learned",
        penalty.isEmpty() ? "auto" : penalty.getAsDouble());
    check(maxSweeps >= 1, "maxSweeps is %d; it must be at least 1", maxSweeps);
    check(
        tolerance > 0 && tolerance < 1,
        "tolerance is %s; it must be above 0 and below 1, say 1e-4",
        tolerance);
    check(
        holdOut > 0 && holdOut <= 0.5,
        "holdOut is %s; it must be above 0 and at most 0.5, say 0.1",
        holdOut);
  }

  /** The defaults: everything is learned. */
  public static LossOptions of(LossKind loss) {
    return new LossOptions(
        loss, OptionalInt.empty(), OptionalDouble.empty(), MAX_SWEEPS, TOLERANCE, HOLD_OUT, 1);
  }

  public LossOptions withRank(int newRank) {
    return new LossOptions(
        loss, OptionalInt.of(newRank), penalty, maxSweeps, tolerance, holdOut, seed);
  }

  public LossOptions withPenalty(double newPenalty) {
    return new LossOptions(
        loss, rank, OptionalDouble.of(newPenalty), maxSweeps, tolerance, holdOut, seed);
  }

  public LossOptions withMaxSweeps(int newMaxSweeps) {
    return new LossOptions(loss, rank, penalty, newMaxSweeps, tolerance, holdOut, seed);
  }

  public LossOptions withTolerance(double newTolerance) {
    return new LossOptions(loss, rank, penalty, maxSweeps, newTolerance, holdOut, seed);
  }

  public LossOptions withSeed(long newSeed) {
    return new LossOptions(loss, rank, penalty, maxSweeps, tolerance, holdOut, newSeed);
  }
}
