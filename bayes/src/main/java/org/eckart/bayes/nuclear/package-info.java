/**
 * The nuclear norm distribution and posteriors with it as prior.
 *
 * <p>Density exp(−ρ‖X‖_*) / C(ρ) over all n × m matrices: the reading of nuclear norm penalties as
 * a prior. {@link NuclearNormDistribution} is the distribution itself: normaliser, laws, moments,
 * draws. {@link NuclearProblem} is a matrix seen through Gaussian noise, some entries perhaps not
 * at all; {@link NuclearOptions} chooses the engine; {@link NuclearSampler#of} gives the chains
 * their sampler; {@link NuclearPosterior} reads means, intervals, ranks and convergence off the
 * draws.
 *
 * <p>Draws from this posterior have full rank with probability 1, and its mean is a poor point
 * estimate of a matrix that is really of low rank: it is for whoever means this prior, or needs
 * exact error bars under it.
 *
 * <p>Source: S. Segert &amp; N. Wycoff, <i>A Probabilistic Basis for Low-Rank Matrix Learning</i>,
 * arXiv 2510.05447 (2025); the samplers and the exact normaliser are ours.
 */
@NullMarked
package org.eckart.bayes.nuclear;

import org.jspecify.annotations.NullMarked;
