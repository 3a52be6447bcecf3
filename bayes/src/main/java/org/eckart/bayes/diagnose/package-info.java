/**
 * Whether Markov chains have converged, and how many independent draws theirs are worth.
 *
 * <p>Start at {@link Diagnostic#of}. The definitions are those of R's {@code posterior} and of
 * ArviZ, whose numbers the tests hold.
 *
 * <p>Source: Vehtari, Gelman, Simpson, Carpenter &amp; Bürkner, <i>Rank-normalization, folding, and
 * localization: an improved R̂ for assessing convergence of MCMC</i>, Bayesian Analysis 16 (2021).
 */
@NullMarked
package org.eckart.bayes.diagnose;

import org.jspecify.annotations.NullMarked;
