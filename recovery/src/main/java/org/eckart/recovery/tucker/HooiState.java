package org.eckart.recovery.tucker;

/**
 * Where a run of {@link Hooi} stands.
 *
 * @param steps done
 * @param x the model
 * @param residual ‖X − Y‖ over the known entries
 * @param decrease of it in the last step, relative to ‖Y‖; 1 before the first
 * @param size ‖Y‖ over the known entries
 */
public record HooiState(int steps, Tucker x, double residual, double decrease, double size) {}
