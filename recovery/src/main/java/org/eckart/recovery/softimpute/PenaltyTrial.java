package org.eckart.recovery.softimpute;

/**
 * One λ that was tried on held-out entries.
 *
 * @param penalty λ, in the units of the values
 * @param heldOutRmse on entries that the fit had not seen, in the units of the values
 * @param rank of X
 * @param gap certified, (P − D)/P
 * @param steps taken from the X before
 * @param rankCapped whether a larger rank would have helped
 */
public record PenaltyTrial(
    double penalty, double heldOutRmse, int rank, double gap, int steps, boolean rankCapped) {}
