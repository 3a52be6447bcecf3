package org.eckart.bayes.chain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where all chains stand; opaque to callers, who keep it only to go on from it.
 *
 * @param steps done
 * @param iterations done by each chain
 * @param chains where each chain stands
 * @param recordings what is kept of each
 * @param frame by which entries are counted; null in the warm-up
 * @param look how far they had come when last looked at
 */
public record ChainsState<C>(
    int steps,
    int iterations,
    List<C> chains,
    List<Recording> recordings,
    @Nullable EntryFrame frame,
    Look look) {
  public ChainsState {
    chains = List.copyOf(chains);
    recordings = List.copyOf(recordings);
  }
}
