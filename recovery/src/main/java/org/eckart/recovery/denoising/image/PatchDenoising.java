package org.eckart.recovery.denoising.image;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.List;
import org.eckart.core.InputException;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;

/**
 * Denoises an image by its patches: around each of a grid of reference patches, those that look
 * most like it are stacked into a matrix, its singular values are shrunk optimally for the known
 * noise level, and what comes out is averaged where patches overlap.
 *
 * <p>A group of g patches of d pixels holds signal of rank 1 to 5 or so in noise of variance σ²;
 * its aspect ratio is d/g and no rank needs to be chosen. A second pass compares patches in the
 * image that the first one gave, which finds better companions.
 *
 * <p>Cost of a pass: for each reference patch (2 radius + 1)² d operations to compare and about 10
 * d³ to shrink; 512 × 512 pixels take a few seconds on two cores. Memory: about ten images. The
 * image is cut into strips by its size, so that the result does not depend on the number of
 * threads.
 *
 * <p>Source: the grouping of Dabov et al., IEEE Trans. Image Processing 16 (2007), and of Guo et
 * al., IEEE Trans. Circuits and Systems for Video Technology 26 (2016); the weights are those of
 * {@link org.eckart.recovery.denoising.StandardLoss#FROBENIUS}.
 */
public final class PatchDenoising {
  private final PatchOptions options;
  private final Parallel parallel;

  public PatchDenoising(PatchOptions options, Parallel parallel) {
    this.options = options;
    this.parallel = parallel;
  }

  /**
   * Denoises an image, which is not changed.
   *
   * @throws InputException if a pixel is NaN or infinite
   */
  public PatchEstimate of(Matrix image) {
    int side = options.patchSize();
    check(
        image.rows() >= side && image.columns() >= side,
        "A %d × %d image is smaller than a patch of %d × %d; take a smaller patch, or denoise it as a"
            + " whole",
        image.rows(),
        image.columns(),
        side,
        side);
    for (int k = 0; k < image.array().length; k++) {
      if (!Double.isFinite(image.array()[k])) {
        throw InputException.of(
            "not-finite",
            "",
            "Pixel (%d, %d) is %s; every pixel must be finite",
            k / image.columns(),
            k % image.columns(),
            image.array()[k]);
      }
    }
    double level =
        options.noiseLevel().isPresent()
            ? options.noiseLevel().getAsDouble()
            : ImageNoise.level(image);
    if (level == 0) {
      return new PatchEstimate(image.copy(), 0, 0, 0);
    }
    Pass pass = pass(image, image, level);
    for (int k = 1; k < options.passes(); k++) {
      pass = pass(image, pass.image, level);
    }
    return new PatchEstimate(pass.image, level, pass.groups, pass.meanRank);
  }

  private record Pass(Matrix image, int groups, double meanRank) {}

  private Pass pass(Matrix noisy, Matrix guide, double level) {
    int side = options.patchSize();
    List<int[]> strips = strips(noisy.rows() - side + 1);
    Strip[] done = new Strip[strips.size()];
    parallel.forEachBlock(
        done.length,
        k ->
            done[k] =
                new Strip(noisy, guide, options, level, strips.get(k)[0], strips.get(k)[1]).work());
    double[] sum = new double[noisy.array().length];
    double[] weight = new double[sum.length];
    int groups = 0;
    long ranks = 0;
    for (Strip strip : done) {
      strip.addTo(sum, weight);
      groups += strip.groups();
      ranks += strip.ranks();
    }
    for (int k = 0; k < sum.length; k++) {
      sum[k] /= weight[k];
    }
    return new Pass(
        Matrix.wrap(noisy.rows(), noisy.columns(), sum), groups, (double) ranks / groups);
  }

  /** First and last row of reference patches in each strip: some 8 rows of the grid. */
  private List<int[]> strips(int places) {
    List<int[]> strips = new ArrayList<>();
    int height = 8 * options.step();
    for (int from = 0; from < places; from += height) {
      strips.add(new int[] {from, Math.min(places, from + height)});
    }
    return strips;
  }
}
