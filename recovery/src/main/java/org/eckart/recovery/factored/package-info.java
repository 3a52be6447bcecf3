/**
 * Completion by a plain low-rank matrix, X = L Rᵀ: scaled gradient descent as published, and what
 * it is compared with (gradient descent, alternating minimisation).
 *
 * <p>Start at {@link org.eckart.recovery.factored.FactoredCompletion}; {@link
 * org.eckart.recovery.factored.FactoredOptions} says what can be set, {@link
 * org.eckart.recovery.factored.FactoredEstimate} carries the singular triplets and what the run
 * noticed. Take it where the entries are exact or nearly so and the matrix has no levels of its
 * own: to 1e-10 and beyond, where {@link org.eckart.recovery.completion.Completion} stops at the
 * limits of float. For ratings take that.
 *
 * <p>Source: Tong, Ma &amp; Chi, JMLR 22(150) (2021).
 */
@NullMarked
package org.eckart.recovery.factored;

import org.jspecify.annotations.NullMarked;
