package org.eckart.recovery.tproduct;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Tensor;

/** The tensor–tensor product of tensors of order 3. */
public final class TProduct {
  private TProduct() {}

  /**
   * A ∗ B: the tube (i, k) is Σ_j of the circular convolutions of A's tube (i, j) with B's (j, k).
   *
   * @param a m × p × n
   * @param b p × q × n
   * @return m × q × n
   */
  public static Tensor of(Tensor a, Tensor b) {
    check(
        a.modes() == 3 && b.modes() == 3 && a.size(1) == b.size(0) && a.size(2) == b.size(2),
        "%s and %s have no tensor–tensor product; take m × p × n and p × q × n",
        a,
        b);
    TubalTransform transform = new TubalTransform(a.size(2));
    List<Matrix> left = transform.forward(a);
    List<Matrix> right = transform.forward(b);
    List<Matrix> product = new ArrayList<>();
    for (int f = 0; f < left.size(); f++) {
      product.add(left.get(f).times(right.get(f)));
    }
    return transform.back(product, a.size(0), b.size(1));
  }

  /** Aᵀ: each frontal slice transposed, those after the first in reverse order. */
  public static Tensor transpose(Tensor a) {
    int n = a.size(2);
    Tensor t = Tensor.zeros(a.size(1), a.size(0), n);
    for (int i = 0; i < a.size(0); i++) {
      for (int j = 0; j < a.size(1); j++) {
        for (int s = 0; s < n; s++) {
          t.set(a.get(i, j, s), j, i, (n - s) % n);
        }
      }
    }
    return t;
  }
}
