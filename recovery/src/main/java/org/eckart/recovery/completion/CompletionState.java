package org.eckart.recovery.completion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a completion stands; opaque to callers, who keep it only to go on from it.
 *
 * @param phase of the fit
 * @param sweeps done in all
 * @param stageSweeps done at this rank and in this phase
 * @param current factors
 * @param heldOutRmse of the current factors, standardised; NaN if nothing is held out
 * @param quiet sweeps in a row that changed little
 * @param kept the best factors of a smaller rank, while a larger one is tried
 * @param trials ranks tried so far
 * @param calibration of the intervals, once the rank is chosen
 */
public record CompletionState(
    Phase phase,
    int sweeps,
    int stageSweeps,
    FactorState current,
    double heldOutRmse,
    int quiet,
    @Nullable FactorState kept,
    List<RankTrial> trials,
    @Nullable IntervalCalibration calibration) {
  enum Phase {
    /** Fits without the held-out entries, at one rank after another. */
    SELECT,
    /** Goes on with all entries at the chosen rank. */
    REFIT,
    /** Nothing is left to do. */
    DONE
  }

  public CompletionState {
    trials = List.copyOf(trials);
  }
}
