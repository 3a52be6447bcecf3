package org.eckart.recovery.factored;

import static org.eckart.linalg.Check.check;

import java.util.List;
import org.eckart.linalg.Svd;
import org.eckart.recovery.completion.RankTrial;

/**
 * A completed matrix X = U diag(s) Vᵀ, and how it was come by.
 *
 * @param factors U m × r, s, V n × r, in the units of the values
 * @param trainRmse over the fitted entries
 * @param heldOutRmse the least on held-out entries while the rank was chosen; NaN if it was given
 * @param trials ranks tried, in order; none if the rank was given
 * @param steps done in all
 * @param settled whether the stopping rule was met
 * @param gap σ̂_r/σ̂_{r+1} of the observed entries; NaN where it was not looked at
 * @param continued whether the gap was below {@link FactoredCompletion#GAP}, so that directions
 *     were found one by one instead of from the spectrum
 * @param unevenness by what the step size was divided, since the fullest row or column has so many
 *     times the mean number of entries; 1 if counts are as even as uniform sampling makes them
 * @param halvings how often the descent diverged and its step size was halved
 * @param damped steps that had to be damped because a Gram matrix was singular: the rank is above
 *     that of the matrix
 * @param weakRows rows that have entries, but fewer than the rank: what lies between their entries
 *     is not determined by them
 * @param weakColumns such columns
 */
public record FactoredEstimate(
    Svd factors,
    double trainRmse,
    double heldOutRmse,
    List<RankTrial> trials,
    int steps,
    boolean settled,
    double gap,
    boolean continued,
    double unevenness,
    int halvings,
    int damped,
    int weakRows,
    int weakColumns) {
  public FactoredEstimate {
    trials = List.copyOf(trials);
  }

  public int rank() {
    return factors.rank();
  }

  /** The completed entry; 0 in a row or column without entries. */
  public double predict(int row, int column) {
    check(
        row >= 0 && row < factors.u().rows() && column >= 0 && column < factors.v().rows(),
        "(%d, %d) is outside a %d × %d matrix; indices begin at 0",
        row,
        column,
        factors.u().rows(),
        factors.v().rows());
    double sum = 0;
    for (int k = 0; k < rank(); k++) {
      sum += factors.u().get(row, k) * factors.s().get(k) * factors.v().get(column, k);
    }
    return sum;
  }
}
