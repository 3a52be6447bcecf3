package org.eckart.recovery.robustsensing;

import org.eckart.recovery.sensing.SensingEstimate;

/**
 * A matrix found from measurements of which some are outliers.
 *
 * @param found the matrix; its residual is that of the measurements that are no outliers, Σ|𝒜(X)ₖ
 *     − yₖ| / Σ|yₖ| over the smallest residuals, as many as the bound says
 * @param outliers for each measurement whether its residual is beyond 6 standard deviations, these
 *     estimated by the median residual
 * @param bound on the part of outliers as it was used
 */
public record RobustSensingEstimate(SensingEstimate found, boolean[] outliers, double bound) {
  /** How many measurements are outliers. */
  public int outlierCount() {
    int count = 0;
    for (boolean outlier : outliers) {
      count += outlier ? 1 : 0;
    }
    return count;
  }
}
