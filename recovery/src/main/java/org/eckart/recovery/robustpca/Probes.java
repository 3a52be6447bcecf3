package org.eckart.recovery.robustpca;

import java.util.Arrays;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * Vectors that follow the strongest singular directions of a residual that changes from step to
 * step: half a step of subspace iteration on either side in each pass, which a pass makes beside
 * the gradient at little cost.
 *
 * @param left Q, m × p, orthonormal columns
 * @param right W, n × p, orthonormal columns
 */
public record Probes(Matrix left, Matrix right) {
  /** Vectors followed: so many directions can be added at once. */
  private static final int COUNT = 8;

  /** Random vectors for a matrix of this shape. */
  static Probes random(int rows, int columns, RandomStream random) {
    int count = Math.min(COUNT, Math.min(rows, columns));
    return new Probes(
        Qr.orthonormal(random.split(0).gaussian(rows, count)),
        Qr.orthonormal(random.split(1).gaussian(columns, count)));
  }

  int count() {
    return left.columns();
  }

  /**
   * What a pass saw of D along the probes: D ≈ Q (Qᵀ D) = U diag(s) Vᵀ.
   *
   * @param leftProduct Dᵀ Q, n × p
   */
  Svd directions(Matrix leftProduct) {
    Qr qr = Qr.of(leftProduct);
    Svd small = Svd.of(qr.r()); // Dᵀ Q = Q′ (A s Bᵀ), so Q Qᵀ D = (Q B) s (Q′ A)ᵀ
    return new Svd(left.times(small.v()), small.s(), qr.q().times(small.u()));
  }

  /**
   * The probes for the next pass.
   *
   * @param rightProduct D W, m × p
   * @param leftProduct Dᵀ Q, n × p
   */
  Probes next(Matrix rightProduct, Matrix leftProduct) {
    return new Probes(Qr.orthonormal(rightProduct), Qr.orthonormal(leftProduct));
  }

  /** The first {@code count} of these directions as factors U √s and V √s of {@code weight} s. */
  static Svd weighted(Svd directions, int count, double weight) {
    double[] s = Arrays.copyOf(directions.s().toArray(), count);
    for (int k = 0; k < count; k++) {
      s[k] *= weight;
    }
    return new Svd(
        directions.u().columns(0, count), Vector.wrap(s), directions.v().columns(0, count));
  }
}
