package org.eckart.recovery.hankel;

import java.util.List;
import org.eckart.recovery.completion.RankTrial;

/**
 * A signal whose gaps are filled, and how it was come by.
 *
 * @param filled the known samples as they were, the model's in the gaps
 * @param model the low-rank signal everywhere: known samples with less noise
 * @param rank complex exponentials in it
 * @param rmse root mean square distance of the model from the known samples
 * @param heldOutRmse the same for samples held out while the rank was chosen; NaN if it was given
 * @param trials ranks tried, in order
 * @param steps done in all
 * @param settled whether the stopping rule was met
 * @param gap σ̂_r/σ̂_{r+1} of the start at this rank
 * @param continued whether components were found one after the other, since the gap was below
 *     {@link HankelCompletion#GAP}
 * @param halvings how often the descent diverged and its step size was halved
 * @param damped steps that had to be damped because a Gram matrix was singular: the rank is above
 *     that of the signal
 */
public record HankelEstimate(
    Signal filled,
    Signal model,
    int rank,
    double rmse,
    double heldOutRmse,
    List<RankTrial> trials,
    int steps,
    boolean settled,
    double gap,
    boolean continued,
    int halvings,
    int damped) {
  public HankelEstimate {
    trials = List.copyOf(trials);
  }
}
