package org.eckart.recovery.groups.choice;

import java.util.List;
import org.eckart.recovery.groups.convex.ConvexGroupsState;
import org.eckart.recovery.groups.factor.GroupAlsState;
import org.eckart.recovery.groups.factor.LatentState;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands; opaque to callers, who keep it only to go on from it.
 *
 * @param phase of the run
 * @param steps done in all
 * @param trials finished
 * @param current model that is being fitted; null between two trials
 * @param sweeps of its fit so far
 * @param als its state, unless it is a sum
 * @param latent its state, if it is a sum
 * @param convex the exact solver's state, while it certifies
 * @param plain held-out residuals of the best plain model
 * @param grouped likewise of the best model with groups; empty before the first
 */
public record GroupState(
    Phase phase,
    int steps,
    List<Trial> trials,
    @Nullable Candidate current,
    int sweeps,
    @Nullable GroupAlsState als,
    @Nullable LatentState latent,
    @Nullable ConvexGroupsState convex,
    double[] plain,
    double[] grouped) {
  enum Phase {
    /** One model after another without the held-out entries. */
    SEARCH,
    /** The chosen model with all entries. */
    FIT,
    /** The exact solver on the chosen model, for a proof. */
    CERTIFY,
    /** Nothing follows. */
    END
  }

  public GroupState {
    trials = List.copyOf(trials);
  }
}
