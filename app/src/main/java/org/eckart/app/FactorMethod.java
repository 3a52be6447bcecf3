package org.eckart.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Algorithm;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.Completion;
import org.eckart.recovery.completion.CompletionFit;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.completion.CompletionProblem;
import org.eckart.recovery.completion.CompletionState;
import org.eckart.recovery.completion.RankTrial;
import org.jspecify.annotations.Nullable;

/**
 * {@code --method auto} and {@code als}: row by row.
 *
 * @param name of the two
 */
record FactorMethod(String name, CompletionOptions options)
    implements CompletionMethod<CompletionProblem, CompletionState, CompletionFit> {
  /** In the baseline, offsets settle within this many sweeps. */
  private static final int OFFSET_SWEEPS = 5;

  @Override
  public Algorithm<CompletionProblem, CompletionState, CompletionFit> algorithm() {
    return new Completion(options);
  }

  @Override
  public void warmUp() {
    Thread.ofPlatform().daemon().name("warm-up").start(() -> Completion.warmUp(options));
  }

  @Override
  public CompletionProblem problem(ObservedEntries entries, Parallel parallel) {
    return CompletionProblem.of(entries, options, parallel);
  }

  @Override
  public Fitted fitted(CompletionFit fit, ObservedEntries entries, Parallel parallel) {
    return new Fitted(
        new FactorModel(fit.model()),
        fit.sweeps(),
        fit.trials().stream().mapToInt(RankTrial::sweeps).sum(),
        fit.trainRmse(),
        fit.heldOutRmse(),
        fit.trials().stream()
            .filter(trial -> trial.rank() == 0)
            .mapToDouble(RankTrial::heldOutRmse)
            .findFirst()
            .orElse(Double.NaN),
        fit.model().noiseLevel(),
        fit.trials(),
        null,
        null,
        Remarks.none());
  }

  @Override
  public Map<String, @Nullable Object> settings() {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    settings.put("rank", options.rank().isPresent() ? options.rank().getAsInt() : "auto");
    settings.put(
        "penalty", options.penalty().isPresent() ? options.penalty().getAsDouble() : "auto");
    settings.put("innerSteps", options.innerSteps());
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
    return true;
  }

  @Override
  public CompletionOptions offsetsAlone() {
    CompletionOptions alone = offsetsAlone(options.seed());
    return options.penalty().isPresent()
        ? alone.withPenalty(options.penalty().getAsDouble())
        : alone;
  }

  static CompletionOptions offsetsAlone(long seed) {
    return CompletionOptions.defaults().withRank(0).withMaxSweeps(OFFSET_SWEEPS).withSeed(seed);
  }

  @Override
  public CompletionPlan.Cost cost(long rows, long columns, long entries) {
    return CompletionPlan.Cost.ofFactors(options, rows, columns, entries);
  }
}
