package org.eckart.recovery.tproduct;

import org.eckart.linalg.Tensor;

/**
 * A tensor of low tubal rank.
 *
 * @param model X, dense
 * @param threshold at which residuals were cut off; infinite if they were not
 * @param steps done
 * @param settled whether the stopping rule was met
 * @param halvings how often the step size was halved because the loss grew
 * @param damped in how many steps a Gram matrix was singular, so that the rank is higher than the
 *     data's
 */
public record TubalFit(
    Tensor model, double threshold, int steps, boolean settled, int halvings, int damped) {}
