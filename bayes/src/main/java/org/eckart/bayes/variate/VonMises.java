package org.eckart.bayes.variate;

import org.eckart.linalg.RandomStream;

/**
 * Cosines of angles from a direction: von Mises on the circle, von Mises–Fisher on a sphere. They
 * are what rotations need; no angle is ever taken.
 */
public final class VonMises {
  private static final double UNIFORM = 1e-8; // below it the density varies by less than 1e-8
  private static final double NORMAL = 1e7; // above it, 1 − cos is that of a normal to 1e-7

  private VonMises() {}

  /**
   * cos θ for θ of density ∝ e^{κ cos θ}; the sign of θ is a fair coin of its own. Best &amp;
   * Fisher's wrapped Cauchy envelope (Applied Statistics 28, 1979), accepted at 0.66 or better.
   */
  public static double cosine(double kappa, RandomStream random) {
    if (kappa < UNIFORM) {
      return Math.cos(Math.PI * random.nextUniform());
    }
    if (kappa > NORMAL) {
      double angle = random.nextGaussian() / Math.sqrt(kappa);
      return Math.cos(angle);
    }
    double root = 1 + Math.sqrt(1 + 4 * kappa * kappa);
    double rho = (root - Math.sqrt(2 * root)) / (2 * kappa);
    // for small κ, ρ ≈ κ/2 loses digits to cancellation; its series does not
    double r = kappa < 1e-4 ? 1 / kappa + kappa : (1 + rho * rho) / (2 * rho);
    while (true) {
      double z = Math.cos(Math.PI * random.nextUniform());
      double f = (1 + r * z) / (r + z);
      double c = kappa * (r - f);
      double u = 1 - random.nextUniform();
      if (c * (2 - c) > u || Math.log(c / u) + 1 - c >= 0) {
        return Math.clamp(f, -1, 1);
      }
    }
  }

  /**
   * The component along the mean direction of a von Mises–Fisher vector on the unit sphere of R^p:
   * density ∝ (1 − w²)^{(p−3)/2} e^{κw}. Wood's algorithm (Communications in Statistics 23, 1994).
   */
  public static double component(int p, double kappa, RandomStream random) {
    if (p == 1) { // ±1 with odds e^{2κ}
      return random.nextUniform() * (1 + Math.exp(-2 * kappa)) < 1 ? 1 : -1;
    }
    double d = p - 1;
    double b = d / (2 * kappa + Math.sqrt(4 * kappa * kappa + d * d));
    double x0 = (1 - b) / (1 + b);
    // κ x0 + d log(1 − x0²), with 1 − x0² = 4b/(1+b)² so that large κ cancels nothing
    double c = kappa * x0 + d * Math.log(4 * b / ((1 + b) * (1 + b)));
    while (true) {
      double z = GammaVariate.beta(d / 2, d / 2, random);
      double w = (1 - (1 + b) * z) / (1 - (1 - b) * z);
      double oneLess = 2 * b / ((1 + b) * (1 - (1 - b) * z)); // 1 − x0 w
      double u = 1 - random.nextUniform();
      if (kappa * w + d * Math.log(oneLess) - c >= Math.log(u)) {
        return Math.clamp(w, -1, 1);
      }
    }
  }
}
