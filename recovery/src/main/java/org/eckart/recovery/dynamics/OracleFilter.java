package org.eckart.recovery.dynamics;

/**
 * The largest overlaps that any iteration from this start could have, if it knew the truth: the
 * best polynomials of XXᵀ and XᵀX applied to the start. What an early-stopped flow loses against it
 * is the price of not knowing.
 *
 * @param left largest ⟨u, u*⟩, at least 0
 * @param right largest ⟨v, v*⟩
 */
public record OracleFilter(double left, double right) {
  /** The bound for a problem; that for each side is reached by a filter of its own. */
  public static OracleFilter of(RankOneProblem problem) {
    AlignedSpike spike = problem.spike().positive();
    SpikeLaw law = new SpikeLaw(problem.aspectRatio(), spike.strength());
    EdgeGrid grid = new EdgeGrid(problem.aspectRatio(), 1, law.poleAngle());
    double[] left = grid.left(law);
    double[] right = grid.right(law);
    double[] cross = grid.cross(law);
    double[] noiseLeft = grid.left();
    double[] noiseRight = grid.right();
    double alpha = spike.left();
    double beta = spike.right();
    double freeLeft = (1 - alpha) * (1 + alpha);
    double freeRight = (1 - beta) * (1 + beta);
    double squareLeft = zero(alpha, grid.leftZero(law), freeLeft, grid.leftZero());
    double squareRight = zero(beta, grid.rightZero(law), freeRight, grid.rightZero());
    for (int j = 0; j < grid.size; j++) {
      double energyLeft = alpha * alpha * left[j] + freeLeft * noiseLeft[j];
      double energyRight = beta * beta * right[j] + freeRight * noiseRight[j];
      double both = alpha * beta * cross[j];
      double x = grid.x[j];
      squareLeft += largest(alpha * left[j], beta * cross[j], energyLeft, x * energyRight, both);
      squareRight += largest(beta * right[j], alpha * cross[j], energyRight, x * energyLeft, both);
    }
    if (alpha != 0 || beta != 0) { // a filter can take the atom out alone
      squareLeft += law.pull(spike) == 0 ? 0 : law.seen().leftSquared();
      squareRight += law.pull(spike) == 0 ? 0 : law.seen().rightSquared();
    }
    return new OracleFilter(
        Math.min(1, Math.sqrt(squareLeft)), Math.min(1, Math.sqrt(squareRight)));
  }

  private static double zero(double cosine, double signal, double free, double noise) {
    double energy = cosine * cosine * signal + free * noise;
    return energy > 0 ? cosine * signal * cosine * signal / energy : 0;
  }

  /** max over P, Q of (P n₁ + Q n₂)² / (P² a + Q² d + 2PQ b). */
  private static double largest(double n1, double n2, double a, double d, double b) {
    double determinant = a * d - b * b;
    return determinant > 0 ? (d * n1 * n1 - 2 * b * n1 * n2 + a * n2 * n2) / determinant : 0;
  }
}
