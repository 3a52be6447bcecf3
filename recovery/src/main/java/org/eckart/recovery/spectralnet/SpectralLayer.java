package org.eckart.recovery.spectralnet;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * Γ(Q) = P diag(γ(s)) Wᵀ for Q = P diag(s) Wᵀ, and its derivative.
 *
 * <p>The derivative is that of Daleckii and Krein for functions of singular values: with K = PᵀGW,
 * F the divided differences of γ at (sᵢ, sⱼ) and H those at (sᵢ, −sⱼ), it takes G to P(F∘sym K +
 * H∘skew K)Wᵀ, and what lies outside the thin factors to itself times γ(s)/s. Nothing is divided by
 * a gap between singular values: it is exact where they are equal, nearly equal or zero. It is
 * self-adjoint, so the same product pulls gradients back and pushes directions forward.
 *
 * <p>Cost: one thin SVD, and 6 products of its size for a derivative.
 */
public final class SpectralLayer {
  private final SpectralFunction function;
  private final Svd svd;
  private final Vector shares; // γ(s)/s
  private final Matrix difference; // F
  private final Matrix sum; // H

  private SpectralLayer(SpectralFunction function, Svd svd) {
    this.function = function;
    this.svd = svd;
    double[] s = svd.s().toArray();
    int k = s.length;
    double[] share = new double[k];
    difference = Matrix.zeros(k, k);
    sum = Matrix.zeros(k, k);
    function.divideAll(s, difference.array(), sum.array());
    for (int i = 0; i < k; i++) {
      share[i] = sum.get(i, i); // γ(s)/s is the divided difference at (s, −s)
    }
    shares = Vector.wrap(share);
  }

  /**
   * The layer at Q.
   *
   * @throws IllegalArgumentException if an entry of Q is not finite or γ is not odd
   */
  public static SpectralLayer at(Matrix q, SpectralFunction function) {
    check(
        function.isOdd(),
        "%s is %s at 0, and Γ has a derivative only for odd functions; take tanh, which is the same"
            + " curve moved to 0 and stretched",
        function,
        function.value(0));
    return new SpectralLayer(function, Svd.of(q));
  }

  /** Γ(Q). */
  public Matrix output() {
    double[] bent = svd.s().toArray();
    for (int i = 0; i < bent.length; i++) {
      bent[i] = function.value(bent[i]);
    }
    return svd.u().columnsScaled(Vector.wrap(bent)).timesTranspose(svd.v());
  }

  /** The singular values of Q. */
  public Vector values() {
    return svd.s();
  }

  /**
   * The derivative applied to G: the gradient with respect to Q where G is that with respect to
   * Γ(Q), or the change of Γ(Q) where G is that of Q.
   */
  public Matrix derivative(Matrix g) {
    Matrix p = svd.u();
    Matrix w = svd.v();
    check(
        g.rows() == p.rows() && g.columns() == w.rows(),
        "The layer is %d × %d and the gradient %d × %d",
        p.rows(),
        w.rows(),
        g.rows(),
        g.columns());
    Matrix gw = g.times(w); // d₁ × k
    Matrix k = p.transposeTimes(gw); // k × k
    int size = k.rows();
    Matrix inner = Matrix.zeros(size, size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double even = (k.get(i, j) + k.get(j, i)) / 2;
        double odd = (k.get(i, j) - k.get(j, i)) / 2;
        inner.set(i, j, difference.get(i, j) * even + sum.get(i, j) * odd);
      }
    }
    Matrix left = p.times(inner); // d₁ × k
    if (p.rows() > size) { // what G has outside the span of P
      left = left.plus(gw.minus(p.times(k)).columnsScaled(shares));
    }
    Matrix change = left.timesTranspose(w);
    if (w.rows() > size) { // or outside that of W
      Matrix gp = g.transposeTimes(p); // d₂ × k
      Matrix outside = gp.minus(w.timesTranspose(k)).columnsScaled(shares);
      change = change.plus(p.timesTranspose(outside));
    }
    return change;
  }
}
