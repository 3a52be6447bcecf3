package org.eckart.recovery.tucker;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Settings of {@link TuckerCompletion}; {@link #defaults} needs nothing from the user.
 *
 * @param ranks the multilinear rank, one number a mode; empty (the default) to choose it on
 *     held-out entries
 * @param offsets whether a mean and a level for each index of each mode are taken out first and
 *     added to predictions
 * @param tolerance a fit has settled when a step lowers the squared residual by less than this part
 *     of itself; while ranks are compared {@value #SEARCH_TOLERANCE} will do
 * @param maxSteps at which the fit ends otherwise
 * @param holdOut part of the entries, above 0 and at most 0.5, on which ranks and offsets are
 *     chosen and intervals calibrated; the last fit takes all entries
 * @param seed of the hold-out and of starts where nothing is known
 */
public record TuckerCompletionOptions(
    Optional<List<Integer>> ranks,
    Offsets offsets,
    double tolerance,
    int maxSteps,
    double holdOut,
    long seed) {
  /** Whether offsets are taken out. */
  public enum Offsets {
    /** With ranks to choose, whichever predicts held-out entries better; with given ranks, none. */
    AUTO,
    /** Never: the tensor itself has the rank. */
    NONE,
    /** Always. */
    LEVELS
  }

  public static final double TOLERANCE = 1e-5;
  public static final double SEARCH_TOLERANCE = 1e-3;
  public static final int MAX_STEPS = 100;
  public static final double HOLD_OUT = 0.1;

  public TuckerCompletionOptions {
    ranks = ranks.map(List::copyOf);
    check(
        tolerance > 0 && tolerance < 1,
        "tolerance is %s; it must be above 0 and below 1, say 1e-5",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
    check(
        holdOut > 0 && holdOut <= 0.5,
        "holdOut is %s; it must be above 0 and at most 0.5, say 0.1",
        holdOut);
  }

  /** Ranks and offsets chosen on a tenth of the entries. */
  public static TuckerCompletionOptions defaults() {
    return new TuckerCompletionOptions(
        Optional.empty(), Offsets.AUTO, TOLERANCE, MAX_STEPS, HOLD_OUT, 1);
  }

  public TuckerCompletionOptions withRanks(int... fixed) {
    return new TuckerCompletionOptions(
        Optional.of(Arrays.stream(fixed).boxed().toList()),
        offsets,
        tolerance,
        maxSteps,
        holdOut,
        seed);
  }

  public TuckerCompletionOptions withOffsets(Offsets choice) {
    return new TuckerCompletionOptions(ranks, choice, tolerance, maxSteps, holdOut, seed);
  }

  public TuckerCompletionOptions withTolerance(double relative) {
    return new TuckerCompletionOptions(ranks, offsets, relative, maxSteps, holdOut, seed);
  }

  public TuckerCompletionOptions withMaxSteps(int steps) {
    return new TuckerCompletionOptions(ranks, offsets, tolerance, steps, holdOut, seed);
  }

  public TuckerCompletionOptions withHoldOut(double part) {
    return new TuckerCompletionOptions(ranks, offsets, tolerance, maxSteps, part, seed);
  }

  public TuckerCompletionOptions withSeed(long other) {
    return new TuckerCompletionOptions(ranks, offsets, tolerance, maxSteps, holdOut, other);
  }
}
