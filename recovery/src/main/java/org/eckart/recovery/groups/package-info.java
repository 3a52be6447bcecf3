/**
 * Completion of a matrix whose rows carry labels: an age, a region, a treatment, possibly many
 * each.
 *
 * <p>One completed matrix is asked to be of low rank as a whole and within each group: min ½‖P_Ω(Y
 * − X)‖² + Σ τ_g ‖X_g‖_*, where X_g holds the rows of group g and groups may overlap. Start at
 * {@link org.eckart.recovery.groups.choice.GroupCompletion}, which finds out whether the labels
 * help at all; {@link org.eckart.recovery.groups.convex.ConvexGroups} solves the program exactly on
 * small tables and proves it, {@link org.eckart.recovery.groups.factor.GroupAls} on large sparse
 * ones, {@link org.eckart.recovery.groups.factor.LatentGroups} its companion, in which X is a sum
 * of a part for all and a part for each group. For groups of columns transpose the table.
 *
 * <p>Source: the estimator is that of Golubovic, Shen, Allen &amp; Zikry, arXiv:2605.20559 (2026),
 * of which the abstract was read; the algorithms, weights and certificates here are our own. Where
 * all rows form the one group it is soft-impute (Mazumder, Hastie &amp; Tibshirani, 2010).
 */
@NullMarked
package org.eckart.recovery.groups;

import org.jspecify.annotations.NullMarked;
