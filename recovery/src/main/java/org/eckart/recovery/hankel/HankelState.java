package org.eckart.recovery.hankel;

import java.util.List;
import org.eckart.recovery.completion.RankTrial;
import org.eckart.recovery.scaled.Descent;
import org.eckart.recovery.scaled.FactorPair;
import org.jspecify.annotations.Nullable;

/**
 * Where the filling of a signal stands.
 *
 * @param phase what the next step belongs to
 * @param steps done in all
 * @param stageSteps done at this rank
 * @param descent the factors, complex ones as [Re, Im], and how they move
 * @param gap σ̂_r/σ̂_{r+1} of the start; +∞ where there is no next one
 * @param kept the factors of the rank that is the best so far while others are tried; null
 *     otherwise
 * @param trials ranks tried, in order
 */
public record HankelState(
    Phase phase,
    int steps,
    int stageSteps,
    Descent descent,
    double gap,
    @Nullable FactorPair kept,
    List<RankTrial> trials) {
  public HankelState {
    trials = List.copyOf(trials);
  }

  /** What a step belongs to. */
  public enum Phase {
    /** Ranks are tried on part of the samples. */
    SELECT,
    /** Components are added to the fit of all samples. */
    CONTINUE,
    /** All samples are fitted at the rank chosen. */
    FIT,
    /** Settled. */
    DONE
  }
}
