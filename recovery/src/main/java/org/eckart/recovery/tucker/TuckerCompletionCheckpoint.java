package org.eckart.recovery.tucker;

import java.util.ArrayList;
import java.util.List;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Vector;
import org.eckart.recovery.tucker.TuckerCompletionState.Phase;

/** A state as named arrays and back, bit for bit. */
final class TuckerCompletionCheckpoint {
  private TuckerCompletionCheckpoint() {}

  static NamedArrays save(TuckerCompletionState state) {
    GaussNewton.Point point = state.point();
    NamedArrays.Builder to = NamedArrays.builder();
    to.text("phase", state.phase().name());
    to.put(
        "counts",
        new int[] {
          state.steps(),
          state.fitSteps(),
          state.levels() ? 1 : 0,
          point.moved() ? 1 : 0,
          state.calm(),
          state.structured() ? 1 : 0
        });
    to.put(
        "numbers", new double[] {point.squares(), point.noise(), point.fitted(), state.decrease()});
    TuckerArrays.put(to, "x.", point.x());
    TuckerArrays.put(to, "best.", state.best());
    int width = point.x().modes() + 6;
    double[] trials = new double[width * state.trials().size()];
    int at = 0;
    for (TuckerTrial trial : state.trials()) {
      to.put("errors" + at / width, trial.errors().toArray());
      for (int rank : trial.ranks()) {
        trials[at++] = rank;
      }
      trials[at++] = trial.levels() ? 1 : 0;
      trials[at++] = trial.structured() ? 1 : 0;
      trials[at++] = trial.heldOutRmse();
      trials[at++] = trial.trainRmse();
      trials[at++] = trial.noise();
      trials[at++] = trial.steps();
    }
    return to.put("trials", trials).build();
  }

  static TuckerCompletionState load(NamedArrays from) {
    int[] counts = from.ints("counts");
    double[] numbers = from.doubles("numbers");
    Tucker x = TuckerArrays.get(from, "x.");
    List<TuckerTrial> trials = new ArrayList<>();
    double[] stored = from.doubles("trials");
    for (int at = 0; at < stored.length; ) {
      List<Integer> ranks = new ArrayList<>();
      for (int k = 0; k < x.modes(); k++) {
        ranks.add((int) stored[at++]);
      }
      trials.add(
          new TuckerTrial(
              ranks,
              stored[at] == 1,
              stored[at + 1] == 1,
              stored[at + 2],
              stored[at + 3],
              stored[at + 4],
              Vector.of(from.doubles("errors" + trials.size())),
              (int) stored[at + 5]));
      at += 6;
    }
    String phase = from.text("phase");
    return new TuckerCompletionState(
        Phase.valueOf(phase == null ? "FIT" : phase),
        counts[0],
        counts[2] == 1,
        counts[5] == 1,
        new GaussNewton.Point(x, numbers[0], numbers[1], numbers[2], counts[3] == 1),
        counts[1],
        numbers[3],
        counts[4],
        TuckerArrays.get(from, "best."),
        trials);
  }
}
