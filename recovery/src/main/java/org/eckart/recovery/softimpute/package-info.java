/**
 * The convex way to complete a matrix: min ½‖P_Ω(Y − X)‖² + λ‖X‖_*, with a proof of how far from
 * the minimum an answer is.
 *
 * <p>Start at {@link SoftImpute}. {@link SoftImputeOptions} says what can be set; {@link
 * SoftImputeEstimate} carries the singular triplets of X, a lower bound on the minimum and the
 * held-out error at each λ that was tried. For the smallest prediction error, and for intervals,
 * take {@link org.eckart.recovery.completion.Completion}; take this where the answer must not
 * depend on a start, or must come with a certificate.
 *
 * <p>Source: Mazumder, Hastie &amp; Tibshirani, JMLR 11 (2010); Hastie, Mazumder, Lee &amp; Zadeh,
 * JMLR 16 (2015).
 */
@NullMarked
package org.eckart.recovery.softimpute;

import org.jspecify.annotations.NullMarked;
