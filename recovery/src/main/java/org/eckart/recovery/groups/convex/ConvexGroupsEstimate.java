package org.eckart.recovery.groups.convex;

import java.util.List;
import org.eckart.linalg.Matrix;

/**
 * The minimum, but for the certified gap.
 *
 * @param x X, n × p, in the units of the values
 * @param copies V_g ≈ X_g, of exactly low rank: for ranks and subspaces
 * @param loss ½ Σ W (Y − X)²
 * @param penalty Σ τ_g‖X_g‖_*
 * @param certificate of X
 * @param iterations done
 * @param settled whether the gap is within the tolerance
 */
public record ConvexGroupsEstimate(
    Matrix x,
    List<Matrix> copies,
    double loss,
    double penalty,
    ConvexCertificate certificate,
    int iterations,
    boolean settled) {
  public ConvexGroupsEstimate {
    copies = List.copyOf(copies);
  }
}
