package org.eckart.recovery.tucker;

import static org.eckart.linalg.Check.check;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Settings of {@link ScaledTucker}; {@link #ranks} fills in the defaults.
 *
 * @param ranks the multilinear rank, one number a mode
 * @param stepSize η; empty (the default) for {@value #STEP_SIZE}, that of all published figures, or
 *     0.9 · 2/(N + 2) for an order N where that is less. With every entry known the error falls a
 *     step by max(|1 − η|, |1 − (N + 1)η|) whatever the condition number, so 2/(N + 2) is best and
 *     from 2/(N + 1) on it never settles
 * @param scaled false for plain gradient descent, the figures' other curve
 * @param incoherence C_B of the scaled projection, which caps ‖u_i Ŭᵀ‖, what row i of factor k adds
 *     to the tensor, at C_B √r_k times the root mean square over the rows; 0 (the default) for no
 *     projection, as in all published experiments
 * @param tolerance the run has settled when the scaled gradient's norm is this part of ‖X‖
 * @param maxSteps at which the run ends otherwise
 * @param seed of the start, where it has random parts
 */
public record ScaledTuckerOptions(
    List<Integer> ranks,
    OptionalDouble stepSize,
    boolean scaled,
    double incoherence,
    double tolerance,
    int maxSteps,
    long seed) {
  public static final double STEP_SIZE = 0.3;
  public static final double TOLERANCE = 1e-9;
  public static final int MAX_STEPS = 500;

  public ScaledTuckerOptions {
    ranks = List.copyOf(ranks);
    check(ranks.size() >= 2, "rank has %d numbers; give one for each mode", ranks.size());
    double largest = 2.0 / (ranks.size() + 1);
    check(
        stepSize.isEmpty() || (stepSize.getAsDouble() > 0 && stepSize.getAsDouble() < largest),
        "stepSize is %s; for a tensor of %d modes it must be above 0 and below %.3f, where the"
            + " iteration stops contracting",
        stepSize.isEmpty() ? "auto" : stepSize.getAsDouble(),
        ranks.size(),
        largest);
    check(
        incoherence == 0 || incoherence >= 1,
        "incoherence is %s; it must be 0 for no projection, or 1 and more, say 3",
        incoherence);
    check(
        tolerance >= 0 && tolerance < 1,
        "tolerance is %s; it must be from 0 to below 1, say 1e-9",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
  }

  public static ScaledTuckerOptions ranks(int... ranks) {
    return new ScaledTuckerOptions(
        java.util.Arrays.stream(ranks).boxed().toList(),
        OptionalDouble.empty(),
        true,
        0,
        TOLERANCE,
        MAX_STEPS,
        1);
  }

  /** η as it is used. */
  public double step() {
    return stepSize.orElse(Math.min(STEP_SIZE, 0.9 * 2 / (ranks.size() + 2)));
  }

  public ScaledTuckerOptions withStepSize(double fixed) {
    return new ScaledTuckerOptions(
        ranks, OptionalDouble.of(fixed), scaled, incoherence, tolerance, maxSteps, seed);
  }

  /** Plain gradient descent. */
  public ScaledTuckerOptions unscaled() {
    return new ScaledTuckerOptions(ranks, stepSize, false, incoherence, tolerance, maxSteps, seed);
  }

  public ScaledTuckerOptions withIncoherence(double factor) {
    return new ScaledTuckerOptions(ranks, stepSize, scaled, factor, tolerance, maxSteps, seed);
  }

  public ScaledTuckerOptions withTolerance(double relative) {
    return new ScaledTuckerOptions(ranks, stepSize, scaled, incoherence, relative, maxSteps, seed);
  }

  public ScaledTuckerOptions withMaxSteps(int steps) {
    return new ScaledTuckerOptions(ranks, stepSize, scaled, incoherence, tolerance, steps, seed);
  }

  public ScaledTuckerOptions withSeed(long other) {
    return new ScaledTuckerOptions(
        ranks, stepSize, scaled, incoherence, tolerance, maxSteps, other);
  }

  int[] rankArray() {
    return ranks.stream().mapToInt(Integer::intValue).toArray();
  }
}
