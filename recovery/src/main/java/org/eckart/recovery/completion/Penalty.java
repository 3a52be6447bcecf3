package org.eckart.recovery.completion;

import static org.eckart.linalg.Check.check;

/** What keeps the factors from following the noise. */
public sealed interface Penalty {
  /**
   * Nothing to set: factors, offsets and noise have normal distributions whose variances are
   * learned with them (mean-field variational Bayes), a direction at a time, so that directions the
   * data do not need fade away. Each row also learns how noisy its own entries are.
   *
   * <p>Source: Lim &amp; Teh, <i>Variational Bayesian approach to movie rating prediction</i>, KDD
   * Cup 2007; the diagonal covariances are those of Ilin &amp; Raiko, JMLR 11 (2010), section 3.2.
   */
  record Learned() implements Penalty {}

  /**
   * λᵢ = {@code strength} · nᵢ^{@code exponent} on the squared norm of a row with nᵢ entries, in
   * units of the standardised values (variance 1).
   *
   * @param strength λ &gt; 0; 1 to 2 is usual
   * @param exponent ω, from 0 (ridge) to 1 (weighted λ); ½ was best of 0, ½ and 1 on heavy-tailed
   *     counts
   */
  record CountScaled(double strength, double exponent) implements Penalty {
    public static final double EXPONENT = 0.5;

    public CountScaled {
      check(
          strength > 0 && Double.isFinite(strength),
          "the penalty's strength is %s; it must be above 0, say 1",
          strength);
      check(
          exponent >= 0 && exponent <= 1,
          "the penalty's exponent is %s; it must be from 0 to 1",
          exponent);
    }
  }
}
