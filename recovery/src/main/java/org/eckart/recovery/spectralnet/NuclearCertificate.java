package org.eckart.recovery.spectralnet;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.sensing.MeasurementOperator;
import org.eckart.recovery.sensing.Measurements;

/**
 * How far from minimal a nuclear norm can be at most, among all matrices that fit as well.
 *
 * <p>For any z, ‖Z‖_* ≥ (⟨z, y⟩ − δ‖z‖)/‖𝒜*(z)‖₂ for every Z with ‖𝒜(Z) − y‖ ≤ δ. Here δ is the
 * misfit of X itself, and z the better of two: the z for which 𝒜*(z) comes nearest to PWᵀ, the
 * subgradient at X = P diag(s) Wᵀ; and the residual y − 𝒜(X), which is that z where X minimises
 * the penalised program. The bound is true for either; the gap is 0 where X is minimal and z
 * certifies it.
 *
 * @param nuclearNorm ‖X‖_*
 * @param lowerBound on the nuclear norm of any matrix that misses the measurements by no more than
 *     X
 * @param gap (nuclearNorm − lowerBound)/nuclearNorm, from 0 to 1; 0 for X = 0
 */
public record NuclearCertificate(double nuclearNorm, double lowerBound, double gap) {
  private static final int MOST_STEPS = 2000;

  /** The certificate of X for these measurements; costs some 2 m adjoints. */
  public static NuclearCertificate of(Matrix x, Measurements measurements) {
    MeasurementOperator operator = measurements.operator();
    double[] values = measurements.values().toArray();
    Svd svd = Svd.of(x);
    double norm = RankMeasures.sum(svd.s());
    if (norm == 0) {
      return new NuclearCertificate(0, 0, 0);
    }
    double[] residual = operator.measure(x.scaled(1 / norm)); // squares must not overflow
    for (int k = 0; k < residual.length; k++) {
      values[k] /= norm;
      residual[k] = values[k] - residual[k];
    }
    double misfit = Math.sqrt(LeastSquares.square(residual));
    int rank = RankMeasures.numerical(svd.s());
    Svd leading = svd.truncated(rank);
    Matrix sign = leading.u().timesTranspose(leading.v());
    int steps = Math.min(MOST_STEPS, 4 * values.length + 100);
    double bound =
        Math.max(
            bound(operator, values, misfit, LeastSquares.dual(operator, sign, steps)),
            bound(operator, values, misfit, residual));
    bound = Math.clamp(bound, 0, 1); // rounding may leave it an ulp above
    return new NuclearCertificate(norm, bound * norm, 1 - bound);
  }

  private static double bound(
      MeasurementOperator operator, double[] values, double misfit, double[] z) {
    Vector s = Svd.of(operator.denseAdjoint(z)).s();
    if (s.get(0) == 0) {
      return 0;
    }
    double product = 0;
    for (int k = 0; k < z.length; k++) {
      product += z[k] * values[k];
    }
    return (product - misfit * Math.sqrt(LeastSquares.square(z))) / s.get(0);
  }
}
