package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

/**
 * S + L Rᵀ as an operator: a sparse correction on a low-rank matrix, never formed.
 *
 * <p>A product with k vectors costs O((|S| + (m + n) r) k).
 *
 * @param sparse S, m × n
 * @param leftFactor L, m × r
 * @param rightFactor R, n × r
 */
public record SparsePlusLowRank(SparseMatrix sparse, Matrix leftFactor, Matrix rightFactor)
    implements LinearOperator {
  public SparsePlusLowRank {
    check(
        leftFactor.rows() == sparse.rows()
            && rightFactor.rows() == sparse.columns()
            && leftFactor.columns() == rightFactor.columns(),
        "Factors of %d × %d and %d × %d do not go with a sparse %d × %d matrix; they must be %d × r"
            + " and %d × r",
        leftFactor.rows(),
        leftFactor.columns(),
        rightFactor.rows(),
        rightFactor.columns(),
        sparse.rows(),
        sparse.columns(),
        sparse.rows(),
        sparse.columns());
  }

  @Override
  public int rows() {
    return sparse.rows();
  }

  @Override
  public int columns() {
    return sparse.columns();
  }

  @Override
  public void multiply(double[] x, double[] y) {
    sparse.multiply(x, y);
    addProduct(leftFactor, rightFactor, x, y);
  }

  @Override
  public void transposeMultiply(double[] y, double[] x) {
    sparse.transposeMultiply(y, x);
    addProduct(rightFactor, leftFactor, y, x);
  }

  /** y ← y + F Gᵀ x. */
  private static void addProduct(Matrix f, Matrix g, double[] x, double[] y) {
    double[] inner = new double[g.columns()];
    double[] outer = new double[f.rows()];
    g.transposeMultiply(x, inner);
    f.multiply(inner, outer);
    for (int i = 0; i < outer.length; i++) {
      y[i] += outer[i];
    }
  }

  @Override
  public Matrix times(Matrix x) {
    return sparse.times(x).plus(leftFactor.times(rightFactor.transposeTimes(x)));
  }

  @Override
  public Matrix transposeTimes(Matrix y) {
    return sparse.transposeTimes(y).plus(rightFactor.times(leftFactor.transposeTimes(y)));
  }

  @Override
  public SparsePlusLowRank transposed() {
    return new SparsePlusLowRank(sparse.transpose(), rightFactor, leftFactor);
  }

  /** The same operator, its products shared out among a team that must stay open. */
  public LinearOperator withThreads(Parallel team) {
    return new Shared(
        sparse.withThreads(team),
        new SharedMatrix(leftFactor, team),
        new SharedMatrix(rightFactor, team));
  }

  private record Shared(SparseMatrix sparse, SharedMatrix left, SharedMatrix right)
      implements LinearOperator {
    @Override
    public int rows() {
      return sparse.rows();
    }

    @Override
    public int columns() {
      return sparse.columns();
    }

    @Override
    public void multiply(double[] x, double[] y) {
      sum().multiply(x, y);
    }

    @Override
    public void transposeMultiply(double[] y, double[] x) {
      sum().transposeMultiply(y, x);
    }

    private SparsePlusLowRank sum() {
      return new SparsePlusLowRank(sparse, left.matrix(), right.matrix());
    }

    @Override
    public Matrix times(Matrix x) {
      return sparse.times(x).plus(left.times(right.transposeTimes(x)));
    }

    @Override
    public Matrix transposeTimes(Matrix y) {
      return sparse.transposeTimes(y).plus(right.times(left.transposeTimes(y)));
    }
  }
}
