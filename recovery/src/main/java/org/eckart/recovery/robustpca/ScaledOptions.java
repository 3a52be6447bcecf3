package org.eckart.recovery.robustpca;

import static org.eckart.linalg.Check.check;

/**
 * Settings of {@link ScaledRobustPca}; {@link #of(int, double)} fills in the defaults.
 *
 * @param rank r, 1 to min(m, n)
 * @param corruption α, a bound on the share of corrupted entries in any row and any column, above 0
 *     and below 0.5. If each entry is corrupted with probability p, the fullest row has more than
 *     p: of 400 columns at p = 0.1 take 0.15
 * @param widening γ: the iteration sparsifies with T of γα. The theory has 2 (the default); where α
 *     is exact, 1 needs half the steps
 * @param stepSize η; 0.5 in all published figures
 * @param tolerance the run has settled when the scaled step is at most this part of ‖X‖_F
 * @param maxSteps the run ends here too, and says that it did not settle
 * @param seed of the truncated SVD at the start
 */
public record ScaledOptions(
    int rank,
    double corruption,
    double widening,
    double stepSize,
    double tolerance,
    int maxSteps,
    long seed) {
  public static final double WIDENING = 2;
  public static final double STEP_SIZE = 0.5;
  public static final double TOLERANCE = 1e-8;
  public static final int MAX_STEPS = 1000;

  public ScaledOptions {
    check(rank >= 1, "rank is %d; it must be at least 1", rank);
    check(
        corruption > 0 && corruption < 0.5,
        "corruption is %s; it must be above 0 and below 0.5, say 0.1, or left to be found",
        corruption);
    check(
        widening >= 1 && widening <= 4, "widening is %s; it must be from 1 to 4, say 2", widening);
    check(
        stepSize > 0 && stepSize < 1,
        "stepSize is %s; it must be above 0 and below 1, from where on steps diverge",
        stepSize);
    check(
        tolerance >= 1e-15 && tolerance < 1,
        "tolerance is %s; it must be from 1e-15 to below 1, say 1e-8",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
  }

  /** As published: γ = 2, η = 0.5. */
  public static ScaledOptions of(int rank, double corruption) {
    return new ScaledOptions(rank, corruption, WIDENING, STEP_SIZE, TOLERANCE, MAX_STEPS, 1);
  }

  public ScaledOptions withWidening(double factor) {
    return new ScaledOptions(rank, corruption, factor, stepSize, tolerance, maxSteps, seed);
  }

  public ScaledOptions withStepSize(double size) {
    return new ScaledOptions(rank, corruption, widening, size, tolerance, maxSteps, seed);
  }

  public ScaledOptions withTolerance(double change) {
    return new ScaledOptions(rank, corruption, widening, stepSize, change, maxSteps, seed);
  }

  public ScaledOptions withMaxSteps(int steps) {
    return new ScaledOptions(rank, corruption, widening, stepSize, tolerance, steps, seed);
  }

  public ScaledOptions withSeed(long other) {
    return new ScaledOptions(rank, corruption, widening, stepSize, tolerance, maxSteps, other);
  }
}
