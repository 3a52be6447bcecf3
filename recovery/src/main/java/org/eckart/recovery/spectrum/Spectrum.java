package org.eckart.recovery.spectrum;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.Vector;

/**
 * What the singular values of a matrix say of its rank.
 *
 * <p>If A is a matrix of low rank plus independent noise of one variance σ², most of its singular
 * values are those of the noise, whose law is known (Marchenko and Pastur): their median gives σ,
 * and σ gives the edge that noise alone stays below. Values above it are signal. Below the edge
 * there may be signal too; it cannot be told from noise by its strength.
 *
 * <p>Holds for m and n above some 30 and a rank far below min(m, n); fails, by detecting too much,
 * where the noise is correlated or its variance differs much from entry to entry.
 *
 * <p>Source: Gavish &amp; Donoho, IEEE Trans. Inf. Theory 60 (2014), section III (σ from the
 * median); Johnstone, Annals of Statistics 29 (2001), for the edge.
 *
 * @param values never increasing
 * @param effectiveRank exp of the entropy of sᵢ / Σ sᵢ (Roy &amp; Vetterli 2007): r for r equal
 *     values; 0 for the zero matrix
 * @param stableRank Σ sᵢ² / s₁², at most the rank; 0 for the zero matrix
 * @param noiseLevel σ, in the units of the entries; 0 where at least half of the values vanish
 * @param noiseEdge noise alone exceeds it with a probability of about 1 %; without noise, what
 *     rounding leaves
 * @param detected values above {@code noiseEdge}
 */
public record Spectrum(
    Vector values,
    double effectiveRank,
    double stableRank,
    double noiseLevel,
    double noiseEdge,
    int detected) {
  /** The 99 % point of the Tracy–Widom law of real matrices (Bejan 2005, table 1). */
  private static final double TRACY_WIDOM_99 = 2.0234;

  private static final int STEPS = 4096; // Simpson's rule; the integrand is smooth, error < 1e-12

  /**
   * Reads a whole spectrum.
   *
   * @param values all min(m, n) singular values, never increasing
   * @param rows m
   * @param columns n
   */
  public static Spectrum of(Vector values, int rows, int columns) {
    int few = Math.min(rows, columns);
    check(
        values.size() == few && few > 0,
        "A %d × %d matrix has %d singular values, not %d",
        rows,
        columns,
        few,
        values.size());
    double largest = values.get(0);
    if (largest == 0) {
      return new Spectrum(values, 0, 0, 0, 0, 0);
    }
    double sum = 0;
    double squares = 0;
    for (int k = 0; k < few; k++) {
      double relative = values.get(k) / largest; // so that no scale overflows
      sum += relative;
      squares += relative * relative;
    }
    double entropy = 0;
    for (int k = 0; k < few; k++) {
      double part = values.get(k) / largest / sum;
      entropy -= part > 0 ? part * Math.log(part) : 0;
    }
    double rounding = Math.max(rows, columns) * Math.ulp(largest);
    double median = median(values);
    double many = Math.max(rows, columns);
    double level =
        median > rounding ? median / Math.sqrt(many * marchenkoPasturMedian(few / many)) : 0;
    double edge = Math.max(rounding, level * edgeOfUnitNoise(rows, columns));
    int detected = 0;
    while (detected < few && values.get(detected) > edge) {
      detected++;
    }
    return new Spectrum(values, Math.exp(entropy), squares, level, edge, detected);
  }

  private static double median(Vector values) {
    int half = values.size() / 2;
    return values.size() % 2 == 1
        ? values.get(half)
        : values.get(half - 1) / 2 + values.get(half) / 2;
  }

  /** What the largest singular value of standard normal noise exceeds once in a hundred times. */
  static double edgeOfUnitNoise(int rows, int columns) {
    double m = Math.sqrt(Math.max(1, Math.max(rows, columns) - 1));
    double n = Math.sqrt(Math.min(rows, columns));
    double center = (m + n) * (m + n);
    double spread = (m + n) * Math.cbrt(1 / m + 1 / n);
    return Math.sqrt(center + TRACY_WIDOM_99 * spread);
  }

  /**
   * The median of the Marchenko–Pastur law.
   *
   * @param ratio β = min(m, n) / max(m, n), above 0 and at most 1
   */
  static double marchenkoPasturMedian(double ratio) {
    double low = (1 - Math.sqrt(ratio)) * (1 - Math.sqrt(ratio));
    double high = (1 + Math.sqrt(ratio)) * (1 + Math.sqrt(ratio));
    double from = 0;
    double to = Math.PI / 2;
    double half = mass(ratio, low, high, to) / 2; // 1/2, but for rounding
    for (int k = 0; k < 60; k++) {
      double middle = (from + to) / 2;
      if (mass(ratio, low, high, middle) < half) {
        from = middle;
      } else {
        to = middle;
      }
    }
    double sine = Math.sin((from + to) / 2);
    return low + (high - low) * sine * sine;
  }

  /**
   * The law's mass below t = low + (high − low) sin²θ, in which its density has no square roots
   * left.
   */
  private static double mass(double ratio, double low, double high, double theta) {
    double step = theta / STEPS;
    double sum = 0;
    for (int k = 0; k <= STEPS; k++) {
      double weight = k == 0 || k == STEPS ? 1 : k % 2 == 1 ? 4 : 2;
      sum += weight * density(ratio, low, high, k * step);
    }
    return sum * step / 3;
  }

  private static double density(double ratio, double low, double high, double theta) {
    double sine = Math.sin(theta) * Math.sin(theta);
    double cosine = Math.cos(theta) * Math.cos(theta);
    double width = high - low;
    double at = low + width * sine;
    double over = at > 0 ? width * sine / at : 1; // at θ = 0 and ratio 1 the two vanish together
    return width * over * cosine / (Math.PI * ratio);
  }
}
