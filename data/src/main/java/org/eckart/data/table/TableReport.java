package org.eckart.data.table;

import java.util.Arrays;
import org.eckart.core.observe.ObservedEntries;

/**
 * What a table held.
 *
 * @param source the file's name, {@code standard input} or {@code the query}
 * @param format in words, such as {@code text separated by commas}
 * @param bytes size of the file as it is on disk; 0 for a query
 * @param header whether a first line named the columns; true for formats that always do
 * @param rowName name of the column with row ids; {@code row} where the source has none
 * @param columnName likewise
 * @param valueName likewise
 * @param records lines or records read, the header not among them
 * @param missing records without a value, left out
 * @param repeated records beyond the first for their row and column
 * @param duplicates what was done with those
 * @param entries observed entries that remain
 * @param rows distinct rows, the empty ones among them
 * @param columns distinct columns, likewise
 * @param emptyRows rows without an entry
 * @param emptyColumns columns without an entry
 * @param perRow entries of a row
 * @param perColumn entries of a column
 * @param min smallest value
 * @param max largest value
 * @param mean of the values
 * @param constant true if all values are equal, so that there is nothing to learn from them
 * @param bulk true if the fast reader for plain numeric text read it, false if DuckDB did
 */
public record TableReport(
    String source,
    String format,
    long bytes,
    boolean header,
    String rowName,
    String columnName,
    String valueName,
    long records,
    long missing,
    long repeated,
    Duplicates duplicates,
    int entries,
    int rows,
    int columns,
    int emptyRows,
    int emptyColumns,
    Spread perRow,
    Spread perColumn,
    double min,
    double max,
    double mean,
    boolean constant,
    boolean bulk) {

  /** How many entries rows (or columns) have; the empty ones count as 0. */
  public record Spread(int fewest, double median, int most) {
    static Spread of(int[] counts) {
      if (counts.length == 0) {
        return new Spread(0, 0, 0);
      }
      int[] sorted = counts.clone();
      Arrays.sort(sorted);
      int half = sorted.length / 2;
      double median =
          sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + (double) sorted[half]) / 2;
      return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }
  }

  /** Share of the rows × columns matrix that was observed, 0 to 1. */
  public double density() {
    return rows == 0 || columns == 0 ? 0 : (double) entries / rows / columns;
  }

  static TableReport of(
      Origin origin,
      long records,
      long missing,
      long repeated,
      boolean bulk,
      TableOptions options,
      ObservedEntries entries) {
    int[] rowCounts = entries.rowCounts();
    int[] columnCounts = entries.columnCounts();
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double v : entries.valueArray()) {
      min = Math.min(min, v);
      max = Math.max(max, v);
    }
    return new TableReport(
        origin.name(),
        origin.format(),
        origin.bytes(),
        origin.header(),
        origin.rowName(),
        origin.columnName(),
        origin.valueName(),
        records,
        missing,
        repeated,
        options.duplicates(),
        entries.count(),
        entries.rows(),
        entries.columns(),
        zeros(rowCounts),
        zeros(columnCounts),
        Spread.of(rowCounts),
        Spread.of(columnCounts),
        min,
        max,
        entries.mean(),
        min == max,
        bulk);
  }

  private static int zeros(int[] counts) {
    int zeros = 0;
    for (int count : counts) {
      zeros += count == 0 ? 1 : 0;
    }
    return zeros;
  }
}
