package org.eckart.recovery.sensing;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;

/** What every operator asks of its shapes. */
final class Shapes {
  /** The team of the calling thread alone, which starts no thread. */
  static final Parallel ALONE = Parallel.of(1);

  private Shapes() {}

  static void checkShape(int rows, int columns, long count) {
    check(
        rows >= 1 && columns >= 1,
        "A matrix to measure cannot be %d × %d; it needs at least one row and one column",
        rows,
        columns);
    check(count >= 1, "There are no measurements; at least one is needed");
  }

  static void checkMatrix(MeasurementOperator operator, Matrix x) {
    check(
        x.rows() == operator.rows() && x.columns() == operator.columns(),
        "The operator measures a %d × %d matrix, not a %d × %d one",
        operator.rows(),
        operator.columns(),
        x.rows(),
        x.columns());
  }

  static void checkFactors(MeasurementOperator operator, Matrix left, Matrix right) {
    check(
        left.rows() == operator.rows()
            && right.rows() == operator.columns()
            && left.columns() == right.columns(),
        "Factors of %d × %d and %d × %d do not make a %d × %d matrix",
        left.rows(),
        left.columns(),
        right.rows(),
        right.columns(),
        operator.rows(),
        operator.columns());
  }

  static void checkMeasurements(MeasurementOperator operator, double[] z) {
    check(
        z.length == operator.count(),
        "The operator makes %d measurements, not %d",
        operator.count(),
        z.length);
  }

  /** How many blocks of {@code size} cover {@code length}. */
  static int blocks(int length, int size) {
    return (length + size - 1) / size;
  }
}
