package org.eckart.data.array;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Matrix;

/**
 * A matrix with holes and names.
 *
 * @param values m × n; NaN where the entry is missing
 * @param rows names of the rows; plain numbers where the source has none
 * @param columns names of the columns, likewise
 */
public record LabelledMatrix(Matrix values, Labels rows, Labels columns) {
  public LabelledMatrix {
    check(
        rows.size() == values.rows() && columns.size() == values.columns(),
        "%d row and %d column names do not fit a %d × %d matrix",
        rows.size(),
        columns.size(),
        values.rows(),
        values.columns());
  }

  /** The number of missing entries. */
  public long missing() {
    return values.array().length - count();
  }

  private int count() {
    int count = 0;
    for (double v : values.array()) {
      count += Double.isNaN(v) ? 0 : 1;
    }
    return count;
  }

  /** The entries that are there, row by row. */
  public ObservedEntries observed() {
    int count = count();
    int n = values.columns();
    int[] row = new int[count];
    int[] column = new int[count];
    double[] value = new double[count];
    int to = 0;
    for (int k = 0; k < values.array().length; k++) {
      if (!Double.isNaN(values.array()[k])) {
        row[to] = k / n;
        column[to] = k % n;
        value[to++] = values.array()[k];
      }
    }
    return ObservedEntries.of(rows, columns, row, column, value);
  }

  /** The same matrix without the rows and columns that have no entry. */
  public LabelledMatrix withoutEmpty() {
    boolean[] rowSeen = new boolean[values.rows()];
    boolean[] columnSeen = new boolean[values.columns()];
    for (int i = 0; i < values.rows(); i++) {
      for (int j = 0; j < values.columns(); j++) {
        if (!Double.isNaN(values.get(i, j))) {
          rowSeen[i] = true;
          columnSeen[j] = true;
        }
      }
    }
    int[] keptRows = IntStream.range(0, values.rows()).filter(i -> rowSeen[i]).toArray();
    int[] keptColumns = IntStream.range(0, values.columns()).filter(j -> columnSeen[j]).toArray();
    if (keptRows.length == values.rows() && keptColumns.length == values.columns()) {
      return this;
    }
    Matrix kept = Matrix.zeros(keptRows.length, keptColumns.length);
    for (int i = 0; i < keptRows.length; i++) {
      for (int j = 0; j < keptColumns.length; j++) {
        kept.set(i, j, values.get(keptRows[i], keptColumns[j]));
      }
    }
    return new LabelledMatrix(kept, rows.select(keptRows), columns.select(keptColumns));
  }

  /** Numbered rows and columns. */
  public static LabelledMatrix unnamed(Matrix values) {
    return new LabelledMatrix(
        values, Labels.numbered(values.rows()), Labels.numbered(values.columns()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelledMatrix that
        && rows.equals(that.rows)
        && columns.equals(that.columns)
        && Arrays.equals(values.array(), that.values.array());
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows.hashCode() + columns.hashCode()) + Arrays.hashCode(values.array());
  }
}
