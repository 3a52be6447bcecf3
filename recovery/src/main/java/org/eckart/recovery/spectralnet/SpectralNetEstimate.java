package org.eckart.recovery.spectralnet;

import java.util.Optional;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;

/**
 * A matrix from measurements, and what is known of it.
 *
 * @param matrix X, n₁ × n₂
 * @param factors its singular triplets, all min(n₁, n₂) of them
 * @param rank singular values above 1e-6 of the largest
 * @param effectiveRank exp of the entropy of the singular values; 0 for X = 0
 * @param residual ‖𝒜(X) − y‖/‖y‖; 0 where y = 0
 * @param certificate how far from minimal its nuclear norm is
 * @param frame the singular vectors that the measurements come nearest to sharing, with how near
 *     that is; empty if it was not looked for
 * @param steps done in all
 * @param stepSize η at the end
 * @param setbacks how often training exploded and went back
 * @param settled whether the residual came down to where it should
 */
public record SpectralNetEstimate(
    Matrix matrix,
    Svd factors,
    int rank,
    double effectiveRank,
    double residual,
    NuclearCertificate certificate,
    Optional<SharedFrame> frame,
    int steps,
    double stepSize,
    int setbacks,
    boolean settled) {
  /** ‖X‖_*. */
  public double nuclearNorm() {
    return certificate.nuclearNorm();
  }

  /** Whether training ran in the frame that all measurements share. */
  public boolean inSharedFrame() {
    return frame.isPresent() && frame.get().isExact();
  }
}
