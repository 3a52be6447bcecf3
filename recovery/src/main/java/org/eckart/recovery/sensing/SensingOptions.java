package org.eckart.recovery.sensing;

import static org.eckart.linalg.Check.check;

import java.util.OptionalDouble;
import org.eckart.core.loss.Loss;
import org.eckart.core.loss.Squared;

/**
 * Settings of {@link Sensing}; {@link #rank(int)} fills in the defaults.
 *
 * @param rank r of the matrix sought; {@link UnknownRankSensing} finds it where it is not known
 * @param direction scaled by default
 * @param symmetric whether X = L Lᵀ is sought, symmetric and without negative eigenvalues
 * @param loss of a measurement; squared by default
 * @param stepSize η, relative to 1/(curvature of the loss · gain of the operator), and for the
 *     plain direction to 1/σ₁ of the start besides. Empty (the default) is {@value #SQUARED_STEP}
 *     for the squared loss, with which every figure of the papers is made, and {@value
 *     #GENERAL_STEP} for others, as their theory has it. Above 2/3 convergence slows down, at 1 it
 *     ends
 * @param tolerance the run has settled when the scaled gradient is at most this part of ‖X‖_F
 * @param maxSteps the run ends here too, and says that it did not settle; a step measures twice
 * @param seed of the random start of the singular vectors
 */
public record SensingOptions(
    int rank,
    Direction direction,
    boolean symmetric,
    Loss loss,
    OptionalDouble stepSize,
    double tolerance,
    int maxSteps,
    long seed) {
  public static final double SQUARED_STEP = 0.5;
  public static final double GENERAL_STEP = 0.4;
  public static final double TOLERANCE = 1e-8;
  public static final int MAX_STEPS = 2000;

  /** How a step is directed. */
  public enum Direction {
    /** The gradient of each factor times the inverse Gram matrix of the other. */
    SCALED,
    /** The gradient as it is: vanilla gradient descent, for comparison. */
    PLAIN
  }

  public SensingOptions {
    check(rank >= 1, "rank is %d; it must be at least 1", rank);
    check(
        stepSize.isEmpty() || (stepSize.getAsDouble() > 0 && stepSize.getAsDouble() < 1e6),
        "stepSize is %s; it must be above 0 and below 1e6, say 0.5",
        stepSize.isEmpty() ? "auto" : stepSize.getAsDouble());
    check(
        tolerance > 0 && tolerance < 1,
        "tolerance is %s; it must be above 0 and below 1, say 1e-8",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
  }

  /** A scaled descent on the squared loss to a rectangular matrix of this rank. */
  public static SensingOptions rank(int rank) {
    return new SensingOptions(
        rank,
        Direction.SCALED,
        false,
        new Squared(),
        OptionalDouble.empty(),
        TOLERANCE,
        MAX_STEPS,
        1);
  }

  /** η as it is used. */
  double step() {
    return stepSize.orElse(loss instanceof Squared ? SQUARED_STEP : GENERAL_STEP);
  }

  public SensingOptions withDirection(Direction other) {
    return new SensingOptions(rank, other, symmetric, loss, stepSize, tolerance, maxSteps, seed);
  }

  public SensingOptions withSymmetric(boolean whether) {
    return new SensingOptions(rank, direction, whether, loss, stepSize, tolerance, maxSteps, seed);
  }

  public SensingOptions withLoss(Loss other) {
    return new SensingOptions(
        rank, direction, symmetric, other, stepSize, tolerance, maxSteps, seed);
  }

  public SensingOptions withStepSize(double fixed) {
    return new SensingOptions(
        rank, direction, symmetric, loss, OptionalDouble.of(fixed), tolerance, maxSteps, seed);
  }

  public SensingOptions withTolerance(double other) {
    return new SensingOptions(rank, direction, symmetric, loss, stepSize, other, maxSteps, seed);
  }

  public SensingOptions withMaxSteps(int steps) {
    return new SensingOptions(rank, direction, symmetric, loss, stepSize, tolerance, steps, seed);
  }

  public SensingOptions withSeed(long other) {
    return new SensingOptions(
        rank, direction, symmetric, loss, stepSize, tolerance, maxSteps, other);
  }
}
