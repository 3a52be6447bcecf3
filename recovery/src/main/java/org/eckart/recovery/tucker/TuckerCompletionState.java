package org.eckart.recovery.tucker;

import java.util.List;

/**
 * Where a run of {@link TuckerCompletion} stands; opaque to callers, who keep it only to go on from
 * it.
 *
 * @param phase of the run
 * @param steps done in all
 * @param levels whether offsets are taken out at present
 * @param structured whether the penalty of a core entry follows the energy of its directions
 * @param point the model with its squared residual, standardised
 * @param fitSteps done at the present ranks
 * @param decrease of the squared residual in the last step, relative; 1 before it
 * @param calm steps in a row that lowered it by no more than the tolerance
 * @param best the model of the trial with the least held-out error, standardised
 * @param trials rank by rank
 */
public record TuckerCompletionState(
    Phase phase,
    int steps,
    boolean levels,
    boolean structured,
    GaussNewton.Point point,
    int fitSteps,
    double decrease,
    int calm,
    Tucker best,
    List<TuckerTrial> trials) {
  enum Phase {
    /** Fits without the held-out entries, at one rank after another. */
    SEARCH,
    /** Fits all entries. */
    FIT
  }

  public TuckerCompletionState {
    trials = List.copyOf(trials);
  }
}
