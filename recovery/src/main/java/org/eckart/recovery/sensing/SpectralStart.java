package org.eckart.recovery.sensing;

import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.TruncatedSvd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.scaled.FactorPair;

/**
 * The best factors of rank r of a matrix known by its products, with which a descent begins: U Σ^½
 * and V Σ^½ of its leading triplets, or Q Λ^½ twice of its leading eigenvalues, those below 0 taken
 * as 0. By Lanczos, so that nothing is formed.
 */
public final class SpectralStart {
  /** Far more than a start needs; a looser one would make runs depend on the block size. */
  private static final double TOLERANCE = 1e-10;

  private SpectralStart() {}

  /**
   * @param matrix n₁ × n₂; of a symmetric start, the symmetric part counts
   */
  public static FactorPair of(LinearOperator matrix, int rank, boolean symmetric, long seed) {
    LanczosOptions options =
        LanczosOptions.rank(rank).withTolerance(TOLERANCE).withMaxSteps(300).withSeed(seed);
    if (!symmetric) {
      return FactorPair.balanced(TruncatedSvd.lanczos(matrix, options).triplets());
    }
    LinearOperator half = new SymmetricPart(matrix);
    LanczosOptions one = LanczosOptions.rank(1).withTolerance(1e-2).withSeed(seed);
    double shift = 1.1 * TruncatedSvd.lanczos(half, one).triplets().s().get(0);
    // shifted above 0, the largest eigenvalues are the largest singular values
    Svd shifted = TruncatedSvd.lanczos(new Shifted(half, shift), options).triplets();
    double[] roots = new double[shifted.rank()];
    for (int k = 0; k < roots.length; k++) {
      roots[k] = Math.sqrt(Math.max(0, shifted.s().get(k) - shift));
    }
    Matrix left = shifted.v().columnsScaled(Vector.wrap(roots));
    return new FactorPair(left, left);
  }

  /** ½(A + Aᵀ). */
  private record SymmetricPart(LinearOperator of) implements LinearOperator {
    @Override
    public int rows() {
      return of.rows();
    }

    @Override
    public int columns() {
      return of.columns();
    }

    @Override
    public void multiply(double[] x, double[] y) {
      double[] other = new double[rows()];
      of.multiply(x, y);
      of.transposeMultiply(x, other);
      for (int i = 0; i < other.length; i++) {
        y[i] = 0.5 * (y[i] + other[i]);
      }
    }

    @Override
    public void transposeMultiply(double[] y, double[] x) {
      multiply(y, x);
    }

    @Override
    public Matrix times(Matrix x) {
      return of.times(x).plus(of.transposeTimes(x)).scaled(0.5);
    }

    @Override
    public Matrix transposeTimes(Matrix y) {
      return times(y);
    }

    @Override
    public LinearOperator transposed() {
      return this;
    }
  }

  /** A + cI for a symmetric A. */
  private record Shifted(LinearOperator of, double shift) implements LinearOperator {
    @Override
    public int rows() {
      return of.rows();
    }

    @Override
    public int columns() {
      return of.columns();
    }

    @Override
    public void multiply(double[] x, double[] y) {
      of.multiply(x, y);
      for (int i = 0; i < rows(); i++) {
        y[i] += shift * x[i];
      }
    }

    @Override
    public void transposeMultiply(double[] y, double[] x) {
      multiply(y, x);
    }

    @Override
    public Matrix times(Matrix x) {
      return of.times(x).plus(x.scaled(shift));
    }

    @Override
    public Matrix transposeTimes(Matrix y) {
      return times(y);
    }

    @Override
    public LinearOperator transposed() {
      return this;
    }
  }
}
