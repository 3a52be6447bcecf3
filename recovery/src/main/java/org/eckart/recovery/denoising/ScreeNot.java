package org.eckart.recovery.denoising;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.Vector;

/**
 * The best hard threshold in noise of any law, correlated or not, from the singular values alone.
 *
 * <p>The {@code rankBound} largest values are replaced by what the next ones foretell. Of these
 * pseudo-noise values z, φ(y) = mean y / (y² − z²) and D = φ (γ φ + (1 − γ) / y); keeping a
 * component that shows as y is worth while from Ψ(y) = y D′ / D = −4 on.
 *
 * <p>Cost: O(min(m, n)) for each of some 60 evaluations. Source: Donoho, Gavish &amp; Romanov,
 * arXiv 2009.12297; bisected to 1e-12 of the threshold, so that small units do no harm.
 *
 * @param threshold in the units of the values
 * @param count of values above it
 * @param rankBound that was used
 */
public record ScreeNot(double threshold, int count, int rankBound) {

  /** With the default bound: 20, or what half of the values allow. */
  public static ScreeNot of(Vector values, int rows, int columns) {
    return of(values, rows, columns, defaultBound(values.size()));
  }

  static int defaultBound(int values) {
    return Math.min(DenoisingOptions.RANK_BOUND, (values - 2) / 2);
  }

  /**
   * The threshold for these values.
   *
   * @param values all min(m, n), never increasing
   * @param rankBound k at least 1, more than there are components; 2 k + 1 must be below min(m, n)
   */
  public static ScreeNot of(Vector values, int rows, int columns, int rankBound) {
    int size = Math.min(rows, columns);
    check(
        values.size() == size,
        "ScreeNOT needs all %d singular values of a %d × %d matrix, not %d",
        size,
        rows,
        columns,
        values.size());
    check(
        rankBound >= 1 && 2L * rankBound + 1 < size,
        "rankBound is %d; with %d singular values it must be from 1 to %d",
        rankBound,
        size,
        Math.max(0, (size - 2) / 2));
    double[] z = values.toArray();
    double next = z[rankBound];
    double step = (next - z[2 * rankBound]) / (Math.cbrt(4) - 1);
    for (int i = 0; i < rankBound; i++) {
      double part = Math.cbrt((double) i / rankBound);
      z[i] = next + (1 - part * part) * step;
    }
    double scale = z[0];
    if (scale == 0) { // no noise at all: whatever there is counts
      return new ScreeNot(0, countAbove(values, 0), rankBound);
    }
    NoiseTransform noise = NoiseTransform.of(z, size, (double) Math.max(rows, columns));
    double low = scale * (1 + 1e-12);
    double high = 2 * scale;
    while (noise.slope(high) < -4) {
      low = high;
      high *= 2;
    }
    while (high - low > 1e-12 * high) {
      double middle = low + (high - low) / 2;
      if (noise.slope(middle) < -4) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new ScreeNot(high, countAbove(values, high), rankBound);
  }

  private static int countAbove(Vector values, double threshold) {
    int count = 0;
    while (count < values.size() && values.get(count) > threshold) {
      count++;
    }
    return count;
  }
}
