package org.eckart.recovery.spiked;

import static org.eckart.linalg.Check.check;

/**
 * The Marchenko–Pastur law: where the eigenvalues of Z Zᵀ lie for Z of p × n independent entries of
 * variance 1/n, with c = p/n and both large.
 *
 * <p>Its density is √((x₊ − x)(x − x₋)) / (2π c x) between x₋ = (1 − √c)² and x₊ = (1 + √c)², with
 * an atom of 1 − 1/c at 0 if c &gt; 1. The law of Zᵀ Z has c times that density and an atom of 1 −
 * c at 0 if c &lt; 1.
 *
 * @param ratio c, above 0
 */
public record MarchenkoPastur(double ratio) {
  /** √c below which the series needs at most 17 terms; above it the closed form loses 2 digits. */
  private static final double SMALL_ROOT = 0.1;

  public MarchenkoPastur {
    check(
        ratio > 0 && ratio < Double.POSITIVE_INFINITY,
        "ratio is %s; it is rows / columns and must be above 0",
        ratio);
  }

  /** (1 − √c)². */
  public double lowerEdge() {
    double root = (1 - ratio) / (1 + Math.sqrt(ratio));
    return root * root;
  }

  /** (1 + √c)². */
  public double upperEdge() {
    double root = 1 + Math.sqrt(ratio);
    return root * root;
  }

  /** The mass at 0: 1 − 1/c if c &gt; 1, else 0. */
  public double atom() {
    return Math.max(0, 1 - 1 / ratio);
  }

  /** The density at x of what is not at 0. */
  public double density(double x) {
    double below = x - lowerEdge();
    double above = upperEdge() - x;
    return below > 0 && above > 0
        ? Math.sqrt(below) * Math.sqrt(above) / (2 * Math.PI * ratio * x)
        : 0;
  }

  /** The mass at or below x, the atom included; in closed form, to about 14 digits. */
  public double distribution(double x) {
    if (x < 0) {
      return 0;
    }
    return atom() + (1 - atom()) * continuous(x);
  }

  /**
   * The part of the mass not at 0 that lies at or below x. The nonzero eigenvalues of Z Zᵀ are
   * those of Zᵀ Z: for c &gt; 1 they are c times a sample of the law of 1/c.
   */
  private double continuous(double x) {
    if (ratio > 1) {
      return new MarchenkoPastur(1 / ratio).continuous(x / ratio);
    }
    double low = lowerEdge();
    double high = upperEdge();
    if (x <= low) {
      return 0;
    }
    return x >= high ? 1 : upTo(2 * Math.asin(Math.sqrt((x - low) / (high - low))));
  }

  /** The mass below x = 1 + c − 2√c cos φ, for c ≤ 1. */
  private double upTo(double phi) {
    double root = Math.sqrt(ratio);
    if (root < SMALL_ROOT) { // 2 sin²φ / (1 + c − 2√c cos φ) = Σ c^(k/2) (cos kφ − cos (k+2)φ)
      double sum = phi - Math.sin(2 * phi) / 2;
      double power = 1;
      for (int k = 1; k <= 17; k++) {
        power *= root;
        sum += power * (Math.sin(k * phi) / k - Math.sin((k + 2) * phi) / (k + 2));
      }
      return Math.clamp(sum / Math.PI, 0, 1);
    }
    double half =
        Math.atan2((1 + root) * Math.sin(phi / 2), (1 - root) * Math.cos(phi / 2)); // π/2 at c = 1
    double sum = 2 * root * Math.sin(phi) + (1 + ratio) * phi - 2 * (1 - ratio) * half;
    return Math.clamp(sum / (2 * Math.PI * ratio), 0, 1);
  }

  /**
   * The smallest x with at least this mass at or below it, by bisection to the last bit or so.
   *
   * @param mass from 0 to 1
   */
  public double quantile(double mass) {
    check(mass >= 0 && mass <= 1, "mass is %s; it must be from 0 to 1", mass);
    double atom = atom();
    return mass <= atom && atom > 0 ? 0 : continuousQuantile((mass - atom) / (1 - atom));
  }

  /** The median of what is not at 0. */
  public double median() {
    return continuousQuantile(0.5);
  }

  private double continuousQuantile(double mass) {
    if (ratio > 1) {
      return ratio * new MarchenkoPastur(1 / ratio).continuousQuantile(mass);
    }
    if (mass <= 0 || mass >= 1) { // the mass is flat at both ends
      return mass <= 0 ? lowerEdge() : upperEdge();
    }
    double from = 0;
    double to = Math.PI;
    for (int k = 0; k < 64; k++) {
      double middle = (from + to) / 2;
      if (upTo(middle) < mass) {
        from = middle;
      } else {
        to = middle;
      }
    }
    double sine = Math.sin((from + to) / 4);
    return lowerEdge() + (upperEdge() - lowerEdge()) * sine * sine;
  }
}
