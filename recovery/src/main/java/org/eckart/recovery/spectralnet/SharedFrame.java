package org.eckart.recovery.spectralnet;

import java.util.Optional;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.recovery.sensing.MeasurementOperator;

/**
 * Singular vectors that all measurements have in common: Aₖ = Φ diag(cₖ) Ψᵀ, as far as they do.
 * They exist where AᵢAⱼᵀ and AᵢᵀAⱼ are symmetric for all i and j; then a random combination of the
 * Aₖ has them.
 *
 * @param left Φ, n₁ × r
 * @param right Ψ, n₂ × r, r = min(n₁, n₂)
 * @param coordinates C, r × m, with columns cₖ
 * @param departure ‖off-diagonal parts‖ / ‖all‖ over all ΦᵀAₖΨ: rounding where the frame is shared,
 *     0.9 for Gaussian Aₖ
 */
public record SharedFrame(Matrix left, Matrix right, Matrix coordinates, double departure) {
  /** Up to this the frame counts as shared exactly. */
  public static final double EXACT = 1e-8;

  /** Up to this it is shared approximately, and training in full drifts out of it slowly. */
  public static final double APPROXIMATE = 1e-2;

  /** More numbers than this in all Aₖ are not looked at. */
  private static final long MOST = 20_000_000;

  private static final int DRAWS = 3;

  /** Beyond it another draw is not tried: no choice of weights makes a frame of this. */
  private static final double HOPELESS = 0.2;

  /** Whether the measurements commute, to rounding. */
  public boolean isExact() {
    return departure <= EXACT;
  }

  private boolean isDoubtful() {
    return !isExact() && departure < HOPELESS;
  }

  /**
   * The best frame for these measurements.
   *
   * @return empty where the Aₖ together have more than 20 million numbers
   */
  public static Optional<SharedFrame> of(MeasurementOperator operator) {
    long numbers = (long) operator.count() * operator.rows() * operator.columns();
    if (numbers > MOST) {
      return Optional.empty();
    }
    Matrix[] all = new Matrix[operator.count()];
    for (int k = 0; k < all.length; k++) {
      double[] one = new double[all.length];
      one[k] = 1;
      all[k] = operator.denseAdjoint(one);
    }
    SharedFrame best = null;
    for (int draw = 0; draw < DRAWS && (best == null || best.isDoubtful()); draw++) {
      SharedFrame found = tried(all, RandomStream.of(draw, "shared frame"));
      if (best == null || found.departure < best.departure) {
        best = found;
      }
    }
    return Optional.ofNullable(best);
  }

  private static SharedFrame tried(Matrix[] all, RandomStream random) {
    int rows = all[0].rows();
    int columns = all[0].columns();
    Matrix combined = Matrix.zeros(rows, columns);
    for (Matrix a : all) {
      double norm = a.frobeniusNorm();
      double weight = random.nextGaussian();
      if (norm > 0) {
        combined = combined.plus(a.scaled(weight / norm));
      }
    }
    Svd svd = Svd.of(combined);
    Matrix left = svd.u();
    Matrix right = svd.v();
    int r = left.columns();
    Matrix coordinates = Matrix.zeros(r, all.length);
    double diagonal = 0;
    double whole = 0;
    for (int k = 0; k < all.length; k++) {
      Matrix av = all[k].times(right); // n₁ × r
      for (int i = 0; i < r; i++) {
        double c = 0;
        for (int j = 0; j < rows; j++) {
          c += left.get(j, i) * av.get(j, i);
        }
        coordinates.set(i, k, c);
        diagonal += c * c;
      }
      whole += Math.pow(all[k].frobeniusNorm(), 2);
    }
    double off = whole == 0 ? 0 : departure(all, left, right, coordinates, whole);
    return new SharedFrame(left, right, coordinates, diagonal == 0 && whole > 0 ? 1 : off);
  }

  /** Of the residuals themselves: the difference of squares would keep half of the digits only. */
  private static double departure(
      Matrix[] all, Matrix left, Matrix right, Matrix coordinates, double whole) {
    double squares = 0;
    for (int k = 0; k < all.length; k++) {
      Matrix inFrame = left.columnsScaled(coordinates.column(k)).timesTranspose(right);
      squares += Math.pow(all[k].minus(inFrame).frobeniusNorm(), 2);
    }
    return Math.sqrt(squares / whole);
  }
}
