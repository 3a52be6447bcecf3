package org.eckart.recovery.spiked;

import static org.eckart.linalg.Check.check;

/**
 * A direction of strength x in white noise of variance 1/n, for n columns and p = c n rows, both
 * large: X = Z + x u vᵀ with unit vectors u and v.
 *
 * <p>Above the threshold c^¼ it shows as a singular value y(x) = √((x² + 1)(x² + c)) / x beyond the
 * edge 1 + √c of the noise, and its vectors keep the squared cosines c_u² = (x⁴ − c) / (x² (x² +
 * c)) and c_v² = (x⁴ − c) / (x² (x² + 1)) with the true ones. At or below the threshold nothing of
 * it is seen. Directions of different strength do not disturb each other.
 *
 * <p>All formulas are evaluated without cancellation near the threshold and without overflow up to
 * strengths of 1e300. The limits are reached at a rate of n^(−1/2), and n^(−2/3) at the edge.
 *
 * <p>Source: Benaych-Georges &amp; Nadakuditi, J. Multivariate Analysis 111 (2012), section 3.1.
 *
 * @param aspect c = rows / columns, above 0
 */
public record SpikedModel(double aspect) {
  /** Beyond it the terms of order 1/y² are below rounding, and squares would overflow. */
  private static final double LARGE = 1e100;

  public SpikedModel {
    check(
        aspect > 0 && aspect < Double.POSITIVE_INFINITY,
        "aspect is %s; it is rows / columns and must be above 0",
        aspect);
  }

  /** The model of matrices of this shape. */
  public static SpikedModel of(int rows, int columns) {
    check(rows > 0 && columns > 0, "A %d × %d matrix has no aspect ratio", rows, columns);
    return new SpikedModel((double) rows / columns);
  }

  /** c^¼: the largest strength of which nothing is seen. */
  public double threshold() {
    return Math.sqrt(Math.sqrt(aspect));
  }

  /** 1 + √c: the largest singular value of the noise. */
  public double edge() {
    return 1 + Math.sqrt(aspect);
  }

  /** |1 − √c|: the smallest singular value of the noise that is not 0. */
  public double lowerEdge() {
    return Math.abs(1 - aspect) / (1 + Math.sqrt(aspect));
  }

  /** y(x): the singular value shown by strength x, the edge at or below the threshold. */
  public double value(double strength) {
    return ofStrength(strength).value();
  }

  /** x(y): the strength behind the singular value y, the threshold at or below the edge. */
  public double strength(double value) {
    return ofValue(value).strength();
  }

  /** θ(x) = y(x)² by its formula, also below the threshold, where no singular value is there. */
  public double outlier(double strength) {
    double square = strength * strength;
    return (square + 1) * (1 + aspect / square);
  }

  /** The direction of strength x ≥ 0. */
  public Spike ofStrength(double strength) {
    check(strength >= 0, "strength is %s; it must not be negative", strength);
    double root = threshold();
    if (!(strength > root)) {
      return new Spike(edge(), strength, 0, 0, 1, 1);
    }
    double value =
        strength > LARGE
            ? strength
            : Math.sqrt(1 + strength * strength) * Math.sqrt(1 + aspect / (strength * strength));
    // 1 − c/x⁴ as a product, since x may be close to c^¼
    double inverse = 1 / strength;
    double ratio = root * inverse;
    double gain = (1 - ratio) * (1 + ratio) * (1 + ratio * ratio);
    return spike(value, strength, gain);
  }

  /** The direction behind the singular value y ≥ 0. */
  public Spike ofValue(double value) {
    check(value >= 0, "value is %s; a singular value is not negative", value);
    double edge = edge();
    if (!(value > edge)) {
      return new Spike(value, threshold(), 0, 0, 1, 1);
    }
    if (value > LARGE) {
      return spike(value, value, 1);
    }
    // With a = y² − 1 − c, x² = (a + √(a² − 4c)) / 2 and a − 2√c = (y − e)(y + e)
    double above = (value - edge) * (value + edge);
    double root = Math.sqrt(above) * Math.sqrt((value - lowerEdge()) * (value + lowerEdge()));
    double middle = Math.sqrt(aspect);
    double excess = (above + root) / 2; // x² − √c
    double square = excess + middle;
    double gain = excess / square * (1 + middle / square); // 1 − c/x⁴
    return spike(value, Math.sqrt(square), gain);
  }

  private Spike spike(double value, double strength, double gain) {
    double q = 1 / strength / strength;
    double cq = aspect * q;
    return new Spike(
        value,
        strength,
        gain / (1 + cq),
        gain / (1 + q),
        Math.min(1, cq * (1 + q) / (1 + cq)),
        Math.min(1, q * (1 + cq) / (1 + q)));
  }
}
