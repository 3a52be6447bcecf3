package org.eckart.recovery.softimpute;

import java.util.ArrayList;
import java.util.List;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.softimpute.SoftImputeState.Phase;
import org.jspecify.annotations.Nullable;

/** A state as named arrays and back, bit for bit. */
final class SoftImputeCheckpoint {
  private static final int TRIAL = 6; // numbers

  private SoftImputeCheckpoint() {}

  static NamedArrays save(SoftImputeState state) {
    Fit fit = state.fit();
    NamedArrays.Builder to = NamedArrays.builder();
    to.text("phase", state.phase().name());
    to.put("counts", new int[] {state.steps(), fit.steps(), fit.capped() ? 1 : 0});
    to.put(
        "numbers",
        new double[] {
          state.largest(),
          fit.penalty(),
          fit.loss(),
          fit.lowerBound(),
          fit.excess(),
          fit.alignment(),
          fit.progress()
        });
    put(to, "x.", fit.x());
    Svd best = state.best();
    if (best != null) {
      put(to, "best.", best);
    }
    double[] trials = new double[TRIAL * state.trials().size()];
    int at = 0;
    for (PenaltyTrial trial : state.trials()) {
      trials[at++] = trial.penalty();
      trials[at++] = trial.heldOutRmse();
      trials[at++] = trial.rank();
      trials[at++] = trial.gap();
      trials[at++] = trial.steps();
      trials[at++] = trial.rankCapped() ? 1 : 0;
    }
    return to.put("trials", trials).build();
  }

  static SoftImputeState load(NamedArrays from) {
    int[] counts = from.ints("counts");
    double[] numbers = from.doubles("numbers");
    Fit fit =
        new Fit(
            svd(from, "x."),
            numbers[1],
            counts[1],
            numbers[2],
            numbers[3],
            numbers[4],
            numbers[5],
            numbers[6],
            counts[2] == 1);
    double[] stored = from.doubles("trials");
    List<PenaltyTrial> trials = new ArrayList<>();
    for (int at = 0; at < stored.length; at += TRIAL) {
      trials.add(
          new PenaltyTrial(
              stored[at],
              stored[at + 1],
              (int) stored[at + 2],
              stored[at + 3],
              (int) stored[at + 4],
              stored[at + 5] == 1));
    }
    String phase = from.text("phase");
    @Nullable Svd best = from.has("best.s") ? svd(from, "best.") : null;
    return new SoftImputeState(
        Phase.valueOf(phase == null ? "FIT" : phase), counts[0], numbers[0], fit, best, trials);
  }

  private static void put(NamedArrays.Builder to, String prefix, Svd x) {
    to.put(prefix + "u", x.u());
    to.put(prefix + "s", x.s().toArray());
    to.put(prefix + "v", x.v());
  }

  private static Svd svd(NamedArrays from, String prefix) {
    return new Svd(
        from.matrix(prefix + "u"),
        Vector.of(from.doubles(prefix + "s")),
        from.matrix(prefix + "v"));
  }
}
