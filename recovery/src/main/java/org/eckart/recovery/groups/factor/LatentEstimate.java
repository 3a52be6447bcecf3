package org.eckart.recovery.groups.factor;

import java.util.List;
import org.eckart.linalg.Svd;
import org.eckart.recovery.groups.GroupPenalty;

/**
 * X = Σ_g R_gᵀ S_g in the units of the values, with a proof of how far it is from the minimum.
 *
 * @param parts S_g = U diag(s) Vᵀ of each group of the penalty, U with a row for each member
 * @param penalty it was fitted under
 * @param objective ½‖P_Ω(Y − X)‖² + Σ τ_g‖S_g‖_*
 * @param lowerBound on the objective over all parts of any rank
 * @param gap (objective − lowerBound)/objective
 * @param sweeps done
 * @param settled whether the objective had stopped to fall
 * @param inactive groups whose part must be 0 whatever the values are, by their thresholds alone
 */
public record LatentEstimate(
    List<Svd> parts,
    GroupPenalty penalty,
    double objective,
    double lowerBound,
    double gap,
    int sweeps,
    boolean settled,
    List<Integer> inactive) {
  public LatentEstimate {
    parts = List.copyOf(parts);
    inactive = List.copyOf(inactive);
  }
}
