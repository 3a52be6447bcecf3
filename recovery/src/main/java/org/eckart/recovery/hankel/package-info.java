/**
 * Signals with gaps, filled by the low rank of their Hankel matrix: sums of few sinusoids, damped
 * or growing, real or complex.
 *
 * <p>Start at {@link org.eckart.recovery.hankel.HankelCompletion}; {@link
 * org.eckart.recovery.hankel.HankelOptions} says what can be set.
 *
 * <p>Source: Tong, Ma &amp; Chi, JMLR 22(150) (2021), on Hankel matrix completion.
 */
@NullMarked
package org.eckart.recovery.hankel;

import org.jspecify.annotations.NullMarked;
