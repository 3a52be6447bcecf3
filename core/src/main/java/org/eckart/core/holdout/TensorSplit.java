package org.eckart.core.holdout;

import org.eckart.core.InputException;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.linalg.RandomStream;

/**
 * A tensor's entries in two parts, over the same modes and each in its old order.
 *
 * @param observed to fit on
 * @param heldOut to judge on
 */
public record TensorSplit(ObservedTensor observed, ObservedTensor heldOut) {
  /**
   * Holds out round({@code fraction} · |Ω|) entries, uniformly at random; one at least goes to each
   * part. The same entries, in the same order, and seed give the same split.
   *
   * @param fraction above 0 and below 1; 0.1 is usual
   * @throws InputException if there are fewer than 2 entries
   */
  public static TensorSplit uniform(ObservedTensor entries, double fraction, long seed) {
    HoldOut.Uniform rule = new HoldOut.Uniform(fraction);
    int count = entries.count();
    if (count < 2) {
      throw InputException.of(
          "too-few-entries",
          "",
          "There is %d entry, and two are needed to hold one out; observe more",
          count);
    }
    boolean[] held = rule.held(count, RandomStream.of(seed, "hold out of a tensor"));
    return new TensorSplit(
        entries.select(Split.places(held, false)), entries.select(Split.places(held, true)));
  }
}
