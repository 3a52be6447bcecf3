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
    LowRankModel model = LowRankModel.of(estimate, entries);
    return new Fitted(
        model,
        estimate.steps(),
        estimate.trials().stream().mapToInt(PenaltyTrial::steps).sum(),
        Fitted.rmse(model, entries, parallel),
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
