package org.eckart.recovery.factored;

import java.util.List;
import org.eckart.recovery.completion.RankTrial;
import org.eckart.recovery.scaled.Descent;
import org.eckart.recovery.scaled.FactorPair;
import org.jspecify.annotations.Nullable;

/**
 * Where a completion stands.
 *
 * @param phase what the next step belongs to
 * @param steps done in all
 * @param stageSteps done in this phase; while directions are added, at this rank
 * @param descent the factors and how they move
 * @param squares ‖P_Ω(L Rᵀ − Y)‖² as last measured: of a gradient step at its beginning, of a sweep
 *     at its end; +∞ before the first
 * @param rises steps running after which it had risen
 * @param quiet steps running after which it had fallen by next to nothing
 * @param gap σ̂_r/σ̂_{r+1} of the observed entries; NaN where it was not looked at
 * @param bound B of the projection; +∞ without
 * @param kept the best factors while the rank is being chosen; null otherwise
 * @param trials ranks tried, in order
 */
public record FactoredState(
    Phase phase,
    int steps,
    int stageSteps,
    Descent descent,
    double squares,
    int rises,
    int quiet,
    double gap,
    double bound,
    @Nullable FactorPair kept,
    List<RankTrial> trials) {
  public FactoredState {
    trials = List.copyOf(trials);
  }

  /** What a step belongs to. */
  public enum Phase {
    /** Directions are added one by one to part of the entries, to choose the rank. */
    SELECT,
    /** Directions are added one by one to all entries. */
    CONTINUE,
    /** The method itself. */
    FIT,
    /** Settled. */
    DONE
  }

  /** The present factors, of the values divided by the problem's power of two. */
  FactorPair factors() {
    return descent.factors();
  }
}
