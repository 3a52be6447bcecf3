package org.eckart.recovery.completion;

/**
 * A value that was not seen, and where it should lie.
 *
 * @param value expected, in the units of the data
 * @param lower end of the interval
 * @param upper end of the interval
 */
public record Prediction(double value, double lower, double upper) {}
