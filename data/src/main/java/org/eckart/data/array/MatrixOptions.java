package org.eckart.data.array;

import static org.eckart.linalg.Check.check;

import java.util.List;

/**
 * How a text matrix is read; other formats use only {@code dropEmpty}.
 *
 * @param header whether the first line names the columns
 * @param rowNames whether the first field of each line names the row
 * @param decimal mark in numbers, a point or a comma
 * @param missing texts that stand for a missing entry, beside the empty field, NA and NaN
 * @param dropEmpty whether rows and columns without any entry are left out
 */
public record MatrixOptions(
    Names header, Names rowNames, char decimal, List<String> missing, boolean dropEmpty) {

  /** Whether there are names. */
  public enum Names {
    /** There are if something in their place is no number. */
    DETECT,
    PRESENT,
    ABSENT
  }

  public MatrixOptions {
    check(
        decimal == '.' || decimal == ',',
        "decimal is '%s'; it must be a point or a comma",
        decimal);
    missing = List.copyOf(missing);
  }

  /** Names detected, decimal point, empty rows and columns kept. */
  public static MatrixOptions defaults() {
    return new MatrixOptions(Names.DETECT, Names.DETECT, '.', List.of(), false);
  }
}
