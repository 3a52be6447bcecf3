package org.eckart.recovery.dynamics;

import org.eckart.recovery.spiked.Spike;
import org.eckart.recovery.spiked.SpikedModel;

/**
 * What a spike of strength λ ≥ 0 leaves in the spectrum of noise of variance 1/n, beyond what
 * {@link SpikedModel} says of its singular values and vectors: masses and distances, in forms that
 * lose no digits at the threshold.
 *
 * <p>Seen from the spike, XXᵀ has the spectral measure ν_u, XᵀX has ν_v, and ν_uv is that of u*ᵀ
 * f(XXᵀ) X v*. Above the threshold each has an atom at θ, the outlier: k_u w, k_v w and λ w.
 *
 * @param ratio c
 * @param strength λ
 */
record SpikeLaw(double ratio, double strength) {
  private double square() {
    return strength * strength;
  }

  /** λ² − √c, below 0 under the threshold. */
  private double above() {
    double root = model().threshold();
    return (strength - root) * (strength + root);
  }

  private SpikedModel model() {
    return new SpikedModel(ratio);
  }

  boolean detectable() {
    return strength > model().threshold();
  }

  /** Whether λ is c^(1/4) to rounding. */
  boolean atThreshold() {
    double root = model().threshold();
    return Math.abs(strength - root) <= 4 * Math.ulp(root);
  }

  /** √θ, with θ = (λ² + 1)(λ² + c)/λ². */
  double outlier() {
    return Math.sqrt(model().outlier(strength));
  }

  /** √θ − (1 + √c) = ((λ² − √c)/λ)² / (√θ + 1 + √c), without cancellation. */
  double gap() {
    double root = above() / strength;
    return root * root / (outlier() + model().edge());
  }

  /** λ²(θ − x) for an x so far below the bulk edge, without cancellation. */
  double poleDistance(double belowEdge) {
    return above() * above() + square() * belowEdge;
  }

  /** w = 1 − c/λ⁴ above the threshold, 0 up to it. */
  double weight() {
    double a = above();
    return a > 0 ? a * (square() + Math.sqrt(ratio)) / (square() * square()) : 0;
  }

  /** k_u = λ²/(λ² + c). */
  double leftShare() {
    return square() / (square() + ratio);
  }

  /** k_v = λ²/(λ² + 1). */
  double rightShare() {
    return square() / (square() + 1);
  }

  /** What singular vectors keep of u* and v* in the limit. */
  Spike seen() {
    return model().ofStrength(strength);
  }

  /** α √k_u + β √k_v: its sign is that of the limit, and 0 is the infeasible start. */
  double pull(AlignedSpike spike) {
    double left = spike.left() * Math.sqrt(leftShare());
    double right = spike.right() * Math.sqrt(rightShare());
    double sum = left + right;
    double size = Math.abs(left) + Math.abs(right);
    return Math.abs(sum) <= RankOneProblem.ON_THE_RATIO * size ? 0 : sum;
  }

  /** How near the pole at θ comes to the angles of the bulk. */
  double poleAngle() {
    return strength == 0
        ? Double.POSITIVE_INFINITY
        : Math.abs(above()) / (strength * model().threshold());
  }
}
