package org.eckart.recovery.robustsensing;

import static org.eckart.linalg.Check.check;

/**
 * How long a step against the scaled subgradient is; D is the subgradient's scaled norm.
 *
 * <p>The loss of an exact fit is not 0, since outliers remain: a rule must know it, do without it,
 * or look at the other measurements alone.
 */
public sealed interface StepRule {
  /**
   * η = factor · τ/D², where τ is the sum of the smallest residuals, as many as are no outliers.
   * Needs an upper bound on the part of outliers and nothing else; the default.
   *
   * @param factor above 0; 0.7 took fewer steps than 1 for every bound that we tried
   */
  record TrimmedPolyak(double factor) implements StepRule {
    public static final double FACTOR = 0.7;

    public TrimmedPolyak {
      check(
          factor > 0 && factor <= 2,
          "factor is %s; it must be above 0 and at most 2, say 0.7",
          factor);
    }
  }

  /**
   * η = (f(X) − f⋆)/D². Converges only if f⋆ is right: 1 % less ends in oscillation at an error of
   * 6 %, 1 % more stops at 14 %. For experiments with known truth.
   *
   * @param leastLoss f⋆ = ‖𝒜(X⋆) − y‖₁, in the units of y
   */
  record Polyak(double leastLoss) implements StepRule {
    public Polyak {
      check(
          leastLoss >= 0 && Double.isFinite(leastLoss),
          "leastLoss is %s; it must be 0 or more",
          leastLoss);
    }
  }

  /**
   * η = first · ‖X₀‖_F · decayᵗ/D. A decay that is too fast freezes before the end: with 0.95 an
   * error of 1e-10 is reached, with 0.90 1e-6, with 0.85 1e-2 (n = 50, r = 5).
   *
   * @param first length of the first step relative to the start's norm
   * @param decay below 1
   */
  record Geometric(double first, double decay) implements StepRule {
    public static final double FIRST = 0.7;
    public static final double DECAY = 0.96;

    public Geometric {
      check(
          first > 0 && first < 1e6,
          "first is %s; it must be above 0 and below 1e6, say 0.7",
          first);
      check(decay > 0 && decay < 1, "decay is %s; it must be above 0 and below 1, say 0.96", decay);
    }
  }
}
