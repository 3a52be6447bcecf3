package org.eckart.recovery.tucker;

/**
 * Where a run of {@link RobustTucker} stands.
 *
 * @param steps done
 * @param x the model
 * @param threshold ζ above which a residual counts as corruption
 * @param change of the model in the last step, relative; 1 before the first
 */
public record RobustTuckerState(int steps, Tucker x, double threshold, double change) {}
