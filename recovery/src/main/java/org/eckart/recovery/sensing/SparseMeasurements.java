package org.eckart.recovery.sensing;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.SparseMatrix;

/**
 * Measurements by matrices Aₖ of few entries each, single entries of X among them: sums,
 * differences and averages of parts of a matrix, line integrals through an image.
 *
 * <p>28 bytes an entry of all Aₖ together, 8 a place (i, j) that is touched at all, and 8 more a
 * place for each 𝒜*(z) that is held. Of a factor pair of rank r a measurement takes 2 r flops an
 * entry, and so does a product with 𝒜*(z), which is a sparse matrix of the touched places.
 */
public final class SparseMeasurements implements MeasurementOperator {
  /** Measurements or places a block. */
  private static final int BLOCK = 1024;

  private final int rows;
  private final int columns;
  private final int[] starts; // of measurement k among the entries
  private final int[] row;
  private final int[] column;
  private final double[] weight;
  private final Places places;
  private final Parallel team;

  private SparseMeasurements(
      int rows,
      int columns,
      int[] starts,
      int[] row,
      int[] column,
      double[] weight,
      Places places,
      Parallel team) {
    this.rows = rows;
    this.columns = columns;
    this.starts = starts;
    this.row = row;
    this.column = column;
    this.weight = weight;
    this.places = places;
    this.team = team;
  }

  /**
   * Measurements with {@code weight[e]} at ({@code row[e]}, {@code column[e]}) of A for the
   * measurement {@code measurement[e]}, in any order; weights given twice for a place are added.
   *
   * @param count m; every measurement must have an entry
   */
  public static SparseMeasurements ofEntries(
      int rows,
      int columns,
      int count,
      int[] measurement,
      int[] row,
      int[] column,
      double[] weight) {
    Shapes.checkShape(rows, columns, count);
    check(
        measurement.length == row.length
            && row.length == column.length
            && column.length == weight.length,
        "%d measurement numbers, %d rows, %d columns and %d weights do not belong together",
        measurement.length,
        row.length,
        column.length,
        weight.length);
    int[] starts = new int[count + 1];
    for (int e = 0; e < row.length; e++) {
      check(
          measurement[e] >= 0 && measurement[e] < count,
          "Entry %d belongs to measurement %d; there are %d, numbered from 0",
          e,
          measurement[e],
          count);
      check(
          row[e] >= 0 && row[e] < rows && column[e] >= 0 && column[e] < columns,
          "Entry %d of measurement %d is at (%d, %d), outside a %d × %d matrix; indices begin at 0",
          e,
          measurement[e],
          row[e],
          column[e],
          rows,
          columns);
      check(
          Double.isFinite(weight[e]),
          "The weight of measurement %d at (%d, %d) is %s; it must be a finite number",
          measurement[e],
          row[e],
          column[e],
          weight[e]);
      starts[measurement[e] + 1]++;
    }
    for (int k = 0; k < count; k++) {
      check(
          starts[k + 1] > 0,
          "Measurement %d of the operator has no entry, so it says nothing of the matrix; leave it"
              + " out",
          k);
      starts[k + 1] += starts[k];
    }
    int[] next = starts.clone();
    int[] i = new int[row.length];
    int[] j = new int[row.length];
    double[] w = new double[row.length];
    for (int e = 0; e < row.length; e++) {
      int to = next[measurement[e]]++;
      i[to] = row[e];
      j[to] = column[e];
      w[to] = weight[e];
    }
    return new SparseMeasurements(
        rows, columns, starts, i, j, w, Places.of(rows, columns, starts, i, j, w), Shapes.ALONE);
  }

  /** The single entries ({@code row[k]}, {@code column[k]}) of X. */
  public static SparseMeasurements singleEntries(int rows, int columns, int[] row, int[] column) {
    int[] measurement = new int[row.length];
    double[] one = new double[row.length];
    for (int k = 0; k < row.length; k++) {
      measurement[k] = k;
      one[k] = 1;
    }
    return ofEntries(rows, columns, row.length, measurement, row, column, one);
  }

  /**
   * @param stack m × (n₁ n₂): row k holds the entries of Aₖ, row by row
   */
  public static SparseMeasurements of(int rows, int columns, SparseMatrix stack) {
    Shapes.checkShape(rows, columns, stack.rows());
    check(
        stack.columns() == (long) rows * columns,
        "The operator has %d columns, but a %d × %d matrix has %d entries",
        stack.columns(),
        rows,
        columns,
        (long) rows * columns);
    int[] measurement = new int[stack.entries()];
    int[] row = new int[stack.entries()];
    int[] column = new int[stack.entries()];
    for (int k = 0; k < stack.rows(); k++) {
      for (int e = stack.starts()[k]; e < stack.starts()[k + 1]; e++) {
        measurement[e] = k;
        row[e] = stack.indices()[e] / columns;
        column[e] = stack.indices()[e] % columns;
      }
    }
    return ofEntries(rows, columns, stack.rows(), measurement, row, column, stack.values());
  }

  @Override
  public SparseMeasurements withThreads(Parallel other) {
    return new SparseMeasurements(rows, columns, starts, row, column, weight, places, other);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public int count() {
    return starts.length - 1;
  }

  /** Entries of all Aₖ together. */
  public int entries() {
    return weight.length;
  }

  @Override
  public double[] measure(Matrix x) {
    Shapes.checkMatrix(this, x);
    return measured((i, j) -> x.array()[i * columns + j]);
  }

  @Override
  public double[] measure(Matrix left, Matrix right) {
    Shapes.checkFactors(this, left, right);
    double[] l = left.array();
    double[] r = right.array();
    int rank = left.columns();
    return measured((i, j) -> {
      double sum = 0;
      for (int c = 0; c < rank; c++) {
        sum += l[i * rank + c] * r[j * rank + c];
      }
      return sum;
    });
  }

  private interface Entry {
    double at(int i, int j);
  }

  private double[] measured(Entry x) {
    double[] z = new double[count()];
    team.forEachBlock(
        Shapes.blocks(z.length, BLOCK),
        block -> {
          int end = Math.min(z.length, (block + 1) * BLOCK);
          for (int k = block * BLOCK; k < end; k++) {
            double sum = 0;
            for (int e = starts[k]; e < starts[k + 1]; e++) {
              sum += weight[e] * x.at(row[e], column[e]);
            }
            z[k] = sum;
          }
        });
    return z;
  }

  @Override
  public LinearOperator adjoint(double[] z) {
    Shapes.checkMeasurements(this, z);
    double[] values = new double[places.count()];
    team.forEachBlock(
        Shapes.blocks(values.length, BLOCK),
        block -> {
          int end = Math.min(values.length, (block + 1) * BLOCK);
          for (int at = block * BLOCK; at < end; at++) {
            values[at] = places.sum(at, z);
          }
        });
    return SparseMatrix.wrap(rows, columns, places.rowStarts(), places.column(), values)
        .withThreads(team);
  }

  @Override
  public Matrix denseAdjoint(double[] z) {
    return ((SparseMatrix) adjoint(z)).toDense();
  }

  /** Of weights as they are listed; those given twice for a place make it an estimate. */
  @Override
  public double gain() {
    double sum = 0;
    for (double w : weight) {
      sum += w * w / rows / columns;
    }
    return sum;
  }

  @Override
  public String toString() {
    return "SparseMeasurements["
        + count()
        + " of "
        + rows
        + " × "
        + columns
        + ", "
        + entries()
        + " entries]";
  }
}
