/**
 * A low-rank matrix from linear measurements of which a part are gross outliers, and from quadratic
 * ones, yₖ ≈ aₖᵀ X aₖ.
 *
 * <p>Start at {@link org.eckart.recovery.robustsensing.RobustSensing}. {@link
 * org.eckart.recovery.robustsensing.RobustSensingOptions} says what can be set, {@link
 * org.eckart.recovery.robustsensing.StepRule} how long steps are. Without outliers {@link
 * org.eckart.recovery.sensing.Sensing} takes fewer steps and reaches the accuracy that noise
 * allows.
 *
 * <p>Source: Tong, Ma &amp; Chi, IEEE Transactions on Signal Processing 69 (2021); the trimmed step
 * is ours.
 */
@NullMarked
package org.eckart.recovery.robustsensing;

import org.jspecify.annotations.NullMarked;
