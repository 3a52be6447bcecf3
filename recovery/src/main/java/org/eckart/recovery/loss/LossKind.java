package org.eckart.recovery.loss;

import org.eckart.core.loss.Huber;
import org.eckart.core.loss.Logistic;
import org.eckart.core.loss.Loss;
import org.eckart.core.loss.Poisson;
import org.eckart.core.loss.Squared;

/** What the values are, and with that what a prediction costs. */
public enum LossKind {
  /** Numbers with noise of one size. */
  SQUARED,
  /** Numbers of which some are wild. */
  HUBER,
  /** Yes and no, as 1 and 0; a are log-odds. */
  LOGISTIC,
  /** Counts; a are logarithms of rates. */
  POISSON;

  /** Bends of Huber's loss in standard deviations: 95 % of the efficiency under normal noise. */
  private static final double BEND = 1.345;

  /**
   * The loss itself.
   *
   * @param noise standard deviation of the noise, of which Huber's bend is 1.345
   */
  public Loss loss(double noise) {
    return switch (this) {
      case SQUARED -> new Squared();
      case HUBER -> new Huber(BEND * Math.max(noise, Double.MIN_NORMAL));
      case LOGISTIC -> new Logistic();
      case POISSON -> new Poisson();
    };
  }

  /** Whether values have a unit of their own and a noise level to be learned. */
  boolean hasNoise() {
    return this == SQUARED || this == HUBER;
  }
}
