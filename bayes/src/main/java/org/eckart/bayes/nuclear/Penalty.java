package org.eckart.bayes.nuclear;

import static org.eckart.linalg.Check.check;

/**
 * λ of the prior X | γ ~ NND(λ/γ): free of the data's units, since γ carries them. With noise that
 * differs by entry, γ is the least of it.
 */
public sealed interface Penalty {
  /**
   * A number.
   *
   * @param value λ above 0
   */
  record Fixed(double value) implements Penalty {
    public Fixed {
      check(
          value > 0 && Double.isFinite(value),
          "lambda is %s; it must be above 0, say 5, or be learned",
          value);
    }
  }

  /** Learned with the rest, from this prior. */
  record Learned(PenaltyPrior prior) implements Penalty {}

  static Penalty of(double value) {
    return new Fixed(value);
  }

  /** Learned, from the prior that the method's authors use. */
  static Penalty learned() {
    return new Learned(new PenaltyPrior.RootHalfCauchy());
  }
}
