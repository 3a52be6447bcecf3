package org.eckart.recovery.robustpca;

import org.eckart.recovery.scaled.Descent;

/**
 * Where the published iteration stands, in scaled units.
 *
 * @param descent the factors, the best so far, step size and last change
 * @param outliers observed entries that the last step left out
 * @param keptRootMeanSquare of the entries that it did not
 * @param noise measured at the last step
 */
public record ScaledState(
    Descent descent, long outliers, double keptRootMeanSquare, NoiseLevel noise) {}
