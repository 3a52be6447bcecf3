package org.eckart.recovery.spectralnet;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;

/**
 * The minimum of ½‖𝒜(X) − y‖² + λ‖X‖_*, and how near it is.
 *
 * @param matrix X, n₁ × n₂
 * @param factors its singular triplets, r of them, r its exact rank
 * @param effectiveRank exp of the entropy of the singular values; 0 for X = 0
 * @param residual ‖𝒜(X) − y‖/‖y‖; 0 where y = 0
 * @param penalty λ
 * @param objective at X
 * @param gap the minimum is at least (1 − gap) · objective
 * @param certificate how far from minimal the nuclear norm is among matrices that fit as well
 * @param steps done in all
 * @param settled whether the gap is within the tolerance
 */
public record NuclearEstimate(
    Matrix matrix,
    Svd factors,
    double effectiveRank,
    double residual,
    double penalty,
    double objective,
    double gap,
    NuclearCertificate certificate,
    int steps,
    boolean settled) {
  public int rank() {
    return factors.rank();
  }

  /** ‖X‖_*. */
  public double nuclearNorm() {
    return certificate.nuclearNorm();
  }
}
