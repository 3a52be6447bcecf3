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
      ObservedEntries entries,
      Workers workers) {
    int[][] counts = new int[2][];
    double[] range = new double[3];
    workers.run(
        3,
        part -> {
          switch (part) {
            case 0 -> counts[0] = counts(entries.rowArray(), entries.rows());
            case 1 -> counts[1] = counts(entries.columnArray(), entries.columns());
            default -> range(entries.valueArray(), range);
          }
        });
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
        zeros(counts[0]),
        zeros(counts[1]),
        Spread.of(counts[0]),
        Spread.of(counts[1]),
        range[0],
        range[1],
        range[2] / entries.count(),
        range[0] == range[1],
        bulk);
  }

  private static int[] counts(int[] of, int size) {
    int[] counts = new int[size];
    for (int i : of) {
      counts[i]++;
    }
    return counts;
  }

  /** The smallest, the largest and the sum. */
  private static void range(double[] values, double[] range) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (double v : values) {
      min = v < min ? v : min;
      max = v > max ? v : max;
      sum += v;
    }
    range[0] = min;
    range[1] = max;
    range[2] = sum;
  }

  private static int zeros(int[] counts) {
    int zeros = 0;
    for (int count : counts) {
      zeros += count == 0 ? 1 : 0;
    }
    return zeros;
  }
}
