package org.eckart.recovery.tucker;

import static org.eckart.linalg.Check.check;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Vector;

/**
 * A completed tensor: a Tucker model plus offsets.
 *
 * @param model the low-rank part, in the units of the values; 0 in rows of an index without entries
 * @param offsets added to it
 * @param noise standard deviation of what the model leaves, numbers fitted taken into account
 * @param trainRmse over the entries fitted
 * @param errors 201 quantiles, from 0 to 1, of the held-out errors of the trial whose ranks and
 *     offsets these are, so placed that a new error stays below with that chance; none if the ranks
 *     were given
 * @param trials ranks tried; none if they were given
 * @param steps done in all
 * @param settled false if the run ended otherwise first
 */
public record TuckerCompletionEstimate(
    Tucker model,
    TensorOffsets offsets,
    double noise,
    double trainRmse,
    Vector errors,
    List<TuckerTrial> trials,
    int steps,
    boolean settled) {
  public TuckerCompletionEstimate {
    trials = List.copyOf(trials);
  }

  /** The value expected at these indices. */
  public double predict(int... index) {
    return model.at(index) + offsets.at(index);
  }

  /** The values expected at the places of these entries, whatever their values. */
  public double[] predict(ObservedTensor places, Parallel parallel) {
    EntryTree tree = EntryTree.of(places);
    double[] predicted = tree.inGivenOrder(tree.predictions(model, parallel));
    for (int e = 0; e < predicted.length; e++) {
      predicted[e] += offsets.at(places, e);
    }
    return predicted;
  }

  /** The trial with the least held-out error; empty if the ranks were given. */
  public Optional<TuckerTrial> best() {
    return trials.stream().min(Comparator.comparingDouble(TuckerTrial::heldOutRmse));
  }

  /** Whether there are held-out errors to make intervals from. */
  public boolean hasIntervals() {
    return errors.size() > 0;
  }

  /**
   * Half the width of an interval that holds a new value with this probability, if entries are
   * missing as those held out were: by chance. Split conformal prediction, one width for all.
   * Infinite for a level above n/(n + 1), of which n held-out errors say nothing.
   */
  public double halfWidth(double level) {
    check(level > 0 && level < 1, "level is %s; it must be above 0 and below 1, say 0.9", level);
    check(hasIntervals(), "There are no held-out errors; leave the ranks to be chosen");
    return errors.get((int) Math.ceil(level * (errors.size() - 1)));
  }
}
