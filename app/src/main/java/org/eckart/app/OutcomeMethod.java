package org.eckart.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Algorithm;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.loss.LossCompletion;
import org.eckart.recovery.loss.LossEstimate;
import org.eckart.recovery.loss.LossOptions;
import org.eckart.recovery.loss.LossProblem;
import org.eckart.recovery.loss.LossState;
import org.eckart.recovery.loss.LossTrial;
import org.jspecify.annotations.Nullable;

/** {@code --loss huber}, {@code logistic} and {@code poisson}. */
record OutcomeMethod(LossOptions options)
    implements CompletionMethod<LossProblem, LossState, LossEstimate> {
  @Override
  public String name() {
    return algorithm().name();
  }

  @Override
  public Algorithm<LossProblem, LossState, LossEstimate> algorithm() {
    return new LossCompletion(options);
  }

  @Override
  public LossProblem problem(ObservedEntries entries, Parallel parallel) {
    return LossProblem.of(entries, options, parallel);
  }

  @Override
  public Fitted fitted(LossEstimate estimate, ObservedEntries entries, Parallel parallel) {
    return new Fitted(
        OutcomeModel.of(estimate.model(), entries),
        estimate.sweeps(),
        estimate.trials().stream().mapToInt(LossTrial::sweeps).sum(),
        estimate.trainRmse(),
        estimate.heldOutRmse(),
        estimate.trials().isEmpty() ? Double.NaN : estimate.trials().getFirst().heldOutRmse(),
        estimate.model().noiseLevel(),
        List.of(),
        null,
        null,
        new Remarks(result(estimate), "", List.of()));
  }

  private Map<String, @Nullable Object> result(LossEstimate estimate) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("loss", options.loss().toString().toLowerCase(Locale.ROOT));
    result.put("settled", estimate.settled());
    List<Map<String, Object>> path = new ArrayList<>();
    for (LossTrial trial : estimate.trials()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("rank", trial.rank());
      one.put("prior", prior(trial));
      one.put("iterations", trial.sweeps());
      one.put("heldOutCost", trial.heldOutCost());
      one.put("heldOutRmse", trial.heldOutRmse());
      path.add(one);
    }
    result.put("rankPath", path);
    return result;
  }

  /** The prior variance of the low-rank part, or what took its place. */
  private Object prior(LossTrial trial) {
    if (options.penalty().isPresent()) {
      return "penalty";
    }
    return trial.rank() == 0 || trial.strength() == 0 ? "learned" : trial.strength();
  }

  @Override
  public Map<String, @Nullable Object> settings() {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    settings.put("loss", options.loss().toString().toLowerCase(Locale.ROOT));
    settings.put("rank", options.rank().isPresent() ? options.rank().getAsInt() : "auto");
    settings.put(
        "penalty", options.penalty().isPresent() ? options.penalty().getAsDouble() : "auto");
    settings.put("maxSweeps", options.maxSweeps());
    settings.put("tolerance", options.tolerance());
    settings.put("selectionHoldOut", options.holdOut());
    return settings;
  }

  @Override
  public OptionalInt rank() {
    return options.rank();
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
    return CompletionPlan.ofLoss(options, rows, columns, entries);
  }
}
