/**
 * Markov chains of a posterior: several at once, reproducible, kept and gone on from like any other
 * {@link org.eckart.core.run.Algorithm}, and summarised without storing every draw.
 *
 * <p>A method is a {@link Sampler}: how one chain starts and moves, and what it shows of a draw.
 * {@link Chains} makes an algorithm of it, and {@link Posterior} is what the draws came to:
 *
 * <ul>
 *   <li>scalars with a name, each draw kept: {@link Posterior#trace}, {@link Posterior#diagnostic};
 *   <li>entries, of which mean, variance and quantiles are counted on the way: {@link
 *       Posterior#mean}, {@link Posterior#quantile}; up to {@value Watch#MOST} of them are followed
 *       draw by draw for diagnostics;
 *   <li>some draws as a whole, if asked for.
 * </ul>
 */
@NullMarked
package org.eckart.bayes.chain;

import org.jspecify.annotations.NullMarked;
