package org.eckart.data.table;

import static org.eckart.linalg.Check.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a table of entries is read; {@link #defaults()} suits a table whose first three columns are
 * row, column and value.
 *
 * @param row name (or number from 1) of the column with row ids; null for the first one that no
 *     other setting names
 * @param column likewise of the column with column ids
 * @param value likewise of the column with values
 * @param time name (or number from 1) of a column with times, a number or a date; null for none
 * @param header whether the first line of a text table names its columns
 * @param decimal mark in the numbers of a text table, a point or a comma
 * @param missing texts that stand for a missing value, beside the empty field; such a line is no
 *     entry. A text that is a number, such as −999, also matches that number written otherwise
 * @param duplicates what is done with several values for one row and column
 * @param dropEmpty if true, a row or column of which every value is missing is left out; if false
 *     it keeps its label and has no entry
 * @param threads at most this many work; the result does not depend on it
 */
public record TableOptions(
    @Nullable String row,
    @Nullable String column,
    @Nullable String value,
    @Nullable String time,
    Header header,
    char decimal,
    List<String> missing,
    Duplicates duplicates,
    boolean dropEmpty,
    int threads) {

  /** Whether the first line of a text table names its columns. */
  public enum Header {
    /**
     * It does if its value is not a number; in a table without values, if only its ids are text.
     */
    DETECT,
    PRESENT,
    ABSENT
  }

  public TableOptions {
    check(
        decimal == '.' || decimal == ',',
        "decimal is '%s'; it must be a point or a comma",
        decimal);
    check(threads >= 1, "threads is %d; it must be at least 1", threads);
    missing = List.copyOf(missing);
  }

  /** First three columns, header detected, decimal point, duplicates refused, every processor. */
  public static TableOptions defaults() {
    return new TableOptions(
        null,
        null,
        null,
        null,
        Header.DETECT,
        '.',
        List.of(),
        Duplicates.REFUSE,
        false,
        Runtime.getRuntime().availableProcessors());
  }

  public TableOptions withColumns(
      @Nullable String newRow, @Nullable String newColumn, @Nullable String newValue) {
    return new TableOptions(
        newRow,
        newColumn,
        newValue,
        time,
        header,
        decimal,
        missing,
        duplicates,
        dropEmpty,
        threads);
  }

  public TableOptions withTime(@Nullable String newTime) {
    return new TableOptions(
        row, column, value, newTime, header, decimal, missing, duplicates, dropEmpty, threads);
  }

  public TableOptions withHeader(Header newHeader) {
    return new TableOptions(
        row, column, value, time, newHeader, decimal, missing, duplicates, dropEmpty, threads);
  }

  public TableOptions withDecimal(char newDecimal) {
    return new TableOptions(
        row, column, value, time, header, newDecimal, missing, duplicates, dropEmpty, threads);
  }

  public TableOptions withMissing(String... newMissing) {
    return new TableOptions(
        row,
        column,
        value,
        time,
        header,
        decimal,
        List.of(newMissing),
        duplicates,
        dropEmpty,
        threads);
  }

  public TableOptions withDuplicates(Duplicates newDuplicates) {
    return new TableOptions(
        row, column, value, time, header, decimal, missing, newDuplicates, dropEmpty, threads);
  }

  public TableOptions withDropEmpty(boolean newDropEmpty) {
    return new TableOptions(
        row, column, value, time, header, decimal, missing, duplicates, newDropEmpty, threads);
  }

  public TableOptions withThreads(int newThreads) {
    return new TableOptions(
        row, column, value, time, header, decimal, missing, duplicates, dropEmpty, newThreads);
  }
}
