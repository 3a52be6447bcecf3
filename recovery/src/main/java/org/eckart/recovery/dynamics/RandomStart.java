package org.eckart.recovery.dynamics;

import static org.eckart.linalg.Check.check;

/**
 * How long a start that knows nothing takes: u₀ and v₀ uniform on their spheres, so that chance
 * alone aligns them with the top singular pair, A = ⟨u₀, û⟩ + ⟨v₀, v̂⟩ ~ N(0, 1/m + 1/n).
 *
 * <p>The share f of the limiting overlap is reached when ¼A² e^(2(√θ − e)t) = f²/(1 − f²) b(t),
 * with e = 1 + √c and b(t) = e^(−2et)[∫cosh² dμ + ∫sinh² dμ~] the noise's own growth.
 */
public final class RandomStart {
  /** The median of a squared standard normal. */
  private static final double MEDIAN_SQUARE = 0.454936423119573;

  private RandomStart() {}

  /**
   * The median time at which the overlaps have reached a share of their limits, in noise of level
   * 1.
   *
   * @param rows m
   * @param columns n
   * @param strength λ, above the threshold (m/n)^(1/4)
   * @param share f, above 0 and below 1
   */
  public static double medianTime(int rows, int columns, double strength, double share) {
    check(rows >= 1 && columns >= 1, "A matrix cannot be %d × %d", rows, columns);
    check(share > 0 && share < 1, "share is %s; it must be above 0 and below 1", share);
    RankOneProblem problem = RankOneProblem.of(rows, columns, Math.abs(strength), 0, 0);
    check(
        problem.detectable(),
        "strength is %s, and up to %s nothing is learned however long one waits; give a stronger"
            + " signal",
        strength,
        problem.threshold());
    SpikeLaw law = new SpikeLaw(problem.aspectRatio(), Math.abs(strength));
    double chance = MEDIAN_SQUARE * (1.0 / rows + 1.0 / columns) / 4;
    double odds = share * share / ((1 - share) * (1 + share));
    double low = 0;
    double high = 1 / law.gap();
    while (chance * Math.exp(Math.min(700, 2 * law.gap() * high)) < odds) {
      high *= 2; // b(t) ≤ 1, so this is late enough
    }
    EdgeGrid grid = new EdgeGrid(problem.aspectRatio(), high, Double.POSITIVE_INFINITY);
    double[] left = grid.left();
    double[] right = grid.right();
    double edge = 1 + Math.sqrt(problem.aspectRatio());
    return LineSearch.rising(
        t -> {
          double noise = grid.leftZero() * Math.exp(-2 * edge * t);
          for (int j = 0; j < grid.size; j++) {
            double up = Math.exp(-grid.below[j] * t);
            double down = Math.exp(-(grid.root[j] + edge) * t);
            noise +=
                (left[j] * (up + down) * (up + down) + right[j] * (up - down) * (up - down)) / 4;
          }
          return Math.log(chance) + 2 * law.gap() * t - Math.log(odds * noise);
        },
        low,
        high);
  }
}
