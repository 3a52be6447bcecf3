package org.eckart.recovery.sensing;

import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.TruncatedSvd;

/**
 * The largest singular value that a residual would backproject to if it were noise: that of 𝒜*(ε ∘
 * residual) with random signs ε, the largest of a few draws. Asks nothing of the operator.
 */
final class NoiseEdge {
  private static final int DRAWS = 3;

  private NoiseEdge() {}

  static double of(Fidelity fidelity, double[] measured, long seed) {
    double largest = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      RandomStream random = RandomStream.of(seed, "signs of the residual").split(draw);
      double[] signed = fidelity.residual(measured);
      for (int k = 0; k < signed.length; k++) {
        signed[k] = random.nextLong() < 0 ? -signed[k] : signed[k];
      }
      LinearOperator noise = fidelity.backprojection(signed);
      if (Matrix.wrap(signed.length, 1, signed).largestMagnitude() > 0) {
        LanczosOptions one = LanczosOptions.rank(1).withTolerance(1e-3).withSeed(seed);
        largest = Math.max(largest, TruncatedSvd.lanczos(noise, one).triplets().s().get(0));
      }
    }
    return largest;
  }
}
