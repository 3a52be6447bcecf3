package org.eckart.recovery.hankel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eckart.core.store.NamedArrays;
import org.eckart.recovery.completion.RankTrial;
import org.eckart.recovery.hankel.HankelState.Phase;
import org.eckart.recovery.scaled.Descent;
import org.eckart.recovery.scaled.FactorPair;

/** A state as named arrays and back, bit for bit. */
final class HankelCheckpoint {
  private static final int TRIAL = 3; // numbers

  private HankelCheckpoint() {}

  static NamedArrays save(HankelState state) {
    Descent descent = state.descent();
    NamedArrays.Builder to = NamedArrays.builder();
    to.text("phase", state.phase().name());
    to.put(
        "counts",
        new int[] {
          state.steps(), state.stageSteps(), descent.steps(), descent.halvings(), descent.damped()
        });
    to.put(
        "numbers",
        new double[] {state.gap(), descent.bestLoss(), descent.stepSize(), descent.change()});
    to.put("left", descent.factors().left());
    to.put("right", descent.factors().right());
    to.put("best_left", descent.best().left());
    to.put("best_right", descent.best().right());
    FactorPair kept = state.kept();
    if (kept != null) {
      to.put("kept_left", kept.left());
      to.put("kept_right", kept.right());
    }
    double[] trials = new double[TRIAL * state.trials().size()];
    int at = 0;
    for (RankTrial trial : state.trials()) {
      trials[at++] = trial.rank();
      trials[at++] = trial.sweeps();
      trials[at++] = trial.heldOutRmse();
    }
    return to.put("trials", trials).build();
  }

  static HankelState load(NamedArrays from) {
    int[] counts = from.ints("counts");
    double[] numbers = from.doubles("numbers");
    double[] stored = from.doubles("trials");
    List<RankTrial> trials = new ArrayList<>();
    for (int at = 0; at < stored.length; at += TRIAL) {
      int rank = (int) stored[at];
      trials.add(new RankTrial(rank, rank, (int) stored[at + 1], stored[at + 2]));
    }
    return new HankelState(
        Phase.valueOf(Objects.requireNonNullElse(from.text("phase"), "FIT")),
        counts[0],
        counts[1],
        new Descent(
            counts[2],
            new FactorPair(from.matrix("left"), from.matrix("right")),
            new FactorPair(from.matrix("best_left"), from.matrix("best_right")),
            numbers[1],
            numbers[2],
            counts[3],
            numbers[3],
            counts[4]),
        numbers[0],
        from.has("kept_left")
            ? new FactorPair(from.matrix("kept_left"), from.matrix("kept_right"))
            : null,
        trials);
  }
}
