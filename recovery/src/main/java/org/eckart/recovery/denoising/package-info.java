/**
 * Denoising: the best matrix of low rank behind a noisy one, how many components are real, how
 * strong the noise is, and how far each component can be trusted.
 *
 * <p>Start at {@link org.eckart.recovery.denoising.Denoising}. {@link
 * org.eckart.recovery.denoising.DenoisingOptions} says what can be set, {@link
 * org.eckart.recovery.denoising.DenoisedMatrix} carries the answer with the strength and the
 * cosines of each component and the predicted loss. The parts can be used alone: {@link
 * org.eckart.recovery.denoising.NoiseLevel}, {@link org.eckart.recovery.denoising.RankTest}, {@link
 * org.eckart.recovery.denoising.ScreeNot}, {@link org.eckart.recovery.denoising.OptShrink}.
 *
 * <p>If most entries are missing, take {@link org.eckart.recovery.completion}. Images are denoised
 * far better patch by patch: {@link org.eckart.recovery.denoising.image}.
 *
 * <p>Source: Gavish &amp; Donoho, IEEE Trans. Inf. Theory 63 (2017), and what the classes name.
 */
@NullMarked
package org.eckart.recovery.denoising;

import org.jspecify.annotations.NullMarked;
