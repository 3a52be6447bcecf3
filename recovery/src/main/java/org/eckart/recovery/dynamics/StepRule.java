package org.eckart.recovery.dynamics;

import static org.eckart.linalg.Check.check;

/** How an iteration goes from one pair of unit vectors (u, v) to the next. */
public sealed interface StepRule {
  /**
   * Riemannian gradient descent: with R = uᵀXv, u ← u + η(Xv − Ru) and v ← v + η(Xᵀu − Rv) at once,
   * then both are normalised. Any η below 2/(s₁ + s₂) is stable, s the singular values of X; 1/s₁
   * is the fastest.
   *
   * @param stepSize η, above 0
   */
  record Descent(double stepSize) implements StepRule {
    public Descent {
      check(
          stepSize > 0 && Double.isFinite(stepSize),
          "stepSize is %s; it must be above 0, say 0.1",
          stepSize);
    }

    /** The step from which descent no longer settles on the top pair of X: 2/(s₁ + s₂). */
    public static double limit(RankOneProblem problem) {
      return 2 / (problem.largestValue() + problem.bulkEdge());
    }
  }

  /** Alternating power iteration: u ← Xv normalised, then v ← Xᵀu normalised. u₀ plays no part. */
  record Power() implements StepRule {}
}
