package org.eckart.bayes.nuclear;

import org.eckart.linalg.RandomStream;

/**
 * The length of a single row given its direction: density ∝ r^{m−1} e^{−ρr − (r − t)²/2γ²} for t =
 * ⟨v, y⟩, log-concave, by slices with shrinking brackets.
 */
final class RadialDraw {
  private static final int SLICES = 3;

  private RadialDraw() {}

  static void move(SpectralFrame x, double rate, double weight, RandomStream random) {
    double power = x.m - 1;
    double pull = x.b[0][0];
    // the mode of −ρr − w(r−t)²/2 + (m−1) log r, and a width that covers either kind of tail
    double linear = weight * pull - rate;
    double width;
    if (weight > 0) {
      width = 12 / Math.sqrt(weight) + Math.abs(pull);
    } else {
      width = 12 * (x.m + 3) / rate;
    }
    double r = x.s[0];
    for (int slice = 0; slice < SLICES; slice++) {
      double height = log(r, power, linear, weight) + Math.log(1 - random.nextUniform());
      double low = Math.max(0, r - width * random.nextUniform());
      double high = r + width;
      while (log(high, power, linear, weight) > height) {
        high += width;
      }
      while (low > 0 && log(low, power, linear, weight) > height) {
        low = Math.max(0, low - width);
      }
      while (true) {
        double next = low + (high - low) * random.nextUniform();
        if (next > 0 && log(next, power, linear, weight) > height) {
          r = next;
          break;
        }
        if (next < r) {
          low = next;
        } else {
          high = next;
        }
        if (!(high - low > 0)) {
          break; // the slice is narrower than rounding
        }
      }
    }
    x.s[0] = r;
  }

  private static double log(double r, double power, double linear, double weight) {
    return power * Math.log(r) + r * (linear - 0.5 * weight * r);
  }
}
