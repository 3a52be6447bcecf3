/**
 * Denoising of images: patches that look alike, stacked, are close to a matrix of low rank, which
 * an image as a whole is not.
 *
 * <p>Start at {@link org.eckart.recovery.denoising.image.PatchDenoising}. {@link
 * org.eckart.recovery.denoising.image.PatchOptions} says what can be set; {@link
 * org.eckart.recovery.denoising.image.ImageNoise} finds the noise level of an image.
 */
@NullMarked
package org.eckart.recovery.denoising.image;

import org.jspecify.annotations.NullMarked;
