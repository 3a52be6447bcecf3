package org.eckart.data.array;

import static org.eckart.linalg.Check.check;

import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Matrix;

/**
 * A matrix given by some of its entries. What the others are, the file does not say: {@link
 * #zeroElsewhere()} and {@link #observed()} are the two readings.
 *
 * @param row of each entry, from 0
 * @param column of each entry, from 0
 * @param value of each entry
 * @param dense true if every entry was given
 */
public record CoordinateMatrix(
    int rows, int columns, int[] row, int[] column, double[] value, boolean dense) {
  public CoordinateMatrix {
    check(
        row.length == column.length && row.length == value.length,
        "%d rows, %d columns and %d values do not make entries",
        row.length,
        column.length,
        value.length);
  }

  static CoordinateMatrix of(Matrix matrix) {
    int n = matrix.columns();
    int[] row = new int[matrix.array().length];
    int[] column = new int[row.length];
    for (int k = 0; k < row.length; k++) {
      row[k] = k / n;
      column[k] = k % n;
    }
    return new CoordinateMatrix(matrix.rows(), n, row, column, matrix.array(), true);
  }

  /** The dense matrix that is 0 where no entry was given; entries given twice are added. */
  public Matrix zeroElsewhere() {
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int k = 0; k < value.length; k++) {
      matrix.set(row[k], column[k], matrix.get(row[k], column[k]) + value[k]);
    }
    return matrix;
  }

  /** The entries given as what was observed, the others unknown. Entries must be distinct. */
  public ObservedEntries observed() {
    return ObservedEntries.of(Labels.numbered(rows), Labels.numbered(columns), row, column, value);
  }
}
