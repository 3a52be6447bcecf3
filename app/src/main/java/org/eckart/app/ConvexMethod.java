package org.eckart.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Algorithm;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.softimpute.PenaltyTrial;
import org.eckart.recovery.softimpute.SoftImpute;
import org.eckart.recovery.softimpute.SoftImputeEstimate;
import org.eckart.recovery.softimpute.SoftImputeOptions;
import org.eckart.recovery.softimpute.SoftImputeProblem;
import org.eckart.recovery.softimpute.SoftImputeState;
import org.jspecify.annotations.Nullable;

/** {@code --method softimpute}: the convex program, with a certificate. */
record ConvexMethod(SoftImputeOptions options)
    implements CompletionMethod<SoftImputeProblem, SoftImputeState, SoftImputeEstimate> {
  static final String NAME = "softimpute";

  private static final int BLOCK = 16384;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Algorithm<SoftImputeProblem, SoftImputeState, SoftImputeEstimate> algorithm() {
    return new SoftImpute(options);
  }

  @Override
  public SoftImputeProblem problem(ObservedEntries entries, Parallel parallel) {
    return SoftImputeProblem.of(entries, parallel);
  }

  @Override
  public Fitted fitted(SoftImputeEstimate estimate, ObservedEntries entries, Parallel parallel) {
    return new Fitted(
        LowRankModel.of(estimate, entries),
        estimate.steps(),
        estimate.trials().stream().mapToInt(PenaltyTrial::steps).sum(),
        trainRmse(estimate, entries, parallel),
        estimate.heldOutRmse(),
        estimate.trials().isEmpty()
            ? Double.NaN
            : estimate.trials().getFirst().heldOutRmse(), // X = 0 there
        Double.NaN,
        List.of(),
        estimate,
        null,
        Remarks.none());
  }

  private static double trainRmse(
      SoftImputeEstimate estimate, ObservedEntries entries, Parallel parallel) {
    int count = entries.count();
    double squares =
        parallel.sum(
            (count + BLOCK - 1) / BLOCK,
            block -> {
              double sum = 0;
              for (int k = block * BLOCK; k < Math.min(count, (block + 1) * BLOCK); k++) {
                double e = entries.value(k) - estimate.predict(entries.row(k), entries.column(k));
                sum += e * e;
              }
              return sum;
            });
    return Math.sqrt(squares / count);
  }

  @Override
  public Map<String, @Nullable Object> settings() {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    settings.put("rank", options.rankCap().isPresent() ? options.rankCap().getAsInt() : "auto");
    settings.put(
        "penalty", options.penalty().isPresent() ? options.penalty().getAsDouble() : "auto");
    settings.put("maxSweeps", options.maxSteps());
    settings.put("tolerance", options.tolerance());
    settings.put("selectionHoldOut", options.holdOut());
    return settings;
  }

  @Override
  public OptionalInt rank() {
    return options.rankCap();
  }

  @Override
  public boolean hasIntervals() {
    return false;
  }

  @Override
  public CompletionOptions offsetsAlone() {
    return FactorMethod.offsetsAlone(options.seed());
  }

  @Override
  public CompletionPlan.Cost cost(long rows, long columns, long entries) {
    return CompletionPlan.Cost.ofConvex(options, rows, columns, entries);
  }
}
