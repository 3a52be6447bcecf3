package org.eckart.recovery.denoising.image;

import static org.eckart.linalg.Check.check;

import java.util.OptionalDouble;

/**
 * Settings of {@link PatchDenoising}; {@link #defaults()} needs nothing from the user.
 *
 * @param noiseLevel σ in the units of the pixels, above 0; empty (the default) to estimate it
 * @param patchSize side of a patch in pixels, 3 to 16
 * @param groupSize patches in a group, at least 2
 * @param searchRadius how far from a reference patch others are looked for, in pixels, at least 1
 * @param step pixels from one reference patch to the next, 1 to the patch size
 * @param passes at least 1; from the second on, patches are compared in the image that the one
 *     before gave
 */
public record PatchOptions(
    OptionalDouble noiseLevel,
    int patchSize,
    int groupSize,
    int searchRadius,
    int step,
    int passes) {
  public static final int PATCH_SIZE = 8;
  public static final int GROUP_SIZE = 64;
  public static final int SEARCH_RADIUS = 16;
  public static final int STEP = 4;
  public static final int PASSES = 2;

  public PatchOptions {
    check(
        noiseLevel.isEmpty()
            || (noiseLevel.getAsDouble() > 0
                && noiseLevel.getAsDouble() < Double.POSITIVE_INFINITY),
        "noiseLevel is %s; a standard deviation must be above 0, or leave it out to have it estimated",
        noiseLevel.isEmpty() ? "auto" : noiseLevel.getAsDouble());
    check(patchSize >= 3 && patchSize <= 16, "patchSize is %d; it must be from 3 to 16", patchSize);
    check(groupSize >= 2, "groupSize is %d; it must be at least 2, say 64", groupSize);
    check(searchRadius >= 1, "searchRadius is %d; it must be at least 1, say 16", searchRadius);
    check(
        step >= 1 && step <= patchSize,
        "step is %d; it must be from 1 to the patch size, %d, so that patches cover the image",
        step,
        patchSize);
    check(passes >= 1, "passes is %d; it must be at least 1", passes);
  }

  public static PatchOptions defaults() {
    return new PatchOptions(
        OptionalDouble.empty(), PATCH_SIZE, GROUP_SIZE, SEARCH_RADIUS, STEP, PASSES);
  }

  public PatchOptions withNoiseLevel(double level) {
    return new PatchOptions(
        OptionalDouble.of(level), patchSize, groupSize, searchRadius, step, passes);
  }

  public PatchOptions withPatchSize(int size) {
    return new PatchOptions(
        noiseLevel, size, groupSize, searchRadius, Math.min(step, size), passes);
  }

  public PatchOptions withGroupSize(int size) {
    return new PatchOptions(noiseLevel, patchSize, size, searchRadius, step, passes);
  }

  public PatchOptions withSearchRadius(int radius) {
    return new PatchOptions(noiseLevel, patchSize, groupSize, radius, step, passes);
  }

  public PatchOptions withStep(int pixels) {
    return new PatchOptions(noiseLevel, patchSize, groupSize, searchRadius, pixels, passes);
  }

  public PatchOptions withPasses(int count) {
    return new PatchOptions(noiseLevel, patchSize, groupSize, searchRadius, step, count);
  }
}
