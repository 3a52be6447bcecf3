package org.eckart.recovery.denoising;

/**
 * The D-transform of noise known by its singular values: φ(y) = mean y / (y² − z²) over the smaller
 * side, its companion over the larger side, and their product D(y). A direction of strength x shows
 * as the y with D(y) = 1 / x².
 *
 * <p>Source: Benaych-Georges &amp; Nadakuditi, J. Multivariate Analysis 111 (2012), section 2.3.
 */
final class NoiseTransform {
  private final double[] z; // divided by scale
  private final double scale;
  private final double smaller;
  private final double larger;

  private NoiseTransform(double[] z, double scale, double smaller, double larger) {
    this.z = z;
    this.scale = scale;
    this.smaller = smaller;
    this.larger = larger;
  }

  /**
   * The transform of noise values.
   *
   * @param values of the noise, the largest first
   * @param smaller number of values that a full spectrum would have on the smaller side
   * @param larger the same on the larger side
   */
  static NoiseTransform of(double[] values, double smaller, double larger) {
    double scale = values.length == 0 || values[0] == 0 ? 1 : values[0];
    double[] z = new double[values.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = values[i] / scale;
    }
    return new NoiseTransform(z, scale, smaller, larger);
  }

  /**
   * Both transforms at a point, in units of the scale.
   *
   * @param small φ of the smaller side
   * @param large φ of the larger side
   */
  record At(double small, double large, double smallSlope, double largeSlope) {
    double d() {
      return small * large;
    }

    double slope() {
      return smallSlope * large + small * largeSlope;
    }
  }

  /** At y in the units of the values, above all of them. */
  At at(double y) {
    double u = y / scale;
    double sum = 0;
    double slopes = 0;
    for (double v : z) {
      double gap = (u - v) * (u + v);
      sum += u / gap;
      slopes -= (u * u + v * v) / (gap * gap);
    }
    double zeros = smaller - z.length; // values that were left out count as 0
    sum += zeros / u;
    slopes -= zeros / (u * u);
    double beyond = (larger - smaller) / u;
    return new At(
        sum / smaller, (sum + beyond) / larger, slopes / smaller, (slopes - beyond / u) / larger);
  }

  /** Ψ(y) = y D′(y) / D(y). */
  double slope(double y) {
    At at = at(y);
    return y / scale * at.slope() / at.d();
  }

  /** What D(y) is multiplied by to be in the units of the values. */
  double scale() {
    return scale;
  }
}
