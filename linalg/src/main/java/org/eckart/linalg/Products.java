package org.eckart.linalg;

import static org.eckart.linalg.Check.check;

import java.util.concurrent.CancellationException;

/**
 * An operator as the truncated SVDs see it: not wider than tall, of moderate size, its products
 * counted, checked for NaN and open to interruption.
 */
final class Products {
  private final LinearOperator shared;
  private final boolean flipped;
  private double scale; // a power of 2; 0 until the first product that is not zero
  private long count;

  Products(LinearOperator a, Parallel parallel) {
    shared =
        switch (a) {
          case SparseMatrix sparse -> sparse.withThreads(parallel);
          case SparsePlusLowRank sum -> sum.withThreads(parallel);
          case Matrix dense -> new SharedMatrix(dense, parallel);
          default -> a;
        };
    flipped = a.rows() < a.columns();
  }

  /** The larger dimension. */
  int rows() {
    return Math.max(shared.rows(), shared.columns());
  }

  /** The smaller dimension. */
  int columns() {
    return Math.min(shared.rows(), shared.columns());
  }

  /** Whether this is Aᵀ, so that left and right vectors change places. */
  boolean flipped() {
    return flipped;
  }

  /** What singular values must be multiplied by. */
  double scale() {
    return scale == 0 ? 1 : scale;
  }

  /** Vectors multiplied with A or Aᵀ so far. */
  long count() {
    return count;
  }

  /** A x / scale. */
  Matrix times(Matrix x) {
    return checked(flipped ? shared.transposeTimes(x) : shared.times(x));
  }

  /** Aᵀ y / scale. */
  Matrix transposeTimes(Matrix y) {
    return checked(flipped ? shared.times(y) : shared.transposeTimes(y));
  }

  private Matrix checked(Matrix product) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("The truncated SVD was interrupted; it has no result");
    }
    count += product.columns();
    double largest = product.largestMagnitude();
    check(
        largest <= Double.MAX_VALUE,
        "A product with the %d × %d matrix has an entry that is NaN or infinite; each entry of the"
            + " matrix must be finite, and all of them of a size at which sums do not overflow",
        shared.rows(),
        shared.columns());
    if (scale == 0 && largest > 0) {
      scale = PowerOfTwo.upTo(largest);
    }
    if (scale() != 1) {
      double[] p = product.array();
      double inverse = 1 / scale();
      for (int i = 0; i < p.length; i++) {
        p[i] *= inverse;
      }
    }
    return product;
  }
}
