package org.eckart.recovery.softimpute;

import static org.eckart.linalg.Check.check;

import java.util.List;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;

/**
 * A completed matrix, μ + aᵢ + bⱼ + (U diag(s) Vᵀ)ᵢⱼ, and how good it is.
 *
 * @param factors U m × r, s, V n × r of X, r its exact rank, in the units of the values; rows and
 *     columns without entries are exactly 0
 * @param mean μ; 0 without offsets
 * @param rowOffsets aᵢ, 0 for a row without entries
 * @param columnOffsets bⱼ, 0 for a column without entries
 * @param penalty λ
 * @param certificate against the minimum over X of any rank
 * @param settled whether the certified gap is within the tolerance
 * @param rankCapped whether the rank cap kept X from growing: the certificate, still true, then
 *     measures the cap as well, and X itself may depend on the start
 * @param trials λ by λ, if λ was chosen here; the first is λ at which X = 0, and if it had the
 *     least error, no low-rank structure was found
 * @param steps done in all
 */
public record SoftImputeEstimate(
    Svd factors,
    double mean,
    Vector rowOffsets,
    Vector columnOffsets,
    double penalty,
    Certificate certificate,
    boolean settled,
    boolean rankCapped,
    List<PenaltyTrial> trials,
    int steps) {
  public SoftImputeEstimate {
    trials = List.copyOf(trials);
  }

  public int rank() {
    return factors.rank();
  }

  /** The completed entry; where neither row nor column was seen, the mean. */
  public double predict(int row, int column) {
    check(
        row >= 0 && row < rowOffsets.size() && column >= 0 && column < columnOffsets.size(),
        "(%d, %d) is outside a %d × %d matrix; indices begin at 0",
        row,
        column,
        rowOffsets.size(),
        columnOffsets.size());
    return mean + rowOffsets.get(row) + columnOffsets.get(column) + lowRank(row, column);
  }

  /** Entry of X alone, without the offsets. */
  double lowRank(int row, int column) {
    int r = rank();
    double sum = 0;
    for (int k = 0; k < r; k++) {
      sum += factors.u().get(row, k) * factors.s().get(k) * factors.v().get(column, k);
    }
    return sum;
  }

  /** The least held-out error among the trials; NaN if λ was given. */
  public double heldOutRmse() {
    return trials.stream().mapToDouble(PenaltyTrial::heldOutRmse).min().orElse(Double.NaN);
  }
}
