package org.eckart.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eckart.core.holdout.TensorSplit;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.run.Run;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Tensor;
import org.eckart.recovery.tucker.Hooi;
import org.eckart.recovery.tucker.HooiOptions;
import org.eckart.recovery.tucker.Tucker;
import org.eckart.recovery.tucker.TuckerCompletion;
import org.eckart.recovery.tucker.TuckerCompletionEstimate;
import org.eckart.recovery.tucker.TuckerCompletionOptions;
import org.eckart.recovery.tucker.TuckerCompletionProblem;

/**
 * A tenth of a tensor's entries held out, over several splits: the mean, Tucker completion with the
 * ranks it chooses, and HOOI that fills the holes again and again at those ranks.
 */
public final class TensorComparison {
  private static final double HELD_OUT = 0.1;
  private static final int HOOI_STEPS = 100;

  private final Map<String, List<Double>> errors = new LinkedHashMap<>();
  private final List<Double> coverage = new ArrayList<>();

  private TensorComparison() {}

  /** Takes a {@code .npy} file, NaN for what is missing, and the number of splits. */
  public static void main(String[] arguments) {
    DenseArray array = Npy.read(Path.of(arguments[0]));
    ObservedTensor entries = ObservedTensor.ofArray(array.values(), array.shape());
    int splits = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    System.out.println(entries);
    TensorComparison comparison = new TensorComparison();
    try (Parallel parallel = Parallel.ofAllCores()) {
      for (long seed = 1; seed <= splits; seed++) {
        TensorSplit split = TensorSplit.uniform(entries, HELD_OUT, seed);
        System.out.printf(
            "split %d: rank %s%n", seed, Arrays.toString(comparison.add(split, seed, parallel)));
      }
    }
    comparison.errors.forEach((method, values) ->
        System.out.printf(
            "%-8s %.4g ± %.2g%n",
            method,
            GroupComparison.mean(values),
            splits < 2 ? 0 : GroupComparison.standardError(values)));
    System.out.printf(
        "90 %% intervals hold %.1f %%%n", 100 * GroupComparison.mean(comparison.coverage));
  }

  private int[] add(TensorSplit split, long seed, Parallel parallel) {
    ObservedTensor test = split.heldOut();
    double[] means = new double[test.count()];
    Arrays.fill(means, Arrays.stream(split.observed().valueArray()).average().orElse(0));
    note("mean", test, means);
    TuckerCompletionEstimate found =
        Run.of(new TuckerCompletion(TuckerCompletionOptions.defaults().withSeed(seed)))
            .start(TuckerCompletionProblem.of(split.observed(), parallel))
            .estimate();
    double[] predicted = found.predict(test, parallel);
    note("tucker", test, predicted);
    int held = 0;
    for (int e = 0; e < predicted.length; e++) {
      held += Math.abs(predicted[e] - test.value(e)) <= found.halfWidth(0.9) ? 1 : 0;
    }
    coverage.add((double) held / predicted.length);
    int[] ranks = found.model().ranks();
    Tucker filled =
        Run.of(new Hooi(HooiOptions.ranks(ranks).withMaxSteps(HOOI_STEPS)))
            .start(dense(split.observed()))
            .estimate()
            .model();
    double[] byHooi = new double[test.count()];
    int[] at = new int[test.modes()];
    for (int e = 0; e < byHooi.length; e++) {
      for (int k = 0; k < at.length; k++) {
        at[k] = test.index(k, e);
      }
      byHooi[e] = filled.at(at);
    }
    note("hooi", test, byHooi);
    return ranks;
  }

  private static Tensor dense(ObservedTensor entries) {
    Tensor y = Tensor.zeros(entries.shape());
    Arrays.fill(y.array(), Double.NaN);
    for (int e = 0; e < entries.count(); e++) {
      int at = 0;
      for (int k = 0; k < entries.modes(); k++) {
        at = at * entries.size(k) + entries.index(k, e);
      }
      y.array()[at] = entries.value(e);
    }
    return y;
  }

  private void note(String method, ObservedTensor test, double[] predicted) {
    double sum = 0;
    for (int e = 0; e < predicted.length; e++) {
      sum += (predicted[e] - test.value(e)) * (predicted[e] - test.value(e));
    }
    errors.computeIfAbsent(method, _ -> new ArrayList<>()).add(Math.sqrt(sum / predicted.length));
  }
}
