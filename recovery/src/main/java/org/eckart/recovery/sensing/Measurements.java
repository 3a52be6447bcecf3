package org.eckart.recovery.sensing;

import static org.eckart.linalg.Check.check;

import org.eckart.core.InputException;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Vector;

/**
 * y ≈ 𝒜(X⋆): what was measured of an unknown matrix, and how.
 *
 * @param operator 𝒜; one whose adjoint does not belong to it is refused
 * @param values y, m finite numbers
 */
public record Measurements(MeasurementOperator operator, Vector values) {
  /**
   * @throws InputException if a measurement is not a finite number, or their number is not that of
   *     the operator
   * @throws IllegalArgumentException if the operator fails {@link AdjointTest}
   */
  public Measurements {
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
  }

  /** The measurements {@code values} made by {@code operator}. */
  public static Measurements of(MeasurementOperator operator, double... values) {
    return new Measurements(operator, Vector.of(values));
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
    return new Measurements(operator.withThreads(team), values);
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
