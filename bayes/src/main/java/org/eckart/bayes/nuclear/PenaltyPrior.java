package org.eckart.bayes.nuclear;

import static org.eckart.linalg.Check.check;

import org.eckart.bayes.variate.GammaVariate;
import org.eckart.linalg.RandomStream;

/**
 * What is believed of λ before the data. Of the nuclear norm distribution's normaliser only λ^{nm}
 * matters, so λ given X has a density ∝ p(λ) λ^{nm} e^{−λN}, N = ‖X‖_* / γ, drawn exactly.
 *
 * <p>There is no 1/λ: under it the prior of X is ‖X‖_*^{−nm}, which cannot be integrated at X = 0,
 * whatever the data. And only under {@link Gamma} has λ a posterior mean; the others leave it their
 * own tail, so report quantiles.
 */
public sealed interface PenaltyPrior {
  /** log p(λ), up to a constant. */
  double logDensity(double penalty);

  /**
   * A draw of λ given X.
   *
   * @param entries nm
   * @param norm N = ‖X‖_* / γ
   * @param penalty λ before, for the priors that need an auxiliary
   */
  double draw(double entries, double norm, double penalty, RandomStream random);

  /**
   * Half-Cauchy(1) on √λ: p(λ) = λ^{−1/2} / (π(1 + λ)); the prior of Segert &amp; Wycoff, who take
   * it for a half-Cauchy of 1/λ. By way of two inverse gammas (Makalic &amp; Schmidt).
   */
  record RootHalfCauchy() implements PenaltyPrior {
    @Override
    public double logDensity(double penalty) {
      return -0.5 * Math.log(penalty) - Math.log1p(penalty);
    }

    @Override
    public double draw(double entries, double norm, double penalty, RandomStream random) {
      double auxiliary = GammaVariate.inverse(1, 1 + penalty, random);
      return GammaVariate.gamma(entries + 0.5, norm + 1 / auxiliary, random);
    }
  }

  /**
   * Half-Cauchy of this scale on λ itself, by rejection from a gamma; half or more are accepted.
   *
   * @param scale above 0
   */
  record HalfCauchy(double scale) implements PenaltyPrior {
    public HalfCauchy {
      check(
          scale > 0 && Double.isFinite(scale),
          "The half-Cauchy's scale is %s; it must be above 0, say 1",
          scale);
    }

    @Override
    public double logDensity(double penalty) {
      return -Math.log1p(penalty / scale * (penalty / scale));
    }

    @Override
    public double draw(double entries, double norm, double penalty, RandomStream random) {
      boolean low = entries / norm < scale || entries <= 1;
      while (true) {
        double drawn = GammaVariate.gamma(low ? entries + 1 : entries - 1, norm, random);
        double ratio = low ? drawn / scale : scale / drawn;
        if (random.nextUniform() * (1 + ratio * ratio) < 1) {
          return drawn;
        }
      }
    }
  }

  /**
   * Gamma on λ, the conjugate one.
   *
   * @param shape above 0
   * @param rate above 0: at 0 nothing would hold λ back where the data say nothing
   */
  record Gamma(double shape, double rate) implements PenaltyPrior {
    public Gamma {
      check(
          shape > 0 && rate > 0 && Double.isFinite(shape) && Double.isFinite(rate),
          "The gamma prior has shape %s and rate %s; both must be above 0, say 1 and 0.1: without"
              + " them the posterior cannot be normalised",
          shape,
          rate);
    }

    @Override
    public double logDensity(double penalty) {
      return (shape - 1) * Math.log(penalty) - rate * penalty;
    }

    @Override
    public double draw(double entries, double norm, double penalty, RandomStream random) {
      return GammaVariate.gamma(entries + shape, norm + rate, random);
    }
  }
}
