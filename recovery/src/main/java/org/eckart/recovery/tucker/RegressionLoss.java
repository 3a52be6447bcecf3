package org.eckart.recovery.tucker;

import static org.eckart.linalg.Check.check;

import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Tensor;
import org.eckart.linalg.Vector;

/**
 * ½ ‖𝒜(X) − y‖² for linear measurements y of a tensor, one row of the operator a measurement, its
 * columns in the order of the tensor's array. X is formed for each product: 8 Π n_k bytes.
 *
 * @param operator 𝒜, m × Π n_k, scaled so that ‖𝒜(X)‖ ≈ ‖X‖, such as standard normals over √m
 * @param measured y, m numbers
 * @param sizes n₁, …, n_N
 */
public record RegressionLoss(LinearOperator operator, Vector measured, int... sizes)
    implements TuckerLoss {
  public RegressionLoss {
    sizes = sizes.clone();
    check(
        operator.columns() == Cores.product(sizes),
        "The operator has %d columns, but a %s tensor has %d entries",
        operator.columns(),
        Ranks.text(sizes),
        Cores.product(sizes));
    check(
        operator.rows() == measured.size(),
        "The operator has %d rows for %d measurements",
        operator.rows(),
        measured.size());
    for (int k = 0; k < measured.size(); k++) {
      check(
          Double.isFinite(measured.get(k)),
          "Measurement %d is %s; measurements must be finite numbers",
          k + 1,
          measured.get(k));
    }
  }

  @Override
  public int[] shape() {
    return sizes.clone();
  }

  @Override
  public Tucker start(int[] ranks, long seed) {
    Tensor guess = Tensor.zeros(sizes);
    operator.transposeMultiply(measured.toArray(), guess.array());
    return Hosvd.withoutDiagonal(guess, ranks);
  }

  @Override
  public TuckerGradient gradient(Tucker x, int step) {
    double[] residual = new double[measured.size()];
    operator.multiply(x.tensor().array(), residual);
    double squares = 0;
    for (int k = 0; k < residual.length; k++) {
      residual[k] -= measured.get(k);
      squares += residual[k] * residual[k];
    }
    Tensor g = Tensor.zeros(sizes);
    operator.transposeMultiply(residual, g.array());
    return TuckerGradient.ofDense(0.5 * squares, g, x);
  }

  @Override
  public boolean isComparable() {
    return true;
  }

  @Override
  public double data() {
    return measured.size();
  }
}
