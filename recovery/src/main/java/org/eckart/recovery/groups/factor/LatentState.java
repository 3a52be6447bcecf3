package org.eckart.recovery.groups.factor;

/**
 * Where a run stands; opaque to callers, who keep it only to go on from it.
 *
 * @param parts X, standardised
 * @param norm about ‖P_Ω(Y)‖₂
 * @param epsilon of the next sweep
 * @param sweeps done
 * @param objective of X, standardised
 * @param change of the objective in the last sweep, relative
 * @param ended whether the parts have been thresholded, after which nothing follows
 */
public record LatentState(
    LatentParts parts,
    double norm,
    double epsilon,
    int sweeps,
    double objective,
    double change,
    boolean ended) {}
