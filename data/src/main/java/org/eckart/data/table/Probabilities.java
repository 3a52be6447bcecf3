package org.eckart.data.table;

import static org.eckart.linalg.Check.check;

import org.eckart.core.observe.Labels;

/**
 * What an entry may be and how likely each of it is, ready to be written: entry k is at row {@code
 * rowIds.get(row[k])} and column {@code columnIds.get(column[k])}.
 *
 * @param levels that values may take, rising; each names a column of the table
 * @param probability entries × levels, row by row
 */
public record Probabilities(
    Labels rowIds,
    Labels columnIds,
    int[] row,
    int[] column,
    double[] levels,
    double[] probability) {
  public Probabilities {
    check(
        column.length == row.length && probability.length == row.length * levels.length,
        "%d rows, %d columns and %d probabilities of %d levels do not make a table",
        row.length,
        column.length,
        probability.length,
        levels.length);
  }
}
