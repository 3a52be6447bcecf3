package org.eckart.recovery.loss;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a completion under a loss stands.
 *
 * @param phase what the next sweep belongs to
 * @param sweeps done in all
 * @param stageSweeps done at this rank, or of the last fit
 * @param current what is believed
 * @param trainCost mean cost of the fitted entries after the last sweep; NaN before
 * @param trainRmse their root mean squared error
 * @param heldOutCost of the held-out entries; NaN before, or without any
 * @param quiet sweeps running after which the cost had hardly changed, or the held-out cost risen
 * @param kept the best so far while a larger rank is tried
 * @param trials ranks tried, in order
 */
public record LossState(
    Phase phase,
    int sweeps,
    int stageSweeps,
    Posterior current,
    double trainCost,
    double trainRmse,
    double heldOutCost,
    int quiet,
    @Nullable Posterior kept,
    List<LossTrial> trials) {
  public LossState {
    trials = List.copyOf(trials);
  }

  /** What a sweep belongs to. */
  public enum Phase {
    /** The rank is chosen, some entries held out. */
    SELECT,
    /** All entries are fitted at the rank chosen. */
    FIT,
    /** Settled, or at the most sweeps allowed. */
    DONE
  }
}
