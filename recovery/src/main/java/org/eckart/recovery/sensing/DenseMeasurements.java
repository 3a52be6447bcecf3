package org.eckart.recovery.sensing;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.Kernels;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;

/**
 * Measurements by matrices Aₖ given in full: 8 m n₁ n₂ bytes, and as many read from memory in a
 * measurement as in an adjoint, which is what either costs.
 *
 * <p>Take it for small problems only; Aₖ of one entry, few entries or rank one cost a small part of
 * this as {@link SparseMeasurements} or {@link RankOneMeasurements}.
 */
public final class DenseMeasurements implements MeasurementOperator {
  /** Measurements a block: large enough that handing it out costs nothing. */
  private static final int MEASUREMENTS = 16;

  /** Columns of the stack a block of the adjoint: with its sums it stays in the first cache. */
  private static final int STRETCH = 1024;

  private final int rows;
  private final int columns;
  private final Matrix stack;
  private final Parallel team;

  private DenseMeasurements(int rows, int columns, Matrix stack, Parallel team) {
    this.rows = rows;
    this.columns = columns;
    this.stack = stack;
    this.team = team;
  }

  /**
   * @param stack m × (n₁ n₂): row k holds Aₖ row by row; shared, not copied
   */
  public static DenseMeasurements of(int rows, int columns, Matrix stack) {
    Shapes.checkShape(rows, columns, stack.rows());
    check(
        stack.columns() == (long) rows * columns,
        "The operator has %d numbers a measurement, but a %d × %d matrix has %d entries",
        stack.columns(),
        rows,
        columns,
        (long) rows * columns);
    return new DenseMeasurements(rows, columns, stack, Shapes.ALONE);
  }

  @Override
  public DenseMeasurements withThreads(Parallel other) {
    return new DenseMeasurements(rows, columns, stack, other);
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
    return stack.rows();
  }

  @Override
  public double[] measure(Matrix x) {
    Shapes.checkMatrix(this, x);
    double[] z = new double[count()];
    int size = stack.columns();
    team.forEachBlock(
        Shapes.blocks(count(), MEASUREMENTS),
        block -> {
          int end = Math.min(count(), (block + 1) * MEASUREMENTS);
          for (int k = block * MEASUREMENTS; k < end; k++) {
            z[k] = Kernels.dot(stack.array(), k * size, x.array(), 0, size);
          }
        });
    return z;
  }

  @Override
  public LinearOperator adjoint(double[] z) {
    return denseAdjoint(z);
  }

  @Override
  public Matrix denseAdjoint(double[] z) {
    Shapes.checkMeasurements(this, z);
    Matrix sum = Matrix.zeros(rows, columns);
    int size = stack.columns();
    team.forEachBlock(
        Shapes.blocks(size, STRETCH),
        block -> {
          int from = block * STRETCH;
          int length = Math.min(STRETCH, size - from);
          for (int k = 0; k < z.length; k++) {
            Kernels.axpy(z[k], stack.array(), k * size + from, sum.array(), from, length);
          }
        });
    return sum;
  }

  @Override
  public double gain() {
    int size = stack.columns();
    return team.sum(
            Shapes.blocks(count(), MEASUREMENTS),
            block -> {
              double sum = 0;
              int end = Math.min(count(), (block + 1) * MEASUREMENTS);
              for (int k = block * MEASUREMENTS; k < end; k++) {
                sum += Kernels.squaredNorm(stack.array(), k * size, size);
              }
              return sum;
            })
        / size;
  }

  @Override
  public String toString() {
    return "DenseMeasurements[" + count() + " of " + rows + " × " + columns + "]";
  }
}
