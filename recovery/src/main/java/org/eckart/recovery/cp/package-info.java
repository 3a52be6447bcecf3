/**
 * Tensors as sums of few rank-one terms (canonical polyadic decomposition, CP): each term is the
 * outer product of one vector a mode, and where the terms are unique they can be read one by one.
 *
 * <p>Start at {@link Cp}: alternating least squares by default, on complete or incomplete tensors
 * of any order. The scaled gradient step is offered beside it and is <em>not</em> free of the
 * condition of the factors: with η = 0.5 its error falls by 0.50 a step where factors are
 * orthogonal, by 0.78, 0.95 and 0.99 where their columns meet at cosines of 0.3, 0.6 and 0.8. Where
 * factors are nearly collinear stay with alternating least squares; where terms need not be told
 * apart, take {@link org.eckart.recovery.tucker.TuckerCompletion}.
 *
 * <p>Sources: Harshman, UCLA Working Papers in Phonetics 16 (1970); Kolda &amp; Bader, SIAM Review
 * 51 (2009).
 */
@NullMarked
package org.eckart.recovery.cp;

import org.jspecify.annotations.NullMarked;
