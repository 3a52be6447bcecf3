package org.eckart.recovery.groups.subspace;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Qr;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * Principal angles between two subspaces of Rᵖ; of different dimensions, those of the smaller one
 * to the larger.
 *
 * <p>Sines are the singular values of (I − QQᵀ)W for orthonormal bases Q and W: an arc cosine would
 * lose every angle below 1e-8.
 *
 * @param sines never increasing, one for each dimension of the smaller subspace
 * @param dimensions of the two
 */
public record PrincipalAngles(Vector sines, int[] dimensions) {
  /**
   * @param one basis of a subspace, p × r, columns independent
   * @param other likewise, p × s
   */
  public static PrincipalAngles between(Matrix one, Matrix other) {
    check(
        one.rows() == other.rows(),
        "Subspaces of R^%d and R^%d have no angles",
        one.rows(),
        other.rows());
    boolean swap = one.columns() < other.columns();
    Matrix q = Qr.orthonormal(swap ? other : one);
    Matrix w = Qr.orthonormal(swap ? one : other);
    int[] dimensions = {one.columns(), other.columns()};
    if (w.columns() == 0) {
      return new PrincipalAngles(Vector.of(), dimensions);
    }
    Matrix off = w.minus(q.times(q.transposeTimes(w)));
    double[] sines = Svd.of(off).s().toArray();
    for (int k = 0; k < sines.length; k++) {
      sines[k] = Math.min(1, sines[k]);
    }
    return new PrincipalAngles(Vector.wrap(sines), dimensions);
  }

  /** ‖sin Θ‖₂. */
  public double largest() {
    return sines.size() == 0 ? 0 : sines.get(0);
  }

  /** ‖sin Θ‖_F. */
  public double frobenius() {
    double sum = 0;
    for (int k = 0; k < sines.size(); k++) {
      sum += sines.get(k) * sines.get(k);
    }
    return Math.sqrt(sum);
  }

  /** ‖sin Θ‖_F/√r, between 0 (the same) and 1 (orthogonal). */
  public double rootMeanSquare() {
    return sines.size() == 0 ? 0 : frobenius() / Math.sqrt(sines.size());
  }

  /** ‖P − P′‖_F of the two projectors. */
  public double projectorDistance() {
    double extra = Math.abs(dimensions[0] - dimensions[1]);
    return Math.sqrt(2 * frobenius() * frobenius() + extra);
  }
}
