package org.eckart.data.table;

import java.util.Arrays;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.jspecify.annotations.Nullable;

/**
 * (row, column) pairs in the order of their source, matched to the rows and columns that a model
 * knows. Pair k has the ids {@code rowIds.get(row[k])} and {@code columnIds.get(column[k])}.
 *
 * @param rowIds the distinct row ids of the source
 * @param columnIds likewise
 * @param row position in {@code rowIds}, for each pair
 * @param column position in {@code columnIds}, for each pair
 * @param value for each pair, NaN where it is missing; null if values were not read
 * @param knownRow the model's row for each of {@code rowIds}, −1 where it has none
 * @param knownColumn likewise
 */
public record Pairs(
    Labels rowIds,
    Labels columnIds,
    int[] row,
    int[] column,
    double @Nullable [] value,
    int[] knownRow,
    int[] knownColumn) {

  static Pairs of(Coded coded, Labels rows, Labels columns, boolean withValues) {
    int count = Math.toIntExact(coded.entries());
    int[] row = new int[count];
    int[] column = new int[count];
    double[] value = withValues ? new double[count] : null;
    int at = 0;
    for (Block block : coded.blocks()) {
      System.arraycopy(block.row, 0, row, at, block.count);
      System.arraycopy(block.column, 0, column, at, block.count);
      if (value != null) {
        System.arraycopy(block.value, 0, value, at, block.count);
      }
      at += block.count;
    }
    return new Pairs(
        coded.rows(),
        coded.columns(),
        row,
        column,
        value,
        positions(coded.rows(), rows),
        positions(coded.columns(), columns));
  }

  /** Where each of {@code ids} stands among {@code known}. */
  private static int[] positions(Labels ids, Labels known) {
    int[] positions = new int[ids.size()];
    if (ids.areIntegers() && ascendingIntegers(known)) {
      int at = 0;
      for (int i = 0; i < positions.length; i++) { // both ascend
        while (at < known.size() && known.integer(at) < ids.integer(i)) {
          at++;
        }
        positions[i] = at < known.size() && known.integer(at) == ids.integer(i) ? at : -1;
      }
      return positions;
    }
    Arrays.setAll(positions, i -> known.indexOf(ids.get(i)));
    return positions;
  }

  private static boolean ascendingIntegers(Labels labels) {
    if (!labels.areIntegers()) {
      return false;
    }
    for (int i = 1; i < labels.size(); i++) {
      if (labels.integer(i) <= labels.integer(i - 1)) {
        return false;
      }
    }
    return true;
  }

  /** How many pairs there are. */
  public int count() {
    return row.length;
  }

  /** The model's row of pair k, −1 if the model has none of that name. */
  public int modelRow(int k) {
    return knownRow[row[k]];
  }

  /** The model's column of pair k, −1 if the model has none of that name. */
  public int modelColumn(int k) {
    return knownColumn[column[k]];
  }

  /** How many pairs have a row or a column that the model does not know. */
  public int unknown() {
    int unknown = 0;
    for (int k = 0; k < row.length; k++) {
      unknown += modelRow(k) < 0 || modelColumn(k) < 0 ? 1 : 0;
    }
    return unknown;
  }

  /**
   * The pairs that have a value and whose row and column the model knows, over the model's labels;
   * pairs that come twice stay twice.
   */
  public ObservedEntries known(Labels rows, Labels columns) {
    double[] values = value;
    if (values == null) {
      throw new IllegalStateException("These pairs were read without values");
    }
    int[] chosen = new int[row.length];
    int size = 0;
    for (int k = 0; k < row.length; k++) {
      if (modelRow(k) >= 0 && modelColumn(k) >= 0 && !Double.isNaN(values[k])) {
        chosen[size++] = k;
      }
    }
    int[] r = new int[size];
    int[] c = new int[size];
    double[] v = new double[size];
    for (int k = 0; k < size; k++) {
      r[k] = modelRow(chosen[k]);
      c[k] = modelColumn(chosen[k]);
      v[k] = values[chosen[k]];
    }
    return ObservedEntries.of(rows, columns, r, c, v);
  }
}
