package org.eckart.recovery.factored;

/** How the factors are moved. */
public enum FactoredMethod {
  /**
   * ScaledGD: both factors at once along their gradients times the inverse Gram matrix of the
   * other, with a fixed step size.
   */
  SCALED,
  /** Gradient descent: both factors at once, step size η/σ₁. */
  VANILLA,
  /** Alternating minimisation: each row solved exactly, then each column. */
  ALTERNATING,
  /** Each row, then each column, takes a few preconditioned conjugate-gradient steps (RowPCG). */
  ROWS;

  /** Whether both factors move at once along their gradients, by a step size. */
  boolean isGradient() {
    return this == SCALED || this == VANILLA;
  }
}
