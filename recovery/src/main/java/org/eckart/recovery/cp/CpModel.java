package org.eckart.recovery.cp;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Tensor;

/**
 * X = Σ_t a_t ⊗ b_t ⊗ …, a sum of R rank-one terms.
 *
 * @param factors A, B, …, n_k × R; column t of each belongs to term t
 */
public record CpModel(List<Matrix> factors) {
  public CpModel {
    factors = List.copyOf(factors);
    check(factors.size() >= 2, "%d factors make no tensor; there must be 2", factors.size());
    for (Matrix factor : factors) {
      check(
          factor.columns() == factors.getFirst().columns(),
          "Factors of %d and %d columns do not go together",
          factors.getFirst().columns(),
          factor.columns());
    }
  }

  /** R. */
  public int rank() {
    return factors.getFirst().columns();
  }

  public int modes() {
    return factors.size();
  }

  public int[] shape() {
    return factors.stream().mapToInt(Matrix::rows).toArray();
  }

  /** The entry at these indices. */
  public double at(int... index) {
    double sum = 0;
    for (int t = 0; t < rank(); t++) {
      double product = 1;
      for (int k = 0; k < index.length; k++) {
        product *= factors.get(k).get(index[k], t);
      }
      sum += product;
    }
    return sum;
  }

  /**
   * The whole tensor, dense: the first modes' Khatri–Rao product times the transpose of the
   * others', cut where both together are smallest. 8 Π n_k bytes, and 8 R times the rows of both.
   */
  public Tensor tensor() {
    int[] shape = shape();
    int cut = 1;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 1; k < modes(); k++) {
      double rows = 1;
      double columns = 1;
      for (int j = 0; j < modes(); j++) {
        rows *= j < k ? shape[j] : 1;
        columns *= j < k ? 1 : shape[j];
      }
      if (rows + columns < least) {
        least = rows + columns;
        cut = k;
      }
    }
    Matrix left = khatriRao(factors.subList(0, cut));
    Matrix right = khatriRao(factors.subList(cut, modes()));
    return Tensor.wrap(left.timesTranspose(right).array(), shape);
  }

  /**
   * Π n_k × R: each row the entrywise product of a row of each factor, the last's index fastest.
   */
  private static Matrix khatriRao(List<Matrix> factors) {
    Matrix product = factors.getFirst();
    int rank = product.columns();
    for (Matrix factor : factors.subList(1, factors.size())) {
      Matrix next = Matrix.zeros(Math.multiplyExact(product.rows(), factor.rows()), rank);
      for (int i = 0; i < next.rows(); i++) {
        int a = i / factor.rows() * rank;
        int b = i % factor.rows() * rank;
        for (int t = 0; t < rank; t++) {
          next.array()[i * rank + t] = product.array()[a + t] * factor.array()[b + t];
        }
      }
      product = next;
    }
    return product;
  }

  /**
   * The same tensor with terms in falling size, columns of norm 1 but for the first mode, which
   * carries the size.
   */
  public CpModel sorted() {
    double[] size = new double[rank()];
    Arrays.fill(size, 1);
    List<double[]> norms = new ArrayList<>();
    for (Matrix factor : factors) {
      double[] norm = new double[rank()];
      for (int t = 0; t < rank(); t++) {
        norm[t] = factor.columns(t, t + 1).frobeniusNorm();
        size[t] *= norm[t];
      }
      norms.add(norm);
    }
    Integer[] order = new Integer[rank()];
    Arrays.setAll(order, t -> t);
    Arrays.sort(order, (a, b) -> Double.compare(size[b], size[a]));
    List<Matrix> next = new ArrayList<>();
    for (int k = 0; k < modes(); k++) {
      Matrix factor = factors.get(k);
      Matrix unit = Matrix.zeros(factor.rows(), rank());
      for (int t = 0; t < rank(); t++) {
        double norm = norms.get(k)[order[t]];
        double scale = norm == 0 ? 0 : (k == 0 ? size[order[t]] : 1) / norm;
        for (int i = 0; i < factor.rows(); i++) {
          unit.set(i, t, scale * factor.get(i, order[t]));
        }
      }
      next.add(unit);
    }
    return new CpModel(next);
  }

  /** The largest R whose free numbers are no more than a whole tensor of this shape has. */
  public static int largestRank(int[] shape) {
    double cells = 1;
    for (int n : shape) {
      cells *= n;
    }
    return (int) Math.clamp(cells / Math.max(1, freeNumbers(shape, 1)), 1, Integer.MAX_VALUE);
  }

  /** Σ_k n_k R − (N − 1) R: how many numbers fix a sum of R terms of this shape. */
  static double freeNumbers(int[] shape, int rank) {
    double free = -(shape.length - 1.0) * rank;
    for (int n : shape) {
      free += (double) n * rank;
    }
    return free;
  }
}
