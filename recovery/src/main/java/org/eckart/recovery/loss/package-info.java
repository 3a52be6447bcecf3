/**
 * Completion of counts, of yes and no, and of numbers of which some are wild.
 *
 * <p>Start at {@link org.eckart.recovery.loss.LossCompletion}; {@link
 * org.eckart.recovery.loss.LossOptions} says what can be set, {@link
 * org.eckart.recovery.loss.LossModel} predicts, on the scale of the values. For numbers with noise
 * of about one size, {@link org.eckart.recovery.completion.Completion} is faster and has intervals.
 */
@NullMarked
package org.eckart.recovery.loss;

import org.jspecify.annotations.NullMarked;
