package org.eckart.recovery.denoising;

import java.util.Arrays;
import java.util.Locale;
import org.eckart.linalg.Matrix;

/** Means that are taken out of a matrix before it is denoised, and added again afterwards. */
public enum Centering {
  /** Nothing is taken out; an offset then counts as a component. */
  NONE,
  /** The mean of each row. */
  ROWS,
  /** The mean of each column, as for a principal component analysis. */
  COLUMNS,
  /** Both, so that rows and columns have mean 0. */
  BOTH;

  /**
   * A matrix without its means. NaN entries are passed over and stay; with holes, the means of both
   * are those of the rows and then of the columns of what they leave.
   *
   * @param matrix a copy
   * @param rows what was taken out of each row
   * @param columns what was taken out of each column
   */
  public record Centred(Matrix matrix, double[] rows, double[] columns) {
    /** Adds the means to part of a matrix, in place. */
    public void addTo(Matrix part, int firstRow) {
      for (int i = 0; i < part.rows(); i++) {
        for (int j = 0; j < part.columns(); j++) {
          part.set(i, j, part.get(i, j) + rows[firstRow + i] + columns[j]);
        }
      }
    }
  }

  /** Takes the means out of a copy. */
  public Centred of(Matrix given) {
    Matrix matrix = given.copy();
    double[] rows = new double[matrix.rows()];
    double[] columns = new double[matrix.columns()];
    if (this == ROWS || this == BOTH) {
      for (int i = 0; i < rows.length; i++) {
        double sum = 0;
        int count = 0;
        for (int j = 0; j < columns.length; j++) {
          if (!Double.isNaN(matrix.get(i, j))) {
            sum += matrix.get(i, j);
            count++;
          }
        }
        rows[i] = count == 0 ? 0 : sum / count;
        for (int j = 0; j < columns.length; j++) {
          matrix.set(i, j, matrix.get(i, j) - rows[i]);
        }
      }
    }
    if (this == COLUMNS || this == BOTH) {
      int[] counts = new int[columns.length];
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < columns.length; j++) {
          if (!Double.isNaN(matrix.get(i, j))) {
            columns[j] += matrix.get(i, j);
            counts[j]++;
          }
        }
      }
      Arrays.setAll(columns, j -> counts[j] == 0 ? 0 : columns[j] / counts[j]);
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < columns.length; j++) {
          matrix.set(i, j, matrix.get(i, j) - columns[j]);
        }
      }
    }
    return new Centred(matrix, rows, columns);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
