package org.eckart.recovery.loss;

import java.util.List;

/**
 * A matrix completed under a loss, and how it was come by. Costs are means over entries of minus
 * the log-likelihood (for counts but for log y!), or of the loss in units of the values' spread.
 *
 * @param model predicts any entry
 * @param trainCost over all entries given
 * @param trainRmse root mean squared error of the same, on the scale of the values
 * @param heldOutCost on entries held out while the rank was chosen, by the fit that had not seen
 *     them; NaN if none were held out
 * @param heldOutRmse likewise
 * @param offsetsCost on the same entries, of offsets alone
 * @param trials ranks tried, in order
 * @param sweeps done in all
 * @param settled whether the fit ended by itself, not at the most sweeps allowed
 */
public record LossEstimate(
    LossModel model,
    double trainCost,
    double trainRmse,
    double heldOutCost,
    double heldOutRmse,
    double offsetsCost,
    List<LossTrial> trials,
    int sweeps,
    boolean settled) {
  public LossEstimate {
    trials = List.copyOf(trials);
  }
}
