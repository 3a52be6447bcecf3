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
import org.eckart.recovery.completion.RankTrial;
import org.eckart.recovery.factored.FactoredCompletion;
import org.eckart.recovery.factored.FactoredEstimate;
import org.eckart.recovery.factored.FactoredOptions;
import org.eckart.recovery.factored.FactoredProblem;
import org.eckart.recovery.factored.FactoredState;
import org.jspecify.annotations.Nullable;

/** {@code --method scaledgd}, {@code gd} and {@code altmin}: a plain low-rank matrix, in double. */
record PlainMethod(FactoredOptions options)
    implements CompletionMethod<FactoredProblem, FactoredState, FactoredEstimate> {
  @Override
  public String name() {
    return algorithm().name();
  }

  @Override
  public Algorithm<FactoredProblem, FactoredState, FactoredEstimate> algorithm() {
    return new FactoredCompletion(options);
  }

  @Override
  public FactoredProblem problem(ObservedEntries entries, Parallel parallel) {
    return FactoredProblem.of(entries, parallel);
  }

  @Override
  public Fitted fitted(FactoredEstimate estimate, ObservedEntries entries, Parallel parallel) {
    return new Fitted(
        LowRankModel.of(estimate, entries),
        estimate.steps(),
        estimate.trials().stream().mapToInt(RankTrial::sweeps).sum(),
        estimate.trainRmse(),
        estimate.heldOutRmse(),
        Double.NaN,
        Double.NaN,
        estimate.trials(),
        null,
        null,
        remarks(estimate));
  }

  private static Remarks remarks(FactoredEstimate estimate) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("settled", estimate.settled());
    result.put("gapRatio", estimate.gap());
    result.put("rankContinuation", estimate.continued() || !estimate.trials().isEmpty());
    result.put("stepHalvings", estimate.halvings());
    result.put("dampedSteps", estimate.damped());
    result.put("stepDividedBy", estimate.unevenness());
    List<String> warnings = new ArrayList<>();
    if (estimate.continued()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "Singular value %d of the observed entries is only %.2f times the next, so the"
                  + " weakest directions are buried in what sampling adds; they are found one by"
                  + " one instead (--start spectrum keeps to the published start)",
              estimate.rank(),
              estimate.gap()));
    }
    if (!estimate.continued()
        && estimate.trials().isEmpty()
        && estimate.gap() < FactoredCompletion.GAP) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "Singular value %d of the observed entries is only %.2f times the next, so the"
                  + " weakest directions are buried in what sampling adds, and the descent may rest"
                  + " far above them; take --method scaledgd, which finds them one by one",
              estimate.rank(),
              estimate.gap()));
    }
    if (estimate.unevenness() > 1) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "The fullest row or column has %.1f times as many entries as the mean, so the step"
                  + " size is divided by that; --method auto goes row by row and needs no such"
                  + " thing",
              estimate.unevenness()));
    }
    if (estimate.halvings() > 0) {
      warnings.add(
          "The descent diverged, and its step size was halved %d times; take a smaller --step-size"
              .formatted(estimate.halvings()));
    }
    if (estimate.damped() > 0) {
      warnings.add(
          "The factors were singular in %d steps, which were damped; the matrix seems to have a rank"
                  .formatted(estimate.damped())
              + " below %d".formatted(estimate.rank()));
    }
    if (estimate.weakRows() + estimate.weakColumns() > 0) {
      warnings.add(
          "%d rows and %d columns have fewer entries than the rank, which do not determine them; do"
                  .formatted(estimate.weakRows(), estimate.weakColumns())
              + " not trust what is filled in there");
    }
    return new Remarks(result, "", warnings);
  }

  @Override
  public Map<String, @Nullable Object> settings() {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    settings.put("rank", options.rank().isPresent() ? options.rank().getAsInt() : "auto");
    settings.put("stepSize", options.stepSize());
    settings.put("start", options.start().toString().toLowerCase(Locale.ROOT));
    settings.put("penalty", options.penalty());
    settings.put("maxSweeps", options.maxSteps());
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
    return CompletionPlan.ofFactored(options, rows, columns, entries);
  }
}
