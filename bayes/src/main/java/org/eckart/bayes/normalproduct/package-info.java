/**
 * Prediction with credible intervals: a normal product X = μ + b 1ᵀ + 1 cᵀ + A Bᵀ whose variances
 * are all learned, sampled by Gibbs.
 *
 * <p>{@link ProductProblem} is a table or matrix of which some entries were observed, perhaps with
 * {@link Features} of its rows and columns; {@link ProductOptions} says what is learned; {@link
 * ProductCompletion} runs the chains; {@link ProductPosterior} tells what they came to and whether
 * to believe it, and holds the {@link ProductModel} that predicts.
 *
 * <p>This is the model to predict with. Where the nuclear norm prior itself is meant, see {@link
 * org.eckart.bayes.nuclear}; where milliseconds count more than intervals, the completion of module
 * {@code recovery} fits a variational cousin of this model.
 *
 * <p>Sources: Salakhutdinov &amp; Mnih, ICML 2008 (Gibbs sampling of factors); MacKay 1995 and
 * Tipping 2001 (relevance determination), with half-Cauchy scales about a common one after
 * Carvalho, Polson &amp; Scott 2010, drawn as by Makalic &amp; Schmidt 2016; Simm et al. 2015
 * (features); Albert &amp; Chib 1993 and Cowles 1996 (levels). Row noise, the interwoven moves and
 * the collapsed cutpoints are ours.
 */
@NullMarked
package org.eckart.bayes.normalproduct;

import org.jspecify.annotations.NullMarked;
