package org.eckart.recovery.factored;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eckart.core.store.NamedArrays;
import org.eckart.recovery.completion.RankTrial;
import org.eckart.recovery.factored.FactoredState.Phase;
import org.eckart.recovery.scaled.Descent;
import org.eckart.recovery.scaled.FactorPair;
import org.jspecify.annotations.Nullable;

/** A state as named arrays and back, bit for bit. */
final class FactoredCheckpoint {
  private static final int TRIAL = 4; // numbers

  private FactoredCheckpoint() {}

  static NamedArrays save(FactoredState state) {
    Descent descent = state.descent();
    NamedArrays.Builder to = NamedArrays.builder();
    to.text("phase", state.phase().name());
    to.put(
        "counts",
        new int[] {
          state.steps(),
          state.stageSteps(),
          state.rises(),
          state.quiet(),
          descent.steps(),
          descent.halvings(),
          descent.damped()
        });
    to.put(
        "numbers",
        new double[] {
          state.squares(),
          state.gap(),
          state.bound(),
          descent.bestLoss(),
          descent.stepSize(),
          descent.change()
        });
    put(to, "present.", descent.factors());
    put(to, "best.", descent.best());
    FactorPair kept = state.kept();
    if (kept != null) {
      put(to, "kept.", kept);
    }
    double[] trials = new double[TRIAL * state.trials().size()];
    int at = 0;
    for (RankTrial trial : state.trials()) {
      trials[at++] = trial.rank();
      trials[at++] = trial.directionsInUse();
      trials[at++] = trial.sweeps();
      trials[at++] = trial.heldOutRmse();
    }
    return to.put("trials", trials).build();
  }

  static FactoredState load(NamedArrays from) {
    int[] counts = from.ints("counts");
    double[] numbers = from.doubles("numbers");
    double[] stored = from.doubles("trials");
    List<RankTrial> trials = new ArrayList<>();
    for (int at = 0; at < stored.length; at += TRIAL) {
      trials.add(
          new RankTrial(
              (int) stored[at], (int) stored[at + 1], (int) stored[at + 2], stored[at + 3]));
    }
    @Nullable FactorPair kept = from.has("kept.left") ? pair(from, "kept.") : null;
    return new FactoredState(
        Phase.valueOf(Objects.requireNonNullElse(from.text("phase"), "FIT")),
        counts[0],
        counts[1],
        new Descent(
            counts[4],
            pair(from, "present."),
            pair(from, "best."),
            numbers[3],
            numbers[4],
            counts[5],
            numbers[5],
            counts[6]),
        numbers[0],
        counts[2],
        counts[3],
        numbers[1],
        numbers[2],
        kept,
        trials);
  }

  private static void put(NamedArrays.Builder to, String prefix, FactorPair pair) {
    to.put(prefix + "left", pair.left());
    to.put(prefix + "right", pair.right());
  }

  private static FactorPair pair(NamedArrays from, String prefix) {
    return new FactorPair(from.matrix(prefix + "left"), from.matrix(prefix + "right"));
  }
}
