package org.eckart.recovery.denoising;

import org.eckart.recovery.spiked.SpikedModel;

/**
 * The best hard threshold in white noise: from here on a component is worth more kept as it is than
 * left out, in the squared Frobenius loss. In units of σ√n, for c ≤ 1, λ* = √(2 (c + 1) + 8 c / (c
 * + 1 + √(c² + 14 c + 1))).
 *
 * <p>It is no test of rank: a component below it may be real, and harm if it is kept unshrunk.
 *
 * <p>Source: Gavish &amp; Donoho, IEEE Trans. Inf. Theory 60 (2014), equation 11.
 */
public final class HardThreshold {
  private HardThreshold() {}

  /** λ*, as a multiple of σ√n for n columns. */
  public static double of(SpikedModel model) {
    double aspect = model.aspect();
    double c = Math.min(aspect, 1 / aspect);
    double below = 8 * c / (c + 1 + Math.sqrt(c * c + 14 * c + 1));
    return Math.sqrt(2 * (c + 1) + below) * Math.max(1, Math.sqrt(aspect));
  }
}
