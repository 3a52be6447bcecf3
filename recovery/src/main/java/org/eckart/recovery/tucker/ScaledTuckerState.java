package org.eckart.recovery.tucker;

/**
 * Where a run of {@link ScaledTucker} stands.
 *
 * @param steps done in all
 * @param x the model
 * @param best the model of the least loss so far
 * @param bestLoss its loss; infinite before the first step
 * @param loss of the model before the last step; NaN before the first
 * @param change the scaled gradient's norm in the last step over ‖X‖; NaN before the first
 * @param halvings of the step size so far
 * @param scale σ₁ of the start, by which plain gradient descent sets its step
 * @param clock steps since the start or the last halving, for schedules
 * @param damped steps in which a Gram matrix was singular
 */
public record ScaledTuckerState(
    int steps,
    Tucker x,
    Tucker best,
    double bestLoss,
    double loss,
    double change,
    int halvings,
    double scale,
    int clock,
    int damped) {}
