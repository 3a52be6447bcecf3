package org.eckart.recovery.completion;

import java.util.ArrayList;
import java.util.List;
import org.eckart.core.store.NamedArrays;
import org.jspecify.annotations.Nullable;

/** A completion's state as named arrays and back, bit for bit. */
final class CompletionCheckpoint {
  private CompletionCheckpoint() {}

  static NamedArrays save(CompletionState state) {
    NamedArrays.Builder to = NamedArrays.builder();
    to.text("phase", state.phase().name());
    to.put("counts", new int[] {state.sweeps(), state.stageSweeps(), state.quiet()});
    to.put("heldOutRmse", new double[] {state.heldOutRmse()});
    put(to, "current.", state.current());
    if (state.kept() != null) {
      put(to, "kept.", state.kept());
    }
    double[] trials = new double[4 * state.trials().size()];
    for (int k = 0; k < state.trials().size(); k++) {
      RankTrial trial = state.trials().get(k);
      trials[4 * k] = trial.rank();
      trials[4 * k + 1] = trial.directionsInUse();
      trials[4 * k + 2] = trial.sweeps();
      trials[4 * k + 3] = trial.heldOutRmse();
    }
    to.put("trials", trials);
    IntervalCalibration calibration = state.calibration();
    if (calibration != null) {
      to.put("calibration.largestCount", calibration.largestCount());
      to.put("calibration.factor", calibration.factor());
    }
    return to.build();
  }

  static CompletionState load(NamedArrays from) {
    int[] counts = from.ints("counts");
    double[] numbers = from.doubles("trials");
    List<RankTrial> trials = new ArrayList<>();
    for (int k = 0; k < numbers.length; k += 4) {
      trials.add(
          new RankTrial(
              (int) numbers[k], (int) numbers[k + 1], (int) numbers[k + 2], numbers[k + 3]));
    }
    @Nullable IntervalCalibration calibration =
        from.has("calibration.factor")
            ? new IntervalCalibration(
                from.ints("calibration.largestCount"), from.doubles("calibration.factor"))
            : null;
    String phase = from.text("phase");
    return new CompletionState(
        CompletionState.Phase.valueOf(phase == null ? "SELECT" : phase),
        counts[0],
        counts[1],
        factors(from, "current."),
        from.doubles("heldOutRmse")[0],
        counts[2],
        from.has("kept.numbers") ? factors(from, "kept.") : null,
        trials,
        calibration);
  }

  private static void put(NamedArrays.Builder to, String prefix, FactorState state) {
    to.put(prefix + "numbers", new double[] {state.rank(), state.noise(), state.trainRmse()});
    put(to, prefix + "rows.", state.rows());
    put(to, prefix + "columns.", state.columns());
  }

  private static void put(NamedArrays.Builder to, String prefix, SideState side) {
    to.put(prefix + "factor", side.factor(), side.size(), side.stride());
    to.put(prefix + "factorVariance", side.factorVariance(), side.size(), side.stride());
    to.put(prefix + "offset", side.offset());
    to.put(prefix + "offsetVariance", side.offsetVariance());
    to.put(prefix + "weight", side.weight());
    to.put(prefix + "precision", side.precision());
  }

  private static FactorState factors(NamedArrays from, String prefix) {
    double[] numbers = from.doubles(prefix + "numbers");
    return new FactorState(
        (int) numbers[0],
        side(from, prefix + "rows."),
        side(from, prefix + "columns."),
        numbers[1],
        numbers[2]);
  }

  private static SideState side(NamedArrays from, String prefix) {
    return new SideState(
        from.floats(prefix + "factor"),
        from.floats(prefix + "factorVariance"),
        from.floats(prefix + "offset"),
        from.floats(prefix + "offsetVariance"),
        from.floats(prefix + "weight"),
        from.floats(prefix + "precision"));
  }
}
