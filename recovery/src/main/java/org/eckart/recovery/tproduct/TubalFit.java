package org.eckart.recovery.tproduct;

import org.eckart.linalg.Tensor;

/**
 * A tensor of low tubal rank.
 *
 * @param model X, dense
 * @param threshold at which residuals were cut off; infinite if they were not
 * @param steps done
 * @param settled whether the stopping rule was met
 */
public record TubalFit(Tensor model, double threshold, int steps, boolean settled) {}
