package org.eckart.recovery.softimpute;

import static org.eckart.linalg.Check.check;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Settings of {@link SoftImpute}; {@link #defaults()} needs nothing from the user.
 *
 * @param penalty λ above 0, in the units of the values times √(entries in a row or column): the
 *     singular values of the zero-filled residual that count as noise. Empty (the default) to
 *     choose it on held-out entries, along a path from the λ at which X = 0 downwards
 * @param rankCap the largest rank X may have, 1 or more; empty (the default) is min(m, n, {@value
 *     #RANK_CAP}). Where the cap is reached the problem is no longer convex, and the estimate says
 *     so
 * @param tolerance a fit has settled when its objective is certified to be within this part of
 *     itself of the minimum; along the path {@value #PATH_TOLERANCE} will do, if it is larger
 * @param maxSteps at which the fit for one λ ends without having settled; a step is a sweep over
 *     rows and columns
 * @param holdOut part of the entries, above 0 and at most 0.5, on which λ is chosen; the last fit
 *     takes all entries
 * @param offsets whether a level for each row and column is taken out first and added to
 *     predictions (true by default); without it, what is not observed is drawn towards 0
 * @param seed of the hold-out and of the random vectors by which norms are estimated
 */
public record SoftImputeOptions(
    OptionalDouble penalty,
    OptionalInt rankCap,
    double tolerance,
    int maxSteps,
    double holdOut,
    boolean offsets,
    long seed) {
  public static final int RANK_CAP = 50;
  public static final double TOLERANCE = 1e-4;
  public static final double PATH_TOLERANCE = 1e-3;
  public static final int MAX_STEPS = 500;
  public static final double HOLD_OUT = 0.1;

  public SoftImputeOptions {
    check(
        penalty.isEmpty() || (penalty.getAsDouble() > 0 && Double.isFinite(penalty.getAsDouble())),
        "penalty is %s; it must be above 0 (at 0 any fill-in would do), or left to be chosen",
        penalty.isEmpty() ? "auto" : penalty.getAsDouble());
    check(
        rankCap.isEmpty() || rankCap.getAsInt() >= 1,
        "rankCap is %s; it must be at least 1, say 50",
        rankCap.isEmpty() ? "auto" : rankCap.getAsInt());
    check(
        tolerance > 0 && tolerance < 1,
        "tolerance is %s; it must be above 0 and below 1, say 1e-4",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
    check(
        holdOut > 0 && holdOut <= 0.5,
        "holdOut is %s; it must be above 0 and at most 0.5, say 0.1",
        holdOut);
  }

  /** λ chosen on a tenth of the entries, offsets taken out, gap certified to 1e-4. */
  public static SoftImputeOptions defaults() {
    return new SoftImputeOptions(
        OptionalDouble.empty(), OptionalInt.empty(), TOLERANCE, MAX_STEPS, HOLD_OUT, true, 1);
  }

  /** The same with this λ, so that nothing is held out. */
  public SoftImputeOptions withPenalty(double fixed) {
    return new SoftImputeOptions(
        OptionalDouble.of(fixed), rankCap, tolerance, maxSteps, holdOut, offsets, seed);
  }

  public SoftImputeOptions withRankCap(int cap) {
    return new SoftImputeOptions(
        penalty, OptionalInt.of(cap), tolerance, maxSteps, holdOut, offsets, seed);
  }

  public SoftImputeOptions withTolerance(double gap) {
    return new SoftImputeOptions(penalty, rankCap, gap, maxSteps, holdOut, offsets, seed);
  }

  public SoftImputeOptions withMaxSteps(int steps) {
    return new SoftImputeOptions(penalty, rankCap, tolerance, steps, holdOut, offsets, seed);
  }

  public SoftImputeOptions withHoldOut(double part) {
    return new SoftImputeOptions(penalty, rankCap, tolerance, maxSteps, part, offsets, seed);
  }

  /** The same on the values as they are: no row and column levels. */
  public SoftImputeOptions withoutOffsets() {
    return new SoftImputeOptions(penalty, rankCap, tolerance, maxSteps, holdOut, false, seed);
  }

  public SoftImputeOptions withSeed(long other) {
    return new SoftImputeOptions(penalty, rankCap, tolerance, maxSteps, holdOut, offsets, other);
  }
}
