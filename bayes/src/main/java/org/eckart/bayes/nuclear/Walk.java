package org.eckart.bayes.nuclear;

import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;

/** One chain on the move: the mutable side of an engine, alive during one stretch. */
interface Walk {
  /** Acceptance rate that the step size is adapted to; NaN if there is none. */
  double targetAcceptance();

  /**
   * One iteration.
   *
   * @param rate ρ in units of the given noise
   * @param weight 1/γ² likewise; 1 unless the noise is learned
   * @param stepSize adapted by the caller
   * @return acceptance probability or rate, NaN if nothing can be rejected
   */
  double move(double rate, double weight, double stepSize, RandomStream random);

  /** X, n × m in units of the noise; not to be changed. */
  Matrix x();

  /** Singular values of X, in any order. */
  double[] singularValues();

  /**
   * ⟨X, Z⟩ and ‖X‖² for the data Z that X was last drawn with, complete and of equal noise; empty
   * if the engine has none.
   */
  default double[] overlap() {
    return new double[0];
  }

  /** X ← c X, for c above 0. */
  default void scale(double c) {
    throw new UnsupportedOperationException("This engine has no scale move");
  }

  /** What a later stretch goes on from. */
  NamedArrays place();
}
