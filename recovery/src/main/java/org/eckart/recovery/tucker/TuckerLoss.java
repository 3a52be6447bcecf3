package org.eckart.recovery.tucker;

/**
 * What {@link ScaledTucker} descends: how far a Tucker model is from the data, and in which
 * direction to change it.
 */
public sealed interface TuckerLoss permits CompletionLoss, RegressionLoss, RobustLoss {
  /** n₁, …, n_N. */
  int[] shape();

  /** The spectral start of these ranks. */
  Tucker start(int[] ranks, long seed);

  /**
   * The derivative of the loss, and as its value the loss itself, at the iterate of step t = 0, 1,
   * …
   */
  TuckerGradient gradient(Tucker x, int step);

  /** Whether the loss of one step can be compared with that of another. */
  boolean isComparable();

  /** The number of data, which must not be below the free numbers of the model. */
  double data();
}
