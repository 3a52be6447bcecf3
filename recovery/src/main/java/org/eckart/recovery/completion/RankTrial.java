package org.eckart.recovery.completion;

/**
 * What a rank was worth while the rank was being chosen.
 *
 * @param rank tried
 * @param directionsInUse of them, those that the data rather than the prior determine
 * @param sweeps taken at this rank
 * @param heldOutRmse on entries that the fit did not see, in the units of the values; NaN if none
 *     were held out
 */
public record RankTrial(int rank, int directionsInUse, int sweeps, double heldOutRmse) {}
