package org.eckart.recovery.groups.factor;

import org.eckart.recovery.groups.factor.GroupSweep.Factors;

/**
 * Where a run stands; opaque to callers, who keep it only to go on from it.
 *
 * @param factors X, standardised
 * @param norm about ‖P_Ω(Y)‖₂
 * @param epsilon of the next sweep
 * @param sweeps done in all
 * @param polishing sweeps done since trimming; −1 before
 * @param objective of X, standardised
 * @param change of the objective in the last sweep, relative; above 0 is a gain
 */
public record GroupAlsState(
    Factors factors,
    double norm,
    double epsilon,
    int sweeps,
    int polishing,
    double objective,
    double change) {}
