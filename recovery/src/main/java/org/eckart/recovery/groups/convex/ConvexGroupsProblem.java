package org.eckart.recovery.groups.convex;

import static org.eckart.linalg.Check.check;

import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.groups.GroupPenalty;

/**
 * min ½ Σ W_ij (Y_ij − X_ij)² + Σ τ_g‖X_g‖_*, dense.
 *
 * <p>Values and thresholds are divided by the values' root mean square, and multiplied back in the
 * estimate.
 */
public final class ConvexGroupsProblem {
  private final Matrix values;
  private final Matrix weights;
  private final GroupPenalty penalty;
  private final double scale;
  private final Parallel parallel;

  private ConvexGroupsProblem(
      Matrix values, Matrix weights, GroupPenalty penalty, double scale, Parallel parallel) {
    this.values = values;
    this.weights = weights;
    this.penalty = penalty;
    this.scale = scale;
    this.parallel = parallel;
  }

  /**
   * @param values Y, n × p; read only where a weight is above 0
   * @param weights W, n × p, from 0 (not observed) to 1
   * @param penalty groups of rows with their thresholds
   * @throws IllegalArgumentException if shapes differ, a weight is outside 0 to 1, an observed
   *     value is not finite, or nothing is observed
   */
  public static ConvexGroupsProblem of(
      Matrix values, Matrix weights, GroupPenalty penalty, Parallel parallel) {
    check(
        values.rows() == weights.rows() && values.columns() == weights.columns(),
        "The matrix is %d × %d but its weights are %d × %d",
        values.rows(),
        values.columns(),
        weights.rows(),
        weights.columns());
    check(
        values.rows() == penalty.rows(),
        "The table has %d rows, but groups are given for %d",
        values.rows(),
        penalty.rows());
    double largest = 0;
    int count = 0;
    for (int k = 0; k < values.array().length; k++) {
      double w = weights.array()[k];
      check(w >= 0 && w <= 1, "A weight is %s; weights are from 0 (not observed) to 1", w);
      if (w > 0) {
        double y = values.array()[k];
        check(
            Double.isFinite(y),
            "The entry at row %d, column %d is %s; values must be finite numbers",
            k / values.columns(),
            k % values.columns(),
            y);
        largest = Math.max(largest, Math.abs(y));
        count++;
      }
    }
    check(count > 0, "There is no observed entry, so nothing can be completed");
    double scale = 1;
    if (largest > 0) {
      double sum = 0;
      for (int k = 0; k < values.array().length; k++) {
        if (weights.array()[k] > 0) {
          double part = values.array()[k] / largest;
          sum += part * part;
        }
      }
      scale = largest * Math.sqrt(sum / count);
    }
    Matrix standard = Matrix.zeros(values.rows(), values.columns());
    for (int k = 0; k < values.array().length; k++) {
      standard.array()[k] = weights.array()[k] > 0 ? values.array()[k] / scale : 0;
    }
    return new ConvexGroupsProblem(standard, weights, penalty.scaled(1 / scale), scale, parallel);
  }

  /** Observed entries, all with weight 1; 16 n p bytes. */
  public static ConvexGroupsProblem of(
      ObservedEntries entries, GroupPenalty penalty, Parallel parallel) {
    Matrix values = Matrix.zeros(entries.rows(), entries.columns());
    Matrix weights = Matrix.zeros(entries.rows(), entries.columns());
    for (int k = 0; k < entries.count(); k++) {
      values.set(entries.row(k), entries.column(k), entries.value(k));
      weights.set(entries.row(k), entries.column(k), 1);
    }
    return of(values, weights, penalty, parallel);
  }

  /** The same with thresholds multiplied by a number above 0. */
  public ConvexGroupsProblem withPenaltyScaled(double factor) {
    return new ConvexGroupsProblem(values, weights, penalty.scaled(factor), scale, parallel);
  }

  public int rows() {
    return values.rows();
  }

  public int columns() {
    return values.columns();
  }

  /** Y, standardised; 0 where not observed. */
  Matrix values() {
    return values;
  }

  Matrix weights() {
    return weights;
  }

  /** Standardised. */
  GroupPenalty penalty() {
    return penalty;
  }

  double scale() {
    return scale;
  }

  Parallel parallel() {
    return parallel;
  }
}
