package org.eckart.recovery.softimpute;

import java.util.List;
import org.eckart.linalg.Svd;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands; opaque to callers, who keep it only to go on from it.
 *
 * @param phase of the run
 * @param steps done in all
 * @param largest the λ at which X = 0, where the path begins; standardised
 * @param fit for the λ at hand
 * @param best X of the trial with the least held-out error, while λ is being chosen
 * @param trials λ by λ
 */
public record SoftImputeState(
    Phase phase,
    int steps,
    double largest,
    Fit fit,
    @Nullable Svd best,
    List<PenaltyTrial> trials) {
  enum Phase {
    /** Fits without the held-out entries, at one λ after another. */
    PATH,
    /** Fits all entries. */
    FIT
  }

  public SoftImputeState {
    trials = List.copyOf(trials);
  }
}
