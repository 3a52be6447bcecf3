package org.eckart.examples;

import java.util.Locale;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.denoising.Component;
import org.eckart.recovery.denoising.DenoisedMatrix;
import org.eckart.recovery.denoising.Denoising;
import org.eckart.recovery.denoising.DenoisingOptions;

/** Finds two directions in a noisy matrix, and says how far each can be trusted. */
public final class DenoisingExample {
  private DenoisingExample() {}

  /** Prints the noise level, the components and the expected and the true error. */
  public static void main(String[] arguments) {
    Matrix signal =
        RandomStream.of(1, "left")
            .gaussian(300, 2)
            .timesTranspose(RandomStream.of(1, "right").gaussian(200, 2));
    Matrix y = signal.plus(RandomStream.of(1, "noise").gaussian(300, 200).scaled(5));

    // @start region=denoise
    try (Parallel parallel = Parallel.ofAllCores()) {
      DenoisedMatrix found = new Denoising(DenoisingOptions.defaults(), parallel).of(y);
      System.out.printf(Locale.ROOT, "noise %.2f, %d components%n", found.noiseLevel(), found.rank());
      for (Component c : found.components()) {
        System.out.printf(
          Locale.ROOT,
            "value %.1f, strength %.1f, weight %.1f, cosines %.3f and %.3f%n",
            c.value(), c.strength(), c.shrunk(), c.leftCosine(), c.rightCosine());
      }
      Matrix clean = found.matrix();
      // @end
      double error = clean.minus(signal).frobeniusNorm() / Math.sqrt(300 * 200);
      System.out.printf(Locale.ROOT, "error %.3f, expected %.3f%n", error, found.predictedRmse());
    }
  }
}
