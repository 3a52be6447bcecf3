package org.eckart.recovery.robustpca;

import org.eckart.core.store.NamedArrays;
import org.eckart.recovery.robustpca.StagedState.Phase;
import org.eckart.recovery.robustpca.StagedState.Seen;
import org.eckart.recovery.scaled.FactorPair;

/** A state as named arrays and back, bit for bit. */
final class StagedCheckpoint {
  private StagedCheckpoint() {}

  static NamedArrays save(StagedState state) {
    Seen last = state.last();
    return NamedArrays.builder()
        .text("phase", state.phase().name())
        .put(
            "counts",
            new long[] {
              state.steps(),
              state.stageSteps(),
              state.attempt(),
              last.outliers(),
              last.flat() ? 1 : 0
            })
        .put(
            "numbers",
            new double[] {
              state.next(),
              state.allowance(),
              state.spread(),
              state.noise().level(),
              state.noise().share(),
              state.noise().departure(),
              last.threshold(),
              last.change(),
              last.rootMeanSquare(),
              last.keptRootMeanSquare(),
              state.stepSize()
            })
        .put("left", state.x().left())
        .put("right", state.x().right())
        .put("leftProbes", state.probes().left())
        .put("rightProbes", state.probes().right())
        .build();
  }

  static StagedState load(NamedArrays from) {
    long[] counts = from.longs("counts");
    double[] numbers = from.doubles("numbers");
    String phase = from.text("phase");
    return new StagedState(
        (int) counts[0],
        phase == null ? Phase.SEARCH : Phase.valueOf(phase),
        (int) counts[1],
        new FactorPair(from.matrix("left"), from.matrix("right")),
        new Probes(from.matrix("leftProbes"), from.matrix("rightProbes")),
        numbers[0],
        numbers[1],
        numbers[2],
        new NoiseLevel(numbers[3], numbers[4], numbers[5]),
        new Seen(numbers[6], numbers[7], counts[3], numbers[8], numbers[9], counts[4] == 1),
        numbers[10],
        (int) counts[2]);
  }
}
