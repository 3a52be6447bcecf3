package org.eckart.bayes.normalproduct;

/** How a value comes of the expected one. */
public enum Output {
  /** With normal noise added. */
  GAUSSIAN,
  /**
   * As a level: a normal of variance 1 about the expected value falls between two cutpoints, which
   * are learned (ordered probit). Levels need an order but no distances.
   */
  ORDINAL
}
