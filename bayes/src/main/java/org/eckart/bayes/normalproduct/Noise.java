package org.eckart.bayes.normalproduct;

import static org.eckart.linalg.Check.check;

/** What is known of the noise of an entry, before its own {@link ProductProblem#withNoise}. */
public sealed interface Noise {
  /** One level for all entries, learned under a prior that counts as one entry. */
  record Learned() implements Noise {}

  /**
   * A level for each row, σ²/wᵢ with wᵢ ~ Gamma(ν/2, ν/2), all learned: some raters are steadier
   * than others. An observation is then t-distributed, so wild rows count less.
   */
  record ByRow() implements Noise {}

  /**
   * One level for all entries, given.
   *
   * @param level σ in the data's units, above 0
   */
  record Known(double level) implements Noise {
    public Known {
      check(
          level > 0 && Double.isFinite(level),
          "level is %s; a noise level must be above 0, or have it learned",
          level);
    }
  }
}
