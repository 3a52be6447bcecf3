package org.eckart.recovery.cp;

/**
 * A fitted sum of rank-one terms.
 *
 * @param model its terms in falling size
 * @param residual ‖P_Ω(X − Y)‖ relative to ‖P_Ω(Y)‖, one step ago
 * @param congruence the largest |cosine| between columns of one factor, over modes the least of any
 *     two terms: near 1 two terms are nearly the same, and neither can be read by itself
 * @param steps done
 * @param settled whether the stopping rule was met
 */
public record CpFit(
    CpModel model, double residual, double congruence, int steps, boolean settled) {}
