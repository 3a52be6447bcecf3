package org.eckart.recovery.sensing;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.Kernels;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;

/**
 * Measurements by Aₖ = aₖ bₖᵀ, so that 𝒜(X)ₖ = aₖᵀ X bₖ: bilinear, or with bₖ = aₖ quadratic, as
 * in phase retrieval and covariance sketching.
 *
 * <p>No Aₖ is formed. 8 m (n₁ + n₂) bytes; of a factor pair of rank r a measurement takes 2 m (n₁ +
 * n₂) r flops, and so does a product with 𝒜*(z) = aᵀ diag(z) b.
 */
public final class RankOneMeasurements implements MeasurementOperator {
  /** Measurements a block. */
  private static final int MEASUREMENTS = 512;

  private final Matrix a;
  private final Matrix b;
  private final Parallel team;

  private RankOneMeasurements(Matrix a, Matrix b, Parallel team) {
    this.a = a;
    this.b = b;
    this.team = team;
  }

  /**
   * @param a m × n₁, row k is aₖᵀ; shared, not copied
   * @param b m × n₂, row k is bₖᵀ; shared, not copied
   */
  public static RankOneMeasurements of(Matrix a, Matrix b) {
    Shapes.checkShape(a.columns(), b.columns(), a.rows());
    check(
        a.rows() == b.rows(),
        "There are %d vectors a but %d vectors b; each measurement aᵀ X b needs one of both",
        a.rows(),
        b.rows());
    return new RankOneMeasurements(a, b, Shapes.ALONE);
  }

  /**
   * Quadratic measurements aₖᵀ X aₖ.
   *
   * @param a m × n, row k is aₖᵀ; shared, not copied
   */
  public static RankOneMeasurements quadratic(Matrix a) {
    return of(a, a);
  }

  @Override
  public RankOneMeasurements withThreads(Parallel other) {
    return new RankOneMeasurements(a, b, other);
  }

  /** The aₖ, m × n₁. */
  public Matrix a() {
    return a;
  }

  /** The bₖ, m × n₂; the same object as {@link #a()} for quadratic measurements. */
  public Matrix b() {
    return b;
  }

  /** Whether bₖ = aₖ for every k. */
  public boolean isQuadratic() {
    return a == b;
  }

  @Override
  public int rows() {
    return a.columns();
  }

  @Override
  public int columns() {
    return b.columns();
  }

  @Override
  public int count() {
    return a.rows();
  }

  @Override
  public double[] measure(Matrix x) {
    Shapes.checkMatrix(this, x);
    return rowDots(a.withThreads(team).times(x), b);
  }

  @Override
  public double[] measure(Matrix left, Matrix right) {
    Shapes.checkFactors(this, left, right);
    Matrix aLeft = a.withThreads(team).times(left); // m × r
    return rowDots(
        aLeft, isQuadratic() && left == right ? aLeft : b.withThreads(team).times(right));
  }

  /** The dot products of the rows of P with those of Q. */
  private double[] rowDots(Matrix p, Matrix q) {
    double[] z = new double[count()];
    int r = p.columns();
    team.forEachBlock(
        Shapes.blocks(z.length, MEASUREMENTS),
        block -> {
          int end = Math.min(z.length, (block + 1) * MEASUREMENTS);
          for (int k = block * MEASUREMENTS; k < end; k++) {
            double sum = 0;
            for (int c = 0; c < r; c++) {
              sum += p.array()[k * r + c] * q.array()[k * r + c];
            }
            z[k] = sum;
          }
        });
    return z;
  }

  @Override
  public LinearOperator adjoint(double[] z) {
    Shapes.checkMeasurements(this, z);
    return new Weighted(a, b, z.clone(), team);
  }

  /** aᵀ diag(z) b. */
  private record Weighted(Matrix a, Matrix b, double[] z, Parallel team) implements LinearOperator {
    @Override
    public int rows() {
      return a.columns();
    }

    @Override
    public int columns() {
      return b.columns();
    }

    @Override
    public void multiply(double[] x, double[] y) {
      double[] product = times(Matrix.wrap(columns(), 1, x)).array();
      System.arraycopy(product, 0, y, 0, rows());
    }

    @Override
    public void transposeMultiply(double[] y, double[] x) {
      double[] product = transposeTimes(Matrix.wrap(rows(), 1, y)).array();
      System.arraycopy(product, 0, x, 0, columns());
    }

    @Override
    public Matrix times(Matrix x) {
      return a.withThreads(team).transposeTimes(weighted(b.withThreads(team).times(x)));
    }

    @Override
    public Matrix transposeTimes(Matrix y) {
      return b.withThreads(team).transposeTimes(weighted(a.withThreads(team).times(y)));
    }

    @Override
    public LinearOperator transposed() {
      return new Weighted(b, a, z, team);
    }

    /** Row k of a matrix made here, multiplied by zₖ in place. */
    private Matrix weighted(Matrix own) {
      int r = own.columns();
      double[] values = own.array();
      team.forEachBlock(
          Shapes.blocks(z.length, MEASUREMENTS),
          block -> {
            int end = Math.min(z.length, (block + 1) * MEASUREMENTS);
            for (int k = block * MEASUREMENTS; k < end; k++) {
              for (int c = 0; c < r; c++) {
                values[k * r + c] *= z[k];
              }
            }
          });
      return own;
    }
  }

  /** Σ ‖aₖ‖² ‖bₖ‖² / (n₁ n₂). */
  @Override
  public double gain() {
    int n1 = a.columns();
    int n2 = b.columns();
    double sum = 0;
    for (int k = 0; k < count(); k++) {
      sum +=
          Kernels.squaredNorm(a.array(), k * n1, n1)
              / n1
              * Kernels.squaredNorm(b.array(), k * n2, n2)
              / n2;
    }
    return sum;
  }

  @Override
  public String toString() {
    return "RankOneMeasurements[" + count() + " of " + rows() + " × " + columns() + "]";
  }
}
