package org.eckart.recovery.tproduct;

import org.eckart.linalg.Tensor;

/**
 * A tensor of low tubal rank.
 *
 * @param model X, dense
 * @param threshold residuals above it had no say; infinite if there was none
 * @param steps done
 * @param settled whether the stopping rule was met
 */
public record TubalFit(Tensor model, double threshold, int steps, boolean settled) {}
