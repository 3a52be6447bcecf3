package org.eckart.bayes.normalproduct;

/**
 * A value with its credible interval, with equal probability outside of either end.
 *
 * @param value the posterior mean
 * @param lower end
 * @param upper end
 */
public record Interval(double value, double lower, double upper) {}
