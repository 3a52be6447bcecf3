package org.eckart.recovery.sensing;

import static org.eckart.linalg.Check.check;

import org.eckart.core.InputException;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Vector;

/**
 * y ≈ 𝒜(X⋆): what was measured of an unknown matrix, and how. An operator whose adjoint does not
 * belong to it is refused here, before it can mislead a method.
 */
public final class Measurements {
  private final MeasurementOperator operator;
  private final Vector values;
  private final double gain;

  /**
   * @param operator 𝒜
   * @param values y, m finite numbers
   * @throws InputException if a measurement is not a finite number, or their number is not that of
   *     the operator
   * @throws IllegalArgumentException if the operator fails {@link AdjointTest}, or is zero
   */
  public Measurements(MeasurementOperator operator, Vector values) {
    this(operator, values, checkedGain(operator, values));
  }

  private Measurements(MeasurementOperator operator, Vector values, double gain) {
    this.operator = operator;
    this.values = values;
    this.gain = gain;
  }

  private static double checkedGain(MeasurementOperator operator, Vector values) {
    if (values.size() != operator.count()) {
      throw InputException.of(
          "shape",
          "measurements",
          "There are %d measurements, but the operator makes %d; give one value for each",
          values.size(),
          operator.count());
    }
    for (int k = 0; k < values.size(); k++) {
      if (!Double.isFinite(values.get(k))) {
        throw InputException.of(
            "not-finite",
            "measurement " + k,
            "Measurement %d (counted from 0) of %d is %s; leave it out, together with its row of"
                + " the operator",
            k,
            values.size(),
            values.get(k));
      }
    }
    AdjointTest.check(operator);
    double gain = operator.gain();
    check(
        gain > 0 && Double.isFinite(gain),
        "The operator's gain ‖𝒜‖²/(n₁ n₂) is %s; it must be a finite number above 0, so look for"
            + " matrices Aₖ that are all zero or have entries that are not finite",
        gain);
    return gain;
  }

  /** The measurements {@code values} made by {@code operator}. */
  public static Measurements of(MeasurementOperator operator, double... values) {
    return new Measurements(operator, Vector.of(values));
  }

  /** 𝒜. */
  public MeasurementOperator operator() {
    return operator;
  }

  /** y. */
  public Vector values() {
    return values;
  }

  /** {@link MeasurementOperator#gain()}, kept. */
  public double gain() {
    return gain;
  }

  /** n₁. */
  public int rows() {
    return operator.rows();
  }

  /** n₂. */
  public int columns() {
    return operator.columns();
  }

  /** m. */
  public int count() {
    return operator.count();
  }

  /** The same measurements, the operator's work shared out among a team. */
  public Measurements withThreads(Parallel team) {
    return new Measurements(operator.withThreads(team), values, gain);
  }

  /**
   * The free numbers of a matrix of this shape and rank: r (n₁ + n₂ − r), or r (2n − r + 1) / 2 if
   * it is symmetric.
   */
  public static long freeNumbers(int rows, int columns, int rank, boolean symmetric) {
    return symmetric
        ? (long) rank * (2L * rows - rank + 1) / 2
        : (long) rank * ((long) rows + columns - rank);
  }

  /**
   * Refuses a rank that the shape does not allow or that these measurements cannot fix.
   *
   * @throws IllegalArgumentException with the numbers
   */
  public void checkRank(int rank, boolean symmetric) {
    int most = Math.min(rows(), columns());
    check(
        rank >= 1 && rank <= most,
        "rank is %d, but a %d × %d matrix has rank at most %d; ask for 1 to %d",
        rank,
        rows(),
        columns(),
        most,
        most);
    long free = freeNumbers(rows(), columns(), rank, symmetric);
    if (count() < free) {
      int fits = rank;
      while (fits > 0 && freeNumbers(rows(), columns(), fits, symmetric) > count()) {
        fits--;
      }
      throw new IllegalArgumentException(
          String.format(
              java.util.Locale.ROOT,
              "%d measurements cannot fix the %d free numbers of a %d × %d%s matrix of rank %d;"
                  + " measure more%s",
              count(),
              free,
              rows(),
              columns(),
              symmetric ? " symmetric" : "",
              rank,
              fits > 0 ? ", or ask for rank " + fits + (fits > 1 ? " or less" : "") : ""));
    }
  }
}
