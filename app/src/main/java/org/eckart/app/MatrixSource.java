package org.eckart.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.eckart.core.CapacityException;
import org.eckart.core.InputException;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.data.array.CoordinateMatrix;
import org.eckart.data.array.LabelledMatrix;
import org.eckart.data.array.MatrixMarket;
import org.eckart.data.array.MatrixOptions;
import org.eckart.data.array.MatrixReader;
import org.eckart.data.table.Duplicates;
import org.eckart.data.table.Table;
import org.eckart.data.table.TableReport;

/**
 * A matrix file with holes, read as the entries that are there.
 *
 * @param bounds whether lower and upper ends of intervals will be written beside the filled matrix
 * @param guessed whether it was taken for a matrix by its number of columns alone
 */
record MatrixSource(String input, MatrixOptions options, boolean bounds, boolean guessed)
    implements EntrySource {
  /** A text or Parquet file with more columns than this is a matrix: row, column, value, time. */
  static final int MOST_TABLE_COLUMNS = 4;

  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Whether a file is a matrix rather than a table of entries, by its kind and its columns. */
  static boolean isMatrixFile(String input) {
    String name = input.toLowerCase(Locale.ROOT);
    return MatrixReader.isArrayFile(input)
        || (name.matches(".*\\.(csv|tsv|parquet)(\\.gz)?")
            && Files.isRegularFile(Path.of(input))
            && MatrixReader.columns(Path.of(input)) > MOST_TABLE_COLUMNS);
  }

  @Override
  public boolean isMatrix() {
    return true;
  }

  @Override
  public Table read() {
    String name = input.toLowerCase(Locale.ROOT);
    if (name.endsWith(".mtx") || name.endsWith(".mtx.gz")) {
      if (Files.isRegularFile(Path.of(input))) {
        CoordinateMatrix given = MatrixMarket.read(Path.of(input));
        refuseTooLarge(given.rows(), given.columns()); // before the holes take any room
      }
    }
    LabelledMatrix matrix;
    try {
      matrix = MatrixReader.read(input, options);
    } catch (InputException e) {
      throw explained(e);
    }
    refuseTooLarge(matrix.values().rows(), matrix.values().columns());
    ObservedEntries entries = matrix.observed();
    if (entries.count() == 0) {
      throw InputException.of(
          "empty",
          input,
          "%s has no entry that is known, so there is nothing to learn from",
          input);
    }
    return new Table(entries, report(matrix, entries));
  }

  private InputException explained(InputException e) {
    String more =
        switch (e.kind()) {
          case "not-a-matrix" ->
              "; save a tensor as .npy by itself, and fill a signal by --method hankel";
          case "not-a-number" ->
              guessed
                  ? "; if this is a table of entries, name its columns with --row, --column,"
                      + " --value"
                  : "";
          default -> "";
        };
    return more.isEmpty() ? e : new InputException(e.kind(), e.where(), e.getMessage() + more, e);
  }

  /** Bytes of the arrays that hold the filled matrix while it is written. */
  static long bytes(long rows, long columns, boolean bounds) {
    return 8 * rows * columns * (bounds ? 2 : 1);
  }

  private void refuseTooLarge(long rows, long columns) {
    long limit = Runtime.getRuntime().maxMemory();
    long needed = bytes(rows, columns, bounds);
    if (rows * columns > LARGEST_ARRAY || needed > limit) {
      throw new CapacityException(
          String.format(
              Locale.ROOT,
              "The completed %,d × %,d matrix takes %,d MiB, and %,d MiB are allowed; set"
                  + " ECKART_JAVA_OPTIONS=-Xmx… to give more, or list the known entries in a table"
                  + " and 'predict' those you need",
              rows,
              columns,
              needed >> 20,
              limit >> 20));
    }
  }

  private TableReport report(LabelledMatrix matrix, ObservedEntries entries) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double value : entries.valueArray()) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    int[] perRow = entries.rowCounts();
    int[] perColumn = entries.columnCounts();
    return new TableReport(
        String.valueOf(Path.of(input).getFileName()),
        "a matrix",
        size(),
        false,
        "row",
        "column",
        "value",
        (long) matrix.values().rows() * matrix.values().columns(),
        matrix.missing(),
        0,
        Duplicates.REFUSE,
        entries.count(),
        entries.rows(),
        entries.columns(),
        empty(perRow),
        empty(perColumn),
        spread(perRow),
        spread(perColumn),
        least,
        most,
        entries.mean(),
        least == most,
        false);
  }

  private long size() {
    Path file = Path.of(input.replaceAll("(?i)(\\.(npz|safetensors)):.*", "$1"));
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // it was read, so this is no matter
    }
  }

  private static int empty(int[] counts) {
    return (int) Arrays.stream(counts).filter(c -> c == 0).count();
  }

  private static TableReport.Spread spread(int[] counts) {
    int[] sorted = counts.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + (double) sorted[half]) / 2;
    return new TableReport.Spread(sorted[0], median, sorted[sorted.length - 1]);
  }
}
