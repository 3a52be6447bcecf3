package org.eckart.recovery.sensing;

/**
 * Where a run stands; opaque to callers, who keep it only to go on from it.
 *
 * @param phase of the run
 * @param sensing steps, factors and what they measure
 * @param before residual norm {@link UnknownRankSensing#INTERVAL} steps ago, or so
 * @param rank before a clear gap then; 0 if there was none
 * @param enlargements how often a direction was added after the rank was chosen
 */
public record UnknownRankState(
    Phase phase, SensingState sensing, double before, int rank, int enlargements) {
  enum Phase {
    /** More columns than the rank, damped. */
    FIND,
    /** As many columns as were found, undamped. */
    REFINE
  }
}
