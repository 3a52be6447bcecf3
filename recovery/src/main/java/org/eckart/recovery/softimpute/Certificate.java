package org.eckart.recovery.softimpute;

/**
 * How far from the minimum X can be at most, and by how much it misses the conditions for a
 * minimum.
 *
 * <p>Any S that is 0 off Ω with ‖S‖₂ ≤ λ proves that no X has an objective below D = ⟨S, Y⟩ −
 * ½‖S‖². Here S = s P_Ω(Y − X), with s = min(λ/ν, ⟨S, Y⟩/‖S‖²) and ν an upper bound on the norm, so
 * that an inexact norm can make D smaller but not wrong. Where min(m, n) ≤ 200 the norm is computed
 * outright. Else ν comes from blocks: those that X spans are computed, and the leftover is bounded
 * after a few Lanczos steps from a random vector, which fails with probability {@value #FAILURE}
 * for each step of the run.
 *
 * @param objective P = ½‖P_Ω(Y − X)‖² + λ‖X‖_*, in squared units of the values
 * @param lowerBound D, on the minimum of P over all X
 * @param gap (P − D)/P; 0 where P = 0
 * @param normExcess (ν/λ − 1)₊: at the minimum no singular value of the residual is above λ
 * @param alignment |⟨P_Ω(Y − X), X⟩ − λ‖X‖_*| over λ‖X‖_*: at the minimum X lies along the
 *     residual's singular vectors of value λ
 */
public record Certificate(
    double objective, double lowerBound, double gap, double normExcess, double alignment) {
  /** The chance, for each step, that a random vector hid the largest singular value. */
  public static final double FAILURE = LeftoverLanczos.FAILURE;
}
