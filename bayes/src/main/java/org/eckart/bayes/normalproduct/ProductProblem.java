package org.eckart.bayes.normalproduct;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Observed entries ready for the normal product: standardised, and grouped by row and by column.
 *
 * <p>Values are divided by their root mean square, about their mean where there are offsets, so
 * that any scale of the data gets the same answer. Takes 24 bytes an entry.
 */
public final class ProductProblem {
  /** An ordinal output has at most this many levels. */
  public static final int MOST_LEVELS = 64;

  /** Matrices up to this size are followed in every entry, larger ones in so many. */
  private static final int FOLLOWED = 2000;

  private final EntryRows byRow;
  private final EntryRows byColumn;
  private final Standard standard;
  private final double[] levels;
  private final int[] columnPlace;
  private final int[] followedRow;
  private final int[] followedColumn;
  private final @Nullable Features rowFeatures;
  private final @Nullable Features columnFeatures;
  private final Parallel parallel;

  private ProductProblem(
      EntryRows byRow,
      EntryRows byColumn,
      Standard standard,
      double[] levels,
      int[] columnPlace,
      int[][] followed,
      @Nullable Features rowFeatures,
      @Nullable Features columnFeatures,
      Parallel parallel) {
    this.byRow = byRow;
    this.byColumn = byColumn;
    this.standard = standard;
    this.levels = levels;
    this.columnPlace = columnPlace;
    this.followedRow = followed[0];
    this.followedColumn = followed[1];
    this.rowFeatures = rowFeatures;
    this.columnFeatures = columnFeatures;
    this.parallel = parallel;
  }

  /**
   * The problem of some observed entries.
   *
   * @param options say whether there are offsets and what the values are
   * @param parallel the threads to work with; stays the caller's to close
   * @throws InputException if there is no entry, or of ordinal output too many different values
   */
  public static ProductProblem of(
      ObservedEntries entries, ProductOptions options, Parallel parallel) {
    return of(entries, null, options, parallel);
  }

  /**
   * As above, with noise levels that differ from entry to entry.
   *
   * @param noise of each entry relative to the level that the options name or have learned: with
   *     {@code Noise.Known(1)} these are the levels themselves
   */
  public static ProductProblem withNoise(
      ObservedEntries entries, double[] noise, ProductOptions options, Parallel parallel) {
    check(
        noise.length == entries.count(),
        "There are %d noise levels for %d entries; give one for each",
        noise.length,
        entries.count());
    check(
        options.output() == Output.GAUSSIAN,
        "noise levels can do nothing with ordinal output; leave them out");
    double[] precision = new double[noise.length];
    for (int k = 0; k < noise.length; k++) {
      if (!(noise[k] > 0 && Double.isFinite(noise[k]))) {
        throw InputException.of(
            "noise",
            "entry " + k,
            "The noise level of row '%s', column '%s' is %s; it must be above 0",
            entries.rowLabels().get(entries.row(k)),
            entries.columnLabels().get(entries.column(k)),
            noise[k]);
      }
      precision[k] = 1 / (noise[k] * noise[k]);
      check(
          precision[k] > 0 && Double.isFinite(precision[k]),
          "The noise level %s is beyond what can be squared; measure in other units",
          noise[k]);
    }
    return of(entries, precision, options, parallel);
  }

  /** Entries of a matrix, NaN where it was not observed. */
  public static ProductProblem of(Matrix matrix, ProductOptions options, Parallel parallel) {
    int count = 0;
    double[] a = matrix.array();
    for (double v : a) {
      count += Double.isNaN(v) ? 0 : 1;
    }
    int[] row = new int[count];
    int[] column = new int[count];
    double[] value = new double[count];
    int at = 0;
    for (int k = 0; k < a.length; k++) {
      if (Double.isInfinite(a[k])) {
        throw InputException.of(
            "not-finite",
            "entry (" + k / matrix.columns() + ", " + k % matrix.columns() + ")",
            "Entry (%d, %d) is %s; give a finite number, or NaN where it was not observed",
            k / matrix.columns(),
            k % matrix.columns(),
            a[k]);
      }
      if (!Double.isNaN(a[k])) {
        row[at] = k / matrix.columns();
        column[at] = k % matrix.columns();
        value[at++] = a[k];
      }
    }
    return of(
        ObservedEntries.of(
            Labels.numbered(matrix.rows()), Labels.numbered(matrix.columns()), row, column, value),
        options,
        parallel);
  }

  private static ProductProblem of(
      ObservedEntries entries,
      double @Nullable [] precision,
      ProductOptions options,
      Parallel parallel) {
    if (entries.count() == 0) {
      throw InputException.of(
          "empty",
          "",
          "The %d × %d matrix has no observed entry; give at least one",
          entries.rows(),
          entries.columns());
    }
    double[] value = entries.valueArray();
    double[] levels = options.output() == Output.ORDINAL ? Standard.distinct(value) : new double[0];
    Standard standard =
        options.output() == Output.ORDINAL
            ? Standard.ofLevels(levels)
            : Standard.of(value, options.offsets());
    return of(entries, precision, standard, levels, parallel);
  }

