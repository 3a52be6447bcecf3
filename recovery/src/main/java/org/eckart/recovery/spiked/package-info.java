/**
 * A matrix of low rank in white noise, and what its singular values and vectors tend to.
 *
 * <p>Everything here is in normalised units: a matrix of p rows and n columns divided by σ√n, so
 * that its noise has variance 1/n, and the aspect ratio is c = p/n, above or below 1. {@link
 * org.eckart.recovery.spiked.SpikedModel} leads from the strength of a direction to the singular
 * value it shows and back, with the cosines between the vectors found and the true ones; {@link
 * org.eckart.recovery.spiked.MarchenkoPastur} is the law of the noise, {@link
 * org.eckart.recovery.spiked.TracyWidom} that of its largest value.
 *
 * <p>Source: Benaych-Georges &amp; Nadakuditi, J. Multivariate Analysis 111 (2012); Marchenko &amp;
 * Pastur, Mat. Sbornik 72 (1967); Johnstone, Annals of Statistics 29 (2001).
 */
@NullMarked
package org.eckart.recovery.spiked;

import org.jspecify.annotations.NullMarked;
