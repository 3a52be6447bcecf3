package org.eckart.recovery.scaled;

import org.eckart.core.RunException;

/**
 * Where a descent with a fixed step size stands: the pair, the best one so far, and what to do when
 * it diverges.
 *
 * <p>A step after which the loss is more than {@value #DIVERGED} times the best one so far, or not
 * finite, has diverged: the descent goes back to the best pair and halves the step size. After
 * {@value #MAX_HALVINGS} halvings it is refused.
 *
 * @param steps taken
 * @param factors after these steps
 * @param best the pair with the least loss so far
 * @param bestLoss its loss; +∞ before any was measured
 * @param stepSize η of the next step
 * @param halvings how often it was halved
 * @param change size of the last step relative to ‖X‖_F, by which a run settles; +∞ at the start
 * @param damped steps for which a multiple of the identity had to be added to a singular Gram
 *     matrix: the rank is above that of the matrix
 */
public record Descent(
    int steps,
    FactorPair factors,
    FactorPair best,
    double bestLoss,
    double stepSize,
    int halvings,
    double change,
    int damped) {
  static final double DIVERGED = 10;
  static final int MAX_HALVINGS = 10;

  public static Descent start(FactorPair factors, double stepSize) {
    return new Descent(
        0, factors, factors, Double.POSITIVE_INFINITY, stepSize, 0, Double.POSITIVE_INFINITY, 0);
  }

  /** Whether a loss measured at {@link #factors} says that the last step went astray. */
  public boolean hasDiverged(double loss) {
    return !(loss <= DIVERGED * bestLoss && loss < Double.POSITIVE_INFINITY);
  }

  /**
   * Back to the best pair, with half the step size.
   *
   * @throws RunException after {@value #MAX_HALVINGS} halvings
   */
  public Descent halved() {
    if (halvings == MAX_HALVINGS) {
      throw new RunException(
          "The descent still diverges with its step size halved %d times, to %s; take a smaller rank, or another method"
              .formatted(halvings, stepSize));
    }
    return new Descent(
        steps + 1,
        best,
        best,
        bestLoss,
        stepSize / 2,
        halvings + 1,
        Double.POSITIVE_INFINITY,
        damped);
  }

  /**
   * On to the next pair.
   *
   * @param loss measured at {@link #factors}
   * @param step taken from there
   */
  public Descent advanced(double loss, ScaledStep step) {
    return advanced(loss, step, factors.norm());
  }

  /**
   * On to the next pair, for factors that stand for something else than L Rᵀ, complex ones say.
   *
   * @param norm of what {@link #factors} stand for
   */
  public Descent advanced(double loss, ScaledStep step, double norm) {
    boolean better = loss < bestLoss;
    return new Descent(
        steps + 1,
        step.next(),
        better ? factors : best,
        better ? loss : bestLoss,
        stepSize,
        halvings,
        norm == 0 && step.size() == 0 ? 0 : step.size() / norm,
        damped + (step.damping() > 0 ? 1 : 0));
  }
}
