package org.eckart.examples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Run;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.Completion;
import org.eckart.recovery.completion.CompletionModel;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.completion.CompletionProblem;
import org.eckart.recovery.groups.Groups;
import org.eckart.recovery.groups.choice.GroupCompletion;
import org.eckart.recovery.groups.choice.GroupEstimate;
import org.eckart.recovery.groups.choice.GroupOptions;
import org.eckart.recovery.groups.choice.GroupProblem;
import org.eckart.recovery.softimpute.SoftImpute;
import org.eckart.recovery.softimpute.SoftImputeEstimate;
import org.eckart.recovery.softimpute.SoftImputeOptions;
import org.eckart.recovery.softimpute.SoftImputeProblem;

/**
 * Test errors of completion with labels and without, split by split: soft-impute, alternating least
 * squares, the toolkit's own choice, a model for each group, and completion with labels. Each
 * chooses its λ and rank on held-out training entries.
 */
final class GroupComparison {
  private static final String LABELS = "with labels";
  private static final int FEWEST = 100; // entries that a group's own model is fitted to

  private final Groups groups;
  private final Parallel parallel;
  private final Map<String, List<Double>> errors = new LinkedHashMap<>();

  GroupComparison(Groups groups, Parallel parallel) {
    this.groups = groups;
    this.parallel = parallel;
  }

  /** What a model says of a cell. */
  interface Predictor {
    double at(int row, int column);
  }

  void add(ObservedEntries training, ObservedEntries test, long seed) {
    SoftImputeEstimate soft =
        Run.of(new SoftImpute(SoftImputeOptions.defaults().withSeed(seed)))
            .start(SoftImputeProblem.of(training, parallel))
            .estimate();
    note("soft-impute", rmse(test, soft::predict));
    CompletionOptions defaults = CompletionOptions.defaults().withSeed(seed);
    CompletionModel exact =
        factors(training, defaults.withInnerSteps(CompletionOptions.EXACT_STEPS));
    note("ALS", rmse(test, exact::predict));
    CompletionModel own = factors(training, defaults);
    note("default completion", rmse(test, own::predict));
    note("each group apart", rmse(test, apart(training, own, defaults)));
    GroupEstimate found =
        Run.of(new GroupCompletion(GroupOptions.defaults().withSeed(seed)))
            .start(GroupProblem.of(training, groups, parallel))
            .estimate();
    note(LABELS, rmse(test, found.model()::predict));
    System.out.println(
        "split %d: %s [%s, λ %.3g, rank %d; held out by %s]"
            .formatted(
                seed,
                found.verdict(),
                found.chosen().name(),
                found.chosen().strength(),
                found.chosen().rank(),
                found.pattern()));
  }

  private CompletionModel factors(ObservedEntries training, CompletionOptions options) {
    return Run.of(new Completion(options))
        .start(CompletionProblem.of(training, options, parallel))
        .estimate()
        .model();
  }

  /** A model for each group; a row in several takes their mean, one in none the model of all. */
  private Predictor apart(
      ObservedEntries training, CompletionModel all, CompletionOptions options) {
    int[][] of = groups.ofRows();
    CompletionModel[] models = new CompletionModel[groups.all().size()];
    for (int g = 0; g < models.length; g++) {
      int group = g;
      int[] own =
          IntStream.range(0, training.count())
              .filter(k -> IntStream.of(of[training.row(k)]).anyMatch(h -> h == group))
              .toArray();
      models[g] = own.length < FEWEST ? all : factors(training.select(own), options);
    }
    return (row, column) -> {
      double sum = 0;
      for (int g : of[row]) {
        sum += models[g].predict(row, column);
      }
      return of[row].length == 0 ? all.predict(row, column) : sum / of[row].length;
    };
  }

  private void note(String method, double error) {
    errors.computeIfAbsent(method, _ -> new ArrayList<>()).add(error);
  }

  static double rmse(ObservedEntries test, Predictor model) {
    double sum = 0;
    for (int k = 0; k < test.count(); k++) {
      double miss = test.value(k) - model.at(test.row(k), test.column(k));
      sum += miss * miss;
    }
    return Math.sqrt(sum / test.count());
  }

  /** Mean and standard error of each method over the splits, and of its difference to the last. */
  void print() {
    List<Double> labelled = errors.getOrDefault(LABELS, List.of());
    System.out.printf("%-20s %-17s %s%n", "", "test rmse", "more than with labels");
    errors.forEach((method, values) -> {
      List<Double> more = new ArrayList<>();
      for (int k = 0; k < values.size(); k++) {
        more.add(values.get(k) - labelled.get(k));
      }
      System.out.printf(
          "%-20s %.4f ± %.4f   %s%n",
          method,
          mean(values),
          standardError(values),
          method.equals(LABELS) ? "" : "%+.4f ± %.4f".formatted(mean(more), standardError(more)));
    });
  }

  static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  static double standardError(List<Double> values) {
    double mean = mean(values);
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / Math.max(1, values.size() - 1) / values.size());
  }
}
