/**
 * What the scaled-gradient methods share: a pair of factors, the preconditioner that makes a step
 * on one of them blind to how the other is scaled or skewed, the step itself, and the rule that
 * ends a descent or brings it back when it diverges.
 *
 * <p>A step goes from {@link FactorPair} to {@link FactorPair}: the problem gives G R and Gᵀ L for
 * the gradient G of its loss at X = L Rᵀ, {@link GramPreconditioner} divides them by RᵀR and LᵀL,
 * {@link ScaledStep} takes the step and says how large it was, {@link Descent} decides what that
 * means. The problems stand in packages of their own.
 *
 * <p>Source: Tong, Ma &amp; Chi, JMLR 22(150) (2021), with the damping of Xu, Shen, Chi &amp; Ma,
 * ICML 2023.
 */
@NullMarked
package org.eckart.recovery.scaled;

import org.jspecify.annotations.NullMarked;
