package org.eckart.recovery.spectralnet;

import static org.eckart.linalg.Check.check;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Settings of {@link SpectralNet}; {@link #defaults()} needs nothing from the user.
 *
 * @param widths neurons by layer, 1 or more each: [4] is X = Σ αₖ Γ(UₖVₖᵀ) with four of them; with
 *     further numbers each neuron of a layer is Γ of a mixture of those below. Depth seldom helps
 * @param function γ
 * @param initialScale ε, size of the entries of Uₖ and Vₖ at the start, relative to a signal of
 *     nuclear norm 1. The smaller, the nearer the limit comes to a minimal nuclear norm, and the
 *     longer it takes to leave zero, by 1/ε a layer
 * @param stepSize η of gradient descent on ½ mean (𝒜(X) − y)² in units in which the signal has
 *     nuclear norm 1, the learning rate of the paper; empty to follow the stability limit: 1 over
 *     the largest curvature, looked at again as training goes on
 * @param scale nuclear norm that the signal may have, by which y is divided; empty to take that of
 *     the least-squares solution
 * @param noiseLevel σ of the measurements, in their units: training ends when the residual is down
 *     to σ√m, since beyond it noise is fitted; 0 for measurements without noise
 * @param tolerance training ends when the residual is below this part of ‖y‖
 * @param maxSteps it ends here too
 * @param sharedFrame whether measurements are tried for common singular vectors, and training then
 *     runs on the few numbers that matter
 * @param seed of the start
 */
public record SpectralNetOptions(
    List<Integer> widths,
    SpectralFunction function,
    double initialScale,
    OptionalDouble stepSize,
    OptionalDouble scale,
    double noiseLevel,
    double tolerance,
    int maxSteps,
    boolean sharedFrame,
    long seed) {
  public static final List<Integer> WIDTHS = List.of(4);
  public static final double INITIAL_SCALE = 1e-4;
  public static final double TOLERANCE = 1e-6;
  public static final int MAX_STEPS = 20_000;

  public SpectralNetOptions {
    widths = List.copyOf(widths);
    check(
        !widths.isEmpty() && widths.stream().allMatch(w -> w >= 1 && w <= 1000),
        "widths is %s; it must hold one or more numbers from 1 to 1000, such as 4",
        widths);
    check(
        function.isOdd(),
        "function is %s, which is not odd: it would bend a missing direction to %s; take tanh",
        function,
        function.value(0));
    check(
        initialScale > 0 && initialScale <= 1,
        "initialScale is %s; it must be above 0 and at most 1, say 1e-4",
        initialScale);
    check(
        stepSize.isEmpty() || (stepSize.getAsDouble() > 0 && stepSize.getAsDouble() < 1e300),
        "stepSize is %s; it must be above 0, or left to be found",
        stepSize.isEmpty() ? "auto" : stepSize.getAsDouble());
    check(
        scale.isEmpty() || (scale.getAsDouble() > 0 && scale.getAsDouble() < 1e300),
        "scale is %s; it must be above 0, or left to be found",
        scale.isEmpty() ? "auto" : scale.getAsDouble());
    check(
        noiseLevel >= 0 && noiseLevel < 1e300,
        "noiseLevel is %s; it must be 0 or more, 0 for measurements without noise",
        noiseLevel);
    check(
        tolerance > 0 && tolerance < 1,
        "tolerance is %s; it must be above 0 and below 1, say 1e-6",
        tolerance);
    check(maxSteps >= 1, "maxSteps is %d; it must be at least 1", maxSteps);
  }

  /** Four tanh neurons from a start of 1e-4, the step from the stability limit. */
  public static SpectralNetOptions defaults() {
    return new SpectralNetOptions(
        WIDTHS,
        SpectralFunction.TANH,
        INITIAL_SCALE,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        0,
        TOLERANCE,
        MAX_STEPS,
        true,
        1);
  }

  public SpectralNetOptions withWidths(Integer... neurons) {
    return new SpectralNetOptions(
        List.of(neurons),
        function,
        initialScale,
        stepSize,
        scale,
        noiseLevel,
        tolerance,
        maxSteps,
        sharedFrame,
        seed);
  }

  public SpectralNetOptions withFunction(SpectralFunction other) {
    return new SpectralNetOptions(
        widths,
        other,
        initialScale,
        stepSize,
        scale,
        noiseLevel,
        tolerance,
        maxSteps,
        sharedFrame,
        seed);
  }

  public SpectralNetOptions withInitialScale(double size) {
    return new SpectralNetOptions(
        widths,
        function,
        size,
        stepSize,
        scale,
        noiseLevel,
        tolerance,
        maxSteps,
        sharedFrame,
        seed);
  }

  public SpectralNetOptions withStepSize(double size) {
    return new SpectralNetOptions(
        widths,
        function,
        initialScale,
        OptionalDouble.of(size),
        scale,
        noiseLevel,
        tolerance,
        maxSteps,
        sharedFrame,
        seed);
  }

  public SpectralNetOptions withScale(double size) {
    return new SpectralNetOptions(
        widths,
        function,
        initialScale,
        stepSize,
        OptionalDouble.of(size),
        noiseLevel,
        tolerance,
        maxSteps,
        sharedFrame,
        seed);
  }

  public SpectralNetOptions withNoiseLevel(double level) {
    return new SpectralNetOptions(
        widths,
        function,
        initialScale,
        stepSize,
        scale,
        level,
        tolerance,
        maxSteps,
        sharedFrame,
        seed);
  }

  public SpectralNetOptions withTolerance(double residual) {
    return new SpectralNetOptions(
        widths,
        function,
        initialScale,
        stepSize,
        scale,
        noiseLevel,
        residual,
        maxSteps,
        sharedFrame,
        seed);
  }

  public SpectralNetOptions withMaxSteps(int steps) {
    return new SpectralNetOptions(
        widths,
        function,
        initialScale,
        stepSize,
        scale,
        noiseLevel,
        tolerance,
        steps,
        sharedFrame,
        seed);
  }

  public SpectralNetOptions withoutSharedFrame() {
    return new SpectralNetOptions(
        widths,
        function,
        initialScale,
        stepSize,
        scale,
        noiseLevel,
        tolerance,
        maxSteps,
        false,
        seed);
  }

  public SpectralNetOptions withSeed(long other) {
    return new SpectralNetOptions(
        widths,
        function,
        initialScale,
        stepSize,
        scale,
        noiseLevel,
        tolerance,
        maxSteps,
        sharedFrame,
        other);
  }
}
