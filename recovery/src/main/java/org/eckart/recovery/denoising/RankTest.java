package org.eckart.recovery.denoising;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.Vector;
import org.eckart.recovery.spiked.TracyWidom;

/**
 * The number of components in white noise, by a sequential test.
 *
 * <p>Component k + 1 counts if its squared singular value exceeds what the largest of noise of k
 * rows (or columns) fewer exceeds with the probability {@code level}, σ² being estimated with the k
 * largest as signal. The first that does not count ends the test. Noise alone passes about as often
 * as the level says (3 % at level 5 % and 100 × 200). A component close to the threshold c^¼ of the
 * {@link org.eckart.recovery.spiked.SpikedModel} is found in part of all cases only.
 *
 * <p>Source: Kritchman &amp; Nadler, IEEE Trans. Signal Processing 57 (2009), section III.
 *
 * @param rank components counted, at most half of min(m, n)
 * @param noiseLevel σ with that many components
 * @param nextThreshold what the next singular value would have had to exceed
 */
public record RankTest(int rank, double noiseLevel, double nextThreshold) {

  /** With σ estimated along the way. */
  public static RankTest sequential(LeadingValues of, double level) {
    return run(of, level, Double.NaN);
  }

  /** With σ known. */
  public static RankTest withNoise(LeadingValues of, double noiseLevel, double level) {
    check(noiseLevel > 0, "noiseLevel is %s; it must be above 0", noiseLevel);
    return run(of, level, noiseLevel);
  }

  private static RankTest run(LeadingValues of, double level, double known) {
    double quantile = TracyWidom.upperQuantile(level);
    Vector values = of.values();
    int most = Math.max(1, of.smallerSide() / 2);
    for (int k = 0; ; k++) {
      double sigma = Double.isNaN(known) ? NoiseLevel.fixedPoint(of, k) : known;
      int left = Math.max(1, of.smallerSide() - k);
      double square =
          TracyWidom.center(left, of.largerSide())
              + quantile * TracyWidom.spread(left, of.largerSide());
      double threshold = sigma * Math.sqrt(Math.max(0, square));
      if (k >= most || k >= values.size() || !(values.get(k) > threshold)) {
        return new RankTest(k, sigma, threshold);
      }
    }
  }
}
