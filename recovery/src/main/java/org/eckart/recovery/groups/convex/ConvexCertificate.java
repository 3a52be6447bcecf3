package org.eckart.recovery.groups.convex;

import java.util.List;
import org.eckart.linalg.Matrix;

/**
 * How far from the minimum X can be at most, with the proof.
 *
 * @param objective P(X)
 * @param lowerBound D ≤ min P, given by {@code dual}
 * @param gap (P − D)/P; 0 where P = 0
 * @param dual Z_g with ‖Z_g‖₂ ≤ τ_g whose sum S = ΣR_gᵀZ_g is 0 where nothing was observed: D = ⟨S,
 *     Y⟩ − ½ Σ S²/W. Whoever doubts the gap can check these three sentences
 * @param normExcess max (‖Z_g‖₂/τ_g − 1)₊ of the multipliers as the iteration left them
 * @param alignment max |⟨Z_g, X_g⟩ − τ_g‖X_g‖_*| over τ_g‖X_g‖_* + 1, likewise
 * @param stationarity ‖ΣR_gᵀZ_g − W∘(Y − X)‖ over ‖P_Ω(Y)‖, likewise
 */
public record ConvexCertificate(
    double objective,
    double lowerBound,
    double gap,
    List<Matrix> dual,
    double normExcess,
    double alignment,
    double stationarity) {
  public ConvexCertificate {
    dual = List.copyOf(dual);
  }
}
