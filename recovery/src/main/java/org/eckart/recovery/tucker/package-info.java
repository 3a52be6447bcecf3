/**
 * Tensors of low multilinear rank, in Tucker form X = (U¹, …, U^N) · S: completed, decomposed,
 * separated from outliers, or recovered from linear measurements.
 *
 * <p>Start at {@link TuckerCompletion} for a tensor with holes: it chooses ranks, noise and penalty
 * by itself. {@link ScaledTucker} is the published scaled gradient descent, for completion,
 * regression and robust PCA; {@link RobustTucker} separates outliers without a schedule to set;
 * {@link Hosvd} and {@link Hooi} decompose dense tensors. {@link Tucker} is what they all return.
 *
 * <p>Sources: Tong, Ma, Prater-Bennette, Tripp &amp; Chi, JMLR 23 (2022); Dong, Tong, Ma &amp; Chi,
 * arXiv 2206.09109; De Lathauwer, De Moor &amp; Vandewalle, SIAM J. Matrix Anal. Appl. 21 (2000).
 */
@NullMarked
package org.eckart.recovery.tucker;

import org.jspecify.annotations.NullMarked;
