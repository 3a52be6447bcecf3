package org.eckart.recovery.denoising.image;

import org.eckart.linalg.Matrix;

/**
 * A denoised image.
 *
 * @param image of the same shape
 * @param noiseLevel σ that was removed, in the units of the pixels
 * @param groups of patches in a pass
 * @param meanRank components kept in a group, on average over the last pass
 */
public record PatchEstimate(Matrix image, double noiseLevel, int groups, double meanRank) {}
