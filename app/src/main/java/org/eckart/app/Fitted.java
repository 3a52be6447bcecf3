package org.eckart.app;

import java.util.List;
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
    Remarks remarks) {}