  /**
   * Entries in given units.
   *
   * @param levels of an ordinal output, rising; none of a Gaussian one
   */
  static ProductProblem of(
      ObservedEntries entries,
      double @Nullable [] precision,
      Standard standard,
      double[] levels,
      Parallel parallel) {
    int count = entries.count();
    boolean ordinal = levels.length > 0;
    double[] own = new double[count];
    for (int k = 0; k < count; k++) {
      own[k] =
          ordinal
              ? Arrays.binarySearch(levels, entries.value(k))
              : standard.standardised(entries.value(k));
    }
    int rows = entries.rows();
    int columns = entries.columns();
    int[] all = IntStream.range(0, count).toArray();
    int[] row = entries.rowArray();
    int[] column = entries.columnArray();
    int[] columnOrder = EntryRows.sorted(columns, all, column, new int[columns + 1]);
    int[] rowOrder = EntryRows.sorted(rows, columnOrder, row, new int[rows + 1]);
    EntryRows byRow = EntryRows.of(rows, columnOrder, row, column, own, precision);
    EntryRows byColumn = EntryRows.of(columns, rowOrder, column, row, own, precision);
    int[] place = new int[0];
    if (ordinal) { // where each entry of the columns stands among those of the rows
      int[] inRows = new int[count];
      for (int k = 0; k < count; k++) {
        inRows[rowOrder[k]] = k;
      }
      place = EntryRows.sorted(columns, rowOrder, column, new int[columns + 1]);
      for (int k = 0; k < count; k++) {
        place[k] = inRows[place[k]];
      }
    }
    return new ProductProblem(
        byRow, byColumn, standard, levels, place, follow(byRow, columns), null, null, parallel);
  }

  /** All entries, or half as many observed ones and half anywhere. */
  private static int[][] follow(EntryRows byRow, int columns) {
    long all = (long) byRow.rows() * columns;
    if (all <= FOLLOWED) {
      int[][] every = new int[2][(int) all];
      Arrays.setAll(every[0], k -> k / columns);
      Arrays.setAll(every[1], k -> k % columns);
      return every;
    }
    RandomStream random = RandomStream.of(1, "followed entries");
    int[][] some = new int[2][FOLLOWED / 2];
    for (int k = 0; k < some[0].length; k++) {
      if (k % 2 == 0) {
        int entry = random.nextInt(byRow.entries());
        int row = Arrays.binarySearch(byRow.start(), entry);
        row = row < 0 ? -row - 2 : row;
        while (byRow.start()[row + 1] <= entry) { // an empty row begins at the same place
          row++;
        }
        some[0][k] = row;
        some[1][k] = byRow.other()[entry];
      } else {
        some[0][k] = random.nextInt(byRow.rows());
        some[1][k] = random.nextInt(columns);
      }
    }
    return some;
  }

  /**
   * The same problem with what else is known of each row; null for nothing.
   *
   * @throws IllegalArgumentException if there is not one set of features for each row
   */
  public ProductProblem withRowFeatures(@Nullable Features features) {
    check(
        features == null || features.rows() == rows(),
        "There are features of %d rows, but %d rows; give one set for each",
        features == null ? 0 : features.rows(),
        rows());
    return with(features, columnFeatures);
  }

  /** As {@link #withRowFeatures}, of columns. */
  public ProductProblem withColumnFeatures(@Nullable Features features) {
    check(
        features == null || features.rows() == columns(),
        "There are features of %d columns, but %d columns; give one set for each",
        features == null ? 0 : features.rows(),
        columns());
    return with(rowFeatures, features);
  }

  private ProductProblem with(@Nullable Features ofRows, @Nullable Features ofColumns) {
    return new ProductProblem(
        byRow,
        byColumn,
        standard,
        levels,
        columnPlace,
        new int[][] {followedRow, followedColumn},
        ofRows,
        ofColumns,
        parallel);
  }

  public int rows() {
    return byRow.rows();
  }

  public int columns() {
    return byColumn.rows();
  }

  /** Observed entries. */
  public int observed() {
    return byRow.entries();
  }

  /** The levels of an ordinal output, rising; none of a Gaussian one. */
  public double[] levels() {
    return levels.clone();
  }

  /** Rows and columns of the entries that are followed draw by draw. */
  public int[][] followed() {
    return new int[][] {followedRow.clone(), followedColumn.clone()};
  }

  EntryRows byRow() {
    return byRow;
  }

  EntryRows byColumn() {
    return byColumn;
  }

  /** Of an ordinal output: where each entry of {@link #byColumn} is in {@link #byRow}. */
  int[] columnPlace() {
    return columnPlace;
  }

  Standard standard() {
    return standard;
  }

  boolean isOrdinal() {
    return levels.length > 0;
  }

  double level(int index) {
    return levels[index];
  }

  int levelCount() {
    return levels.length;
  }

  int followedCount() {
    return followedRow.length;
  }

  int followedRow(int k) {
    return followedRow[k];
  }

  int followedColumn(int k) {
    return followedColumn[k];
  }

  Parallel parallel() {
    return parallel;
  }

  @Nullable Features rowFeatures() {
    return rowFeatures;
  }

  @Nullable Features columnFeatures() {
    return columnFeatures;
  }
}
