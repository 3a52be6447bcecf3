package org.eckart.recovery.spectralnet;

import static org.eckart.linalg.Check.check;

import java.util.OptionalDouble;

/**
 * Settings of {@link NuclearMinimisation}; {@link #defaults()} needs nothing from the user.
 *
 * @param penalty λ above 0; empty to take what noise of the given level reaches, or without noise
 *     {@value #SMALL} of the λ at which X = 0
 * @param noiseLevel σ of the measurements, 0 for none; used only to find λ
 * @param tolerance the run ends when the objective is certified to be within this part of itself of
 *     the minimum
 * @param maxSteps it ends here too
 * @param seed of the noise by which λ is found
 */
public record NuclearOptions(
    OptionalDouble penalty, double noiseLevel, double tolerance, int maxSteps, long seed) {
  public static final double SMALL = 1e-3;
  public static final double TOLERANCE = 1e-4;
  public static final int MAX_STEPS = 10_000;

  public NuclearOptions {
    check(
        penalty.isEmpty() || (penalty.getAsDouble() > 0 && Double.isFinite(penalty.getAsDouble())),
        "penalty is %s; it must be above 0 (at 0 any fit would do), or left to be found",
        penalty.isEmpty() ? "auto" : penalty.getAsDouble());
    check(
        noiseLevel >= 0 && noiseLevel < 1e300,
        "noiseLevel is %s; it must be 0 or more, 0 for measurements without noise",
        noiseLevel);
    check(
        tolerance > 0 && tolerance < 1,
        "tolerance is %s; it must be above 0 and below 1, say 1e-4",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
  }

  public static NuclearOptions defaults() {
    return new NuclearOptions(OptionalDouble.empty(), 0, TOLERANCE, MAX_STEPS, 1);
  }

  public NuclearOptions withPenalty(double fixed) {
    return new NuclearOptions(OptionalDouble.of(fixed), noiseLevel, tolerance, maxSteps, seed);
  }

  public NuclearOptions withNoiseLevel(double level) {
    return new NuclearOptions(penalty, level, tolerance, maxSteps, seed);
  }

  public NuclearOptions withTolerance(double gap) {
    return new NuclearOptions(penalty, noiseLevel, gap, maxSteps, seed);
  }

  public NuclearOptions withMaxSteps(int steps) {
    return new NuclearOptions(penalty, noiseLevel, tolerance, steps, seed);
  }

  public NuclearOptions withSeed(long other) {
    return new NuclearOptions(penalty, noiseLevel, tolerance, maxSteps, other);
  }
}
