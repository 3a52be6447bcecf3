package org.eckart.recovery.hankel;

import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.TruncatedSvd;
import org.eckart.recovery.scaled.FactorPair;

/**
 * The best rank-r approximation of H(p⁻¹ P_Ω(x)), by Lanczos with FFT products.
 *
 * @param factors H Q and Q for an orthonormal basis Q of the leading right singular vectors,
 *     complex ones as [Re, Im]
 * @param gap σ̂_r/σ̂_{r+1}
 */
record HankelStart(FactorPair factors, double gap) {
  private static final double TOLERANCE = 1e-8;

  /** A step of Lanczos more or less is no matter to a start. */
  private static final int MAX_STEPS = 300;

  /** Directions at least this part of the strongest are added with it. */
  private static final double TOGETHER = 0.5;

  static HankelStart of(HankelProblem problem, Signal scaled, int rank, long seed) {
    return of(problem, scaled, rank, rank, seed);
  }

  /** Of rank 1 to {@code most}: the directions that are not far below the strongest. */
  static HankelStart together(HankelProblem problem, Signal scaled, int most, long seed) {
    return of(problem, scaled, 1, most, seed);
  }

  private static HankelStart of(
      HankelProblem problem, Signal scaled, int least, int most, long seed) {
    HankelProducts products = problem.products();
    LinearOperator operator = products.operator(scaled);
    int parts = problem.isReal() ? 1 : 2;
    int all = Math.min(operator.rows(), operator.columns());
    Svd leading =
        TruncatedSvd.lanczos(
                operator,
                LanczosOptions.rank(Math.min(parts * (most + 1), all))
                    .withTolerance(TOLERANCE)
                    .withMaxSteps(MAX_STEPS)
                    .withSeed(seed),
                problem.parallel())
            .triplets();
    int rank = least;
    while (rank < most && leading.s().get(parts * rank) >= TOGETHER * leading.s().get(0)) {
      rank++;
    }
    double next = leading.rank() > parts * rank ? leading.s().get(parts * rank) : 0;
    double gap = next == 0 ? Double.POSITIVE_INFINITY : leading.s().get(parts * rank - 1) / next;
    Matrix right = right(leading, products.columns(), rank, parts);
    Matrix left =
        products.times(
            products.of(scaled), products.of(right, problem.parallel()), problem.parallel());
    return new HankelStart(new FactorPair(left, right), gap);
  }

  private static Matrix right(Svd leading, int columns, int rank, int parts) {
    int count = parts * rank;
    Matrix vectors = Matrix.zeros(columns, 2 * count);
    for (int i = 0; i < columns; i++) {
      for (int k = 0; k < count; k++) {
        vectors.set(i, k, leading.v().get(i, k));
        if (parts == 2) {
          vectors.set(i, count + k, leading.v().get(columns + i, k));
        }
      }
    }
    return ComplexFactors.basis(vectors, rank);
  }
}
