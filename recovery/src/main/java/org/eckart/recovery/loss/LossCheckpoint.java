package org.eckart.recovery.loss;

import static org.eckart.linalg.Check.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eckart.core.store.NamedArrays;
import org.eckart.recovery.loss.LossState.Phase;
import org.jspecify.annotations.Nullable;

/** A state as named arrays and back, bit for bit. */
final class LossCheckpoint {
  private static final int TRIAL = 5; // numbers

  private LossCheckpoint() {}

  static NamedArrays save(LossState state) {
    NamedArrays.Builder to = NamedArrays.builder();
    to.text("phase", state.phase().name());
    to.put("counts", new int[] {state.sweeps(), state.stageSweeps(), state.quiet()});
    to.put("costs", new double[] {state.trainCost(), state.trainRmse(), state.heldOutCost()});
    put(to, "present_", state.current());
    Posterior kept = state.kept();
    if (kept != null) {
      put(to, "kept_", kept);
    }
    double[] trials = new double[TRIAL * state.trials().size()];
    int at = 0;
    for (LossTrial trial : state.trials()) {
      trials[at++] = trial.rank();
      trials[at++] = trial.strength();
      trials[at++] = trial.sweeps();
      trials[at++] = trial.heldOutCost();
      trials[at++] = trial.heldOutRmse();
    }
    return to.put("trials", trials).build();
  }

  static LossState load(NamedArrays from) {
    int[] counts = from.ints("counts");
    double[] costs = from.doubles("costs");
    double[] stored = from.doubles("trials");
    List<LossTrial> trials = new ArrayList<>();
    for (int at = 0; at < stored.length; at += TRIAL) {
      trials.add(
          new LossTrial(
              (int) stored[at],
              stored[at + 1],
              (int) stored[at + 2],
              stored[at + 3],
              stored[at + 4]));
    }
    @Nullable Posterior kept = from.has("kept_model") ? posterior(from, "kept_") : null;
    return new LossState(
        Phase.valueOf(Objects.requireNonNullElse(from.text("phase"), "FIT")),
        counts[0],
        counts[1],
        posterior(from, "present_"),
        costs[0],
        costs[1],
        costs[2],
        counts[2],
        kept,
        trials);
  }

  static void put(NamedArrays.Builder to, String prefix, Posterior posterior) {
    to.put(
        prefix + "model",
        new double[] {posterior.center(), posterior.noise(), posterior.strength()});
    put(to, prefix + "row_", posterior.rows());
    put(to, prefix + "column_", posterior.columns());
  }

  private static void put(NamedArrays.Builder to, String prefix, PosteriorSide side) {
    to.put(prefix + "factor", side.factor(), side.size(), side.rank());
    to.put(prefix + "factor_variance", side.variance(), side.size(), side.rank());
    to.put(prefix + "offset", side.offset());
    to.put(prefix + "offset_variance", side.offsetVariance());
    to.put(prefix + "precision", side.precision());
  }

  static Posterior posterior(NamedArrays from, String prefix) {
    double[] numbers = from.doubles(prefix + "model");
    check(numbers.length == 3, "the model's center, noise and prior are not three numbers");
    return new Posterior(
        numbers[0],
        numbers[1],
        numbers[2],
        side(from, prefix + "row_"),
        side(from, prefix + "column_"));
  }

  private static PosteriorSide side(NamedArrays from, String prefix) {
    double[] offset = from.doubles(prefix + "offset");
    double[] precision = from.doubles(prefix + "precision");
    int rank = precision.length - 1;
    check(
        rank >= 0
            && from.doubles(prefix + "factor").length == offset.length * rank
            && from.doubles(prefix + "factor_variance").length == offset.length * rank
            && from.doubles(prefix + "offset_variance").length == offset.length,
        "factors and offsets differ in size");
    return new PosteriorSide(
        rank,
        from.doubles(prefix + "factor"),
        from.doubles(prefix + "factor_variance"),
        offset,
        from.doubles(prefix + "offset_variance"),
        precision);
  }
}
