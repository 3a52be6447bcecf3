package org.eckart.recovery.tproduct;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Tensor;

/**
 * The t-SVD of a tensor of m × p × n, X = U ∗ S ∗ Vᵀ, cut at a tubal rank: the best approximation
 * of that tubal rank in the Frobenius norm.
 *
 * @param model of the tubal rank asked for
 * @param values {@code values[j][f]}: the j-th singular value of the Fourier slice f = 0, …, ⌊n/2⌋
 */
public record TSvd(Tensor model, double[][] values) {
  /**
   * One SVD a frequency, of m × p or, where complex, as if of 2m × 2p.
   *
   * @param rank the tubal rank, 1 to min(m, p)
   */
  public static TSvd of(Tensor x, int rank) {
    check(x.modes() == 3, "%s has %d modes; the t-SVD is for 3", x, x.modes());
    int most = Math.min(x.size(0), x.size(1));
    check(
        rank >= 1 && rank <= most,
        "rank is %d, but the tubal rank of %s is at most %d; ask for 1 to %d",
        rank,
        x,
        most,
        most);
    TubalTransform transform = new TubalTransform(x.size(2));
    List<Matrix> cut = new ArrayList<>();
    List<Matrix> slices = transform.forward(x);
    double[][] values = new double[most][slices.size()];
    for (int f = 0; f < slices.size(); f++) {
      int twice = transform.isReal(f) ? 1 : 2;
      Svd svd = Svd.of(slices.get(f));
      cut.add(svd.truncated(twice * rank).product());
      for (int j = 0; j < most; j++) {
        values[j][f] = svd.s().get(twice * j);
      }
    }
    return new TSvd(transform.back(cut, x.size(0), x.size(1)), values);
  }
}
