package org.eckart.recovery.completion;

import java.util.List;

/**
 * A completed matrix and how it was come by.
 *
 * @param model predicts any entry
 * @param trials ranks tried, in order
 * @param sweeps done in all, the refit included
 * @param trainRmse over the fitted entries, in the units of the values
 * @param heldOutRmse on the entries held out while the rank was chosen, by the fit that had not
 *     seen them; NaN if none were held out
 */
public record CompletionFit(
    CompletionModel model,
    List<RankTrial> trials,
    int sweeps,
    double trainRmse,
    double heldOutRmse) {
  public CompletionFit {
    trials = List.copyOf(trials);
  }
}
