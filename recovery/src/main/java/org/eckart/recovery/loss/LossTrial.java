package org.eckart.recovery.loss;

/**
 * What a rank and a prior were worth while they were being chosen.
 *
 * @param rank tried; 0 are offsets alone
 * @param strength prior variance of the low-rank part, on the scale of a; 0 where each direction
 *     learned its own. Means nothing where a penalty was given, which stands for all priors
 * @param sweeps taken at it
 * @param heldOutCost mean cost of the held-out entries; NaN if none were held out
 * @param heldOutRmse their root mean squared error on the scale of the values; likewise
 */
public record LossTrial(
    int rank, double strength, int sweeps, double heldOutCost, double heldOutRmse) {}
