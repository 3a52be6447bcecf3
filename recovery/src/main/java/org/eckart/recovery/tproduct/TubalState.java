package org.eckart.recovery.tproduct;

import java.util.List;
import org.eckart.recovery.scaled.FactorPair;

/**
 * Where a run of {@link TubalDescent} stands.
 *
 * @param steps done
 * @param slices factors of each Fourier slice that is kept
 * @param threshold at which residuals are cut off; infinite if they are not
 * @param change of the model in the last step, relative; 1 before the first
 */
public record TubalState(int steps, List<FactorPair> slices, double threshold, double change) {
  public TubalState {
    slices = List.copyOf(slices);
  }
}
