package org.eckart.bayes.normalproduct;

import static org.eckart.linalg.Check.check;

import java.util.Arrays;
import org.eckart.linalg.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * What else is known of rows or of columns: numbers, or 0 and 1 for labels, one row of features for
 * each. Stored sparse, 12 bytes for each that is not 0.
 *
 * <p>Features enter as a regression: the factors of a row are what its features say, plus what is
 * its own. How much they can say is learned, so useless ones do little harm. Numbers should be
 * standardised first; all are then divided by their root mean square length.
 */
public final class Features {
  private final int rows;
  private final int count;
  private final int[] start;
  private final int[] index;
  private final double[] value;
  private final double length;
  private @Nullable FeatureRegression regression;

  private Features(int rows, int count, int[] start, int[] index, double[] value) {
    this.rows = rows;
    this.count = count;
    this.start = start;
    this.index = index;
    this.value = value;
    double most = 0;
    for (double v : value) {
      most = Math.max(most, Math.abs(v));
    }
    double squares = 0;
    for (double v : value) {
      squares += most == 0 ? 0 : v / most * (v / most);
    }
    this.length = squares == 0 ? 1 : most * Math.sqrt(squares / rows);
  }

  /** Features of a table: a row for each row or column of the data, all finite. */
  public static Features of(Matrix table) {
    int[] start = new int[table.rows() + 1];
    int entries = 0;
    for (double v : table.array()) {
      entries += v != 0 ? 1 : 0;
    }
    int[] index = new int[entries];
    double[] value = new double[entries];
    int at = 0;
    for (int i = 0; i < table.rows(); i++) {
      for (int j = 0; j < table.columns(); j++) {
        if (table.get(i, j) != 0) {
          index[at] = j;
          value[at++] = table.get(i, j);
        }
      }
      start[i + 1] = at;
    }
    return of(table.rows(), table.columns(), start, index, value);
  }

  /**
   * Sparse features; the arrays are shared, not copied.
   *
   * @param rows that have features
   * @param count of features, 1 or more
   * @param start where the features of each row begin, and their number at the end
   * @param index of each, 0 to {@code count} − 1, distinct within a row
   * @param value of each, finite
   */
  public static Features of(int rows, int count, int[] start, int[] index, double[] value) {
    check(count >= 1, "There is no feature; give at least one, or none at all");
    check(
        start.length == rows + 1 && start[rows] == index.length && index.length == value.length,
        "%d rows, %d indices and %d values do not make features",
        rows,
        index.length,
        value.length);
    for (int i = 0; i < rows; i++) {
      for (int k = start[i]; k < start[i + 1]; k++) {
        check(
            index[k] >= 0 && index[k] < count,
            "Row %d has feature %d, but there are %d",
            i,
            index[k],
            count);
        check(
            Double.isFinite(value[k]),
            "Feature %d of row %d is %s; features must be finite numbers",
            index[k],
            i,
            value[k]);
      }
    }
    return new Features(rows, count, start, index, value);
  }

  public int rows() {
    return rows;
  }

  /** p, the number of features. */
  public int count() {
    return count;
  }

  /** Root mean square length of a row, by which features are divided. */
  double length() {
    return length;
  }

  /** The features of a row, in the units they came in. */
  double[] row(int i) {
    double[] dense = new double[count];
    for (int k = start[i]; k < start[i + 1]; k++) {
      dense[index[k]] = value[k];
    }
    return dense;
  }

  synchronized FeatureRegression regression() {
    if (regression == null) {
      regression = FeatureRegression.of(this);
    }
    return regression;
  }

  /** to = F w for coefficients w of p × q, to of n × q. */
  void multiply(double[] w, int q, double[] to) {
    Arrays.fill(to, 0);
    for (int i = 0; i < rows; i++) {
      for (int k = start[i]; k < start[i + 1]; k++) {
        double v = value[k] / length;
        int from = index[k] * q;
        for (int r = 0; r < q; r++) {
          to[i * q + r] += v * w[from + r];
        }
      }
    }
  }

  /** to = Fᵀ t for t of n × q, to of p × q. */
  void transposeMultiply(double[] t, int q, double[] to) {
    Arrays.fill(to, 0);
    for (int i = 0; i < rows; i++) {
      for (int k = start[i]; k < start[i + 1]; k++) {
        double v = value[k] / length;
        int at = index[k] * q;
        for (int r = 0; r < q; r++) {
          to[at + r] += v * t[i * q + r];
        }
      }
    }
  }

  /** Fᵀ F, p × p. */
  Matrix gram() {
    Matrix gram = Matrix.zeros(count, count);
    for (int i = 0; i < rows; i++) {
      for (int k = start[i]; k < start[i + 1]; k++) {
        for (int l = start[i]; l < start[i + 1]; l++) {
          double share = value[k] / length * (value[l] / length);
          gram.set(index[k], index[l], gram.get(index[k], index[l]) + share);
        }
      }
    }
    return gram;
  }

  /** F Fᵀ, n × n. */
  Matrix rowGram() {
    Matrix gram = Matrix.zeros(rows, rows);
    double[] dense = new double[count];
    for (int i = 0; i < rows; i++) {
      for (int k = start[i]; k < start[i + 1]; k++) {
        dense[index[k]] = value[k] / length;
      }
      for (int l = 0; l <= i; l++) {
        double sum = 0;
        for (int k = start[l]; k < start[l + 1]; k++) {
          sum += value[k] / length * dense[index[k]];
        }
        gram.set(i, l, sum);
        gram.set(l, i, sum);
      }
      for (int k = start[i]; k < start[i + 1]; k++) {
        dense[index[k]] = 0;
      }
    }
    return gram;
  }
}
