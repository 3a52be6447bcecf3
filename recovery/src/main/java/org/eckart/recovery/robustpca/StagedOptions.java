package org.eckart.recovery.robustpca;

import static org.eckart.linalg.Check.check;

import java.util.OptionalInt;

/**
 * Settings of {@link StagedRobustPca}; {@link #defaults()} needs nothing from the user.
 *
 * @param rank r, at most min(m, n); empty (the default) to add directions until the residual shows
 *     no more of them than unstructured entries would, at most {@link #rankCap}
 * @param rankCap the largest rank that is found by itself; 100, and never above a third of min(m,
 *     n), where any matrix would be low rank
 * @param tolerance the run has settled when the scaled step, and without noise also what the
 *     threshold still allows, are at most this part of ‖X‖_F. With noise, a thousandth of what
 *     noise does to X is enough
 * @param maxSteps the run ends here too, and says that it did not settle; a step reads Y once
 * @param spread c: outliers are entries above c σ/√(mn), for σ the largest singular value that the
 *     residual may still have. The peak entry of a direction is at most √(mn) max|uᵢ| max|vⱼ| times
 *     its mean; that is taken where it is larger. 8 (the default) is what Gaussian factors need; 3
 *     fails, 6 and 10 work as well
 * @param seed of the vectors with which directions are found
 */
public record StagedOptions(
    OptionalInt rank, int rankCap, double tolerance, int maxSteps, double spread, long seed) {
  public static final int RANK_CAP = 100;
  public static final double TOLERANCE = 1e-7;
  public static final int MAX_STEPS = 500;
  public static final double SPREAD = 8;

  public StagedOptions {
    check(
        rank.isEmpty() || rank.getAsInt() >= 1,
        "rank is %s; it must be at least 1, or left to be found",
        rank.isEmpty() ? "auto" : rank.getAsInt());
    check(rankCap >= 1, "rankCap is %d; it must be at least 1", rankCap);
    check(
        tolerance >= 1e-13 && tolerance < 1,
        "tolerance is %s; it must be from 1e-13, where rounding begins, to below 1, say 1e-7",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
    check(spread >= 1 && spread <= 1000, "spread is %s; it must be from 1 to 1000, say 8", spread);
  }

  /** Rank found by itself, tolerance 1e-7. */
  public static StagedOptions defaults() {
    return new StagedOptions(OptionalInt.empty(), RANK_CAP, TOLERANCE, MAX_STEPS, SPREAD, 1);
  }

  /** The same with the rank given. */
  public StagedOptions withRank(int known) {
    return new StagedOptions(OptionalInt.of(known), rankCap, tolerance, maxSteps, spread, seed);
  }

  public StagedOptions withTolerance(double change) {
    return new StagedOptions(rank, rankCap, change, maxSteps, spread, seed);
  }

  public StagedOptions withMaxSteps(int steps) {
    return new StagedOptions(rank, rankCap, tolerance, steps, spread, seed);
  }

  public StagedOptions withSeed(long other) {
    return new StagedOptions(rank, rankCap, tolerance, maxSteps, spread, other);
  }
}
