package org.eckart.recovery.dynamics;

/**
 * The law by which overlaps approach their limits: |q(t) − q(∞)| ∝ t^power e^(−exponential · t).
 *
 * <p>Above the threshold it is t^(−3/2) e^(−(√θ − 1 − √c)t); below it, and from the infeasible
 * ratio, t^(−3/4); at it, t^(−1/4).
 *
 * @param exponential rate, 0 where the approach is a power of t alone
 * @param power of t
 * @param rayleighGap where the approach is a power alone, (bulk edge − uᵀXv) t tends to this; 0
 *     otherwise
 */
public record DecayRate(double exponential, double power, double rayleighGap) {}
