package org.eckart.recovery.tucker;

/**
 * A fitted Tucker model.
 *
 * @param model X
 * @param loss ½ of the (weighted) squared residual: of the model, or, of a run that settled, of the
 *     one a step before; NaN before the first step
 * @param steps done
 * @param settled whether the method's own stopping rule was met
 * @param halvings how often the step size was halved because the loss grew
 * @param damped in how many steps a Gram matrix was singular, so that the rank is higher than the
 *     data's
 */
public record TuckerFit(
    Tucker model, double loss, int steps, boolean settled, int halvings, int damped) {}
