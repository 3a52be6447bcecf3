/**
 * Robust principal component analysis: a matrix that is low rank but for some entries that are
 * grossly wrong, taken apart into both, Y = X + S. Entries may be missing, and dense noise may lie
 * over all of it.
 *
 * <p>Start at {@link StagedRobustPca}, which needs to know neither the rank nor how many entries
 * are corrupted; {@link StagedOptions} says what can be set, {@link Separation} carries the two
 * parts, the noise level, and what speaks against trusting them. {@link ScaledRobustPca} is the
 * published algorithm, for a known rank and a known bound on the share of corrupted entries in each
 * row and column. Where nothing is grossly wrong, a truncated SVD or {@link
 * org.eckart.recovery.completion.Completion} is faster.
 *
 * <p>A {@link RobustPcaProblem} is read in tiles, each once a step; S and X are never stored as m ×
 * n matrices.
 *
 * <p>Source: Tong, Ma &amp; Chi, JMLR 22(150) (2021), section 3.2; the stages, which let the
 * threshold follow the next singular value down, are ours.
 */
@NullMarked
package org.eckart.recovery.robustpca;

import org.jspecify.annotations.NullMarked;
