package org.eckart.recovery.tucker;

/**
 * Where a run of {@link RobustTucker} stands.
 *
 * @param steps done
 * @param x the model
 * @param threshold at which residuals were cut off in the last step
 * @param change of the model in the last step, relative; 1 before the first
 * @param growth whether the ranks may still grow
 * @param stageSteps done at the present ranks
 * @param atRest whether the threshold has come down to the noise, or to what the ranks leave
 */
public record RobustTuckerState(
    int steps,
    Tucker x,
    double threshold,
    double change,
    Growth growth,
    int stageSteps,
    boolean atRest) {
  enum Growth {
    /** They may, with residuals cut off early. */
    CAUTIOUS,
    /** They may. */
    FREE,
    /** They are what they will be. */
    OVER
  }
}
