package org.eckart.recovery.cp;

/**
 * Where a run of {@link Cp} stands.
 *
 * @param steps done
 * @param x the model, in the units of the values over {@code scale}
 * @param residual ‖P_Ω(X − Y)‖ before the last step, relative to ‖Y‖; 1 before the first
 * @param decrease of it in the last step; 1 before the first
 */
public record CpState(int steps, CpModel x, double residual, double decrease) {}
