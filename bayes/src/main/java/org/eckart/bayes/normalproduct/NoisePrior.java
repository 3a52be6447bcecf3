package org.eckart.bayes.normalproduct;

import org.eckart.bayes.variate.GammaVariate;
import org.eckart.linalg.RandomStream;

/**
 * What is held of the noise beforehand: τ is Gamma, as after so many entries with this mean square.
 *
 * @param entries that the prior counts as, above 0
 * @param variance their mean square, in standardised units
 * @param least added to the squared residuals of each row that has a level of its own, or the level
 *     of a row without any residual would be without bounds
 */
record NoisePrior(double entries, double variance, double least) {
  /** One entry, with a residual of 1e-5 of the data's spread: says nothing, but keeps τ finite. */
  static final NoisePrior DEFAULT = new NoisePrior(1, 1e-10, 1e-10);

  /** Draws τ given squared residuals, weighted, of so many entries. */
  double precision(double count, double squares, RandomStream random) {
    return GammaVariate.gamma((count + entries) / 2, (squares + entries * variance) / 2, random);
  }

  /** Log density of log τ, but for a constant. */
  double logDensity(double logTau) {
    return entries / 2 * (logTau - variance * Math.exp(logTau));
  }
}
