package org.eckart.app;

import java.util.List;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.RankTrial;
import org.eckart.recovery.groups.choice.GroupEstimate;
import org.eckart.recovery.softimpute.SoftImputeEstimate;
import org.jspecify.annotations.Nullable;

/**
 * What a method of completion came to.
 *
 * @param model predicts any entry
 * @param sweeps done in all
 * @param choosing sweeps among these that went into choosing the rank or the penalty
 * @param trainRmse over the fitted entries
 * @param heldOutRmse on the entries held out while the rank or the penalty was chosen; NaN if none
 *     were
 * @param offsetsRmse on the same entries of offsets alone; NaN likewise
 * @param noise standard deviation of the noise; NaN if the method does not learn it
 * @param trials ranks tried; none if the method does not choose by rank
 * @param groups what was found about labels, if this is a fit with labels
 * @param convex the convex estimate with its certificate, if this is one
 * @param remarks what else there is to say of the run
 */
record Fitted(
    Completed model,
    int sweeps,
    int choosing,
    double trainRmse,
    double heldOutRmse,
    double offsetsRmse,
    double noise,
    List<RankTrial> trials,
    @Nullable SoftImputeEstimate convex,
    @Nullable GroupEstimate groups,
    Remarks remarks) {
  private static final int BLOCK = 16384;

  /** Root mean square error of a model over the entries that it was fitted to. */
  static double rmse(Completed model, ObservedEntries entries, Parallel parallel) {
    int count = entries.count();
    double squares =
        parallel.sum(
            (count + BLOCK - 1) / BLOCK,
            block -> {
              double sum = 0;
              for (int k = block * BLOCK; k < Math.min(count, (block + 1) * BLOCK); k++) {
                double e = entries.value(k) - model.predict(entries.row(k), entries.column(k));
                sum += e * e;
              }
              return sum;
            });
    return Math.sqrt(squares / count);
  }
}
