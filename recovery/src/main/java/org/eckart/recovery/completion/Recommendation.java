package org.eckart.recovery.completion;

/**
 * A column that a row has no entry in, with its prediction.
 *
 * @param column position
 * @param label of the column
 * @param prediction of the entry
 */
public record Recommendation(int column, String label, Prediction prediction) {}
