package org.eckart.data.table;

import static org.eckart.linalg.Check.check;

import org.eckart.core.observe.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Predicted entries, ready to be written; entry k is at row {@code rowIds.get(row[k])} and column
 * {@code columnIds.get(column[k])}.
 *
 * @param value predicted; NaN is written as an empty field
 * @param lower end of the interval; null for none
 * @param upper end of the interval; null for none
 */
public record Predictions(
    Labels rowIds,
    Labels columnIds,
    int[] row,
    int[] column,
    double[] value,
    double @Nullable [] lower,
    double @Nullable [] upper) {
  public Predictions {
    check(
        row.length == value.length
            && column.length == value.length
            && (lower == null || lower.length == value.length)
            && (upper == null || upper.length == value.length),
        "%d rows, %d columns and %d values do not make predictions",
        row.length,
        column.length,
        value.length);
    check(
        (lower == null) == (upper == null),
        "An interval needs both its ends; lower or upper is null");
  }
}
