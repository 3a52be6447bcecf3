package org.eckart.bayes.nuclear;

import static org.eckart.linalg.Check.check;

import org.eckart.core.InputException;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.jspecify.annotations.Nullable;

/**
 * A matrix seen through Gaussian noise: y_ij = x_ij + γ_ij ε_ij where observed.
 *
 * <p>Kept with rows ≤ columns and in units of the least γ, so that the samplers see noise of level
 * 1; results come back in the data's own shape and units.
 */
public final class NuclearProblem {
  /** Beyond this ratio of data to noise, what noise there is drowns in rounding. */
  private static final double LARGEST_RATIO = 1e12;

  private final Matrix y;
  private final boolean transposed;
  private final double noise;
  private final boolean @Nullable [] observed;
  private final double @Nullable [] precision;
  private final int observedCount;
  private final @Nullable Svd spectrum;

  private NuclearProblem(
      Matrix y,
      boolean transposed,
      double noise,
      boolean @Nullable [] observed,
      double @Nullable [] precision) {
    this.y = y;
    this.transposed = transposed;
    this.noise = noise;
    this.observed = observed;
    this.precision = precision;
    int count = 0;
    if (observed != null) {
      for (boolean one : observed) {
        count += one ? 1 : 0;
      }
    }
    this.observedCount = observed == null ? y.array().length : count;
    this.spectrum = observed == null && precision == null ? Svd.of(y) : null;
  }

  /**
   * Data with noise of one level.
   *
   * @param values m × n; NaN where an entry was not observed
   * @param noise γ, the noise's standard deviation, above 0
   * @throws InputException if an entry is infinite, none is observed, or the data exceed the noise
   *     {@value #LARGEST_RATIO}-fold
   */
  public static NuclearProblem of(Matrix values, double noise) {
    check(
        noise > 0 && Double.isFinite(noise),
        "noise is %s; it must be above 0: without noise the data are the answer",
        noise);
    return of(values, null, noise);
  }

  /**
   * Data with noise of a known level for each entry.
   *
   * @param noise as large as {@code values}; looked at where they are observed
   */
  public static NuclearProblem of(Matrix values, Matrix noise) {
    check(
        noise.rows() == values.rows() && noise.columns() == values.columns(),
        "The matrix is %d × %d but its noise is %d × %d; give one level for each entry",
        values.rows(),
        values.columns(),
        noise.rows(),
        noise.columns());
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < noise.array().length; k++) {
      if (Double.isNaN(values.array()[k])) {
        continue;
      }
      double one = noise.array()[k];
      check(
          one > 0 && Double.isFinite(one),
          "The noise of entry (%d, %d) is %s; it must be above 0",
          k / noise.columns(),
          k % noise.columns(),
          one);
      least = Math.min(least, one);
    }
    return of(values, noise, Double.isInfinite(least) ? 1 : least);
  }

  private static NuclearProblem of(Matrix values, @Nullable Matrix levels, double noise) {
    int rows = values.rows();
    int columns = values.columns();
    check(rows > 0 && columns > 0, "A matrix of %d × %d has no entry", rows, columns);
    boolean transposed = rows > columns;
    Matrix y = transposed ? values.transpose() : values.copy();
    double[] a = y.array();
    boolean[] observed = new boolean[a.length];
    int count = 0;
    for (int k = 0; k < a.length; k++) {
      if (Double.isInfinite(a[k])) {
        int i = k / y.columns();
        int j = k % y.columns();
        throw InputException.of(
            "not-finite",
            "entry (" + (transposed ? j : i) + ", " + (transposed ? i : j) + ")",
            "Entry (%d, %d) is %s; give a finite number, or NaN where it was not observed",
            transposed ? j : i,
            transposed ? i : j,
            a[k]);
      }
      observed[k] = !Double.isNaN(a[k]);
      count += observed[k] ? 1 : 0;
      a[k] = observed[k] ? a[k] / noise : 0;
    }
    if (count == 0) {
      throw InputException.of(
          "empty",
          "",
          "The %d × %d matrix has no observed entry; give at least one",
          rows,
          columns);
    }
    double ratio = y.largestMagnitude();
    if (!(ratio <= LARGEST_RATIO)) {
      throw InputException.of(
          "too-precise",
          "",
          "The largest entry is %.1e times the noise level, and beyond %.0e rounding exceeds the"
              + " noise; give a larger noise level",
          ratio,
          LARGEST_RATIO);
    }
    return new NuclearProblem(
        y,
        transposed,
        noise,
        count == a.length ? null : observed,
        precision(levels, transposed, noise, observed));
  }

  /** 1/γ_ij² in units of the least noise, 0 where nothing was observed; null if all are 1. */
  private static double @Nullable [] precision(
      @Nullable Matrix levels, boolean transposed, double noise, boolean[] observed) {
    if (levels == null) {
      return null;
    }
    double[] level = (transposed ? levels.transpose() : levels).array();
    double[] precision = new double[level.length];
    boolean equal = true;
    for (int k = 0; k < level.length; k++) {
      precision[k] = observed[k] ? noise / level[k] * (noise / level[k]) : 0;
      equal &= !observed[k] || precision[k] == 1;
    }
    return equal ? null : precision;
  }

  /** Rows of the data as they were given. */
  public int rows() {
    return transposed ? y.columns() : y.rows();
  }

  public int columns() {
    return transposed ? y.rows() : y.columns();
  }

  /** Observed entries. */
  public int observed() {
    return observedCount;
  }

  /** γ, or the least of them. */
  public double noise() {
    return noise;
  }

  /** Whether every entry was observed. */
  public boolean isComplete() {
    return observed == null;
  }

  /** Whether every entry was observed under noise of one level: what sign flips and vMF need. */
  public boolean isIsotropic() {
    return spectrum != null;
  }

  /** Rows, and columns, of which nothing was observed; the prior alone speaks of them. */
  public int[] unseen() {
    boolean[] row = new boolean[y.rows()];
    boolean[] column = new boolean[y.columns()];
    for (int i = 0; i < row.length; i++) {
      for (int j = 0; j < column.length; j++) {
        if (isObserved(i * column.length + j)) {
          row[i] = true;
          column[j] = true;
        }
      }
    }
    int rowsUnseen = count(row);
    int columnsUnseen = count(column);
    return transposed
        ? new int[] {columnsUnseen, rowsUnseen}
        : new int[] {rowsUnseen, columnsUnseen};
  }

  private static int count(boolean[] seen) {
    int unseen = 0;
    for (boolean one : seen) {
      unseen += one ? 0 : 1;
    }
    return unseen;
  }

  /** Data over γ, n × m with n ≤ m; 0 where not observed. Not to be changed. */
  Matrix y() {
    return y;
  }

  boolean isObserved(int k) {
    return observed == null || observed[k];
  }

  /** 1/γ_ij² over 1/γ²; 0 where not observed. */
  double precision(int k) {
    return precision != null ? precision[k] : isObserved(k) ? 1 : 0;
  }

  boolean hasUnequalNoise() {
    return precision != null;
  }

  /** The SVD of the data; only where {@link #isIsotropic}. */
  Svd spectrum() {
    return java.util.Objects.requireNonNull(spectrum);
  }

  /** A matrix of the problem's own shape and units as an array in the data's. */
  void restore(double[] own, double[] given) {
    int n = y.rows();
    int m = y.columns();
    if (!transposed) {
      for (int k = 0; k < own.length; k++) {
        given[k] = noise * own[k];
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        given[j * n + i] = noise * own[i * m + j];
      }
    }
  }
}
