package org.eckart.recovery.tproduct;

import java.util.List;
import org.eckart.recovery.scaled.FactorPair;

/**
 * Where a run of {@link TubalDescent} stands.
 *
 * @param steps done
 * @param slices factors of each Fourier slice that is kept
 * @param best those of the least residual so far; of residuals cut off, which are not comparable,
 *     the last that were finite
 * @param bestResidual ‖P_Ω(X − Y)‖ of them; infinite before the first step
 * @param threshold at which residuals are cut off; infinite if they are not
 * @param change of the model in the last step, relative; 1 before the first
 * @param halvings of the step size so far
 * @param damped steps in which a Gram matrix was singular
 */
public record TubalState(
    int steps,
    List<FactorPair> slices,
    List<FactorPair> best,
    double bestResidual,
    double threshold,
    double change,
    int halvings,
    int damped) {
  public TubalState {
    slices = List.copyOf(slices);
    best = List.copyOf(best);
  }
}
