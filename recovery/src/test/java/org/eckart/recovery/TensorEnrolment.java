package org.eckart.recovery;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.Enrolled;
import org.eckart.core.run.Problems;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Tensor;
import org.eckart.recovery.cp.Cp;
import org.eckart.recovery.cp.CpOptions;
import org.eckart.recovery.tproduct.TubalDescent;
import org.eckart.recovery.tproduct.TubalOptions;
import org.eckart.recovery.tucker.CompletionLoss;
import org.eckart.recovery.tucker.Hooi;
import org.eckart.recovery.tucker.HooiOptions;
import org.eckart.recovery.tucker.PlantedTensors;
import org.eckart.recovery.tucker.RobustTucker;
import org.eckart.recovery.tucker.RobustTuckerOptions;
import org.eckart.recovery.tucker.ScaledTucker;
import org.eckart.recovery.tucker.ScaledTuckerOptions;
import org.eckart.recovery.tucker.TuckerCompletion;
import org.eckart.recovery.tucker.TuckerCompletionOptions;
import org.eckart.recovery.tucker.TuckerCompletionProblem;

/** The methods for tensors, each with small problems that it must cope with. */
final class TensorEnrolment {
  private TensorEnrolment() {}

  static Enrolled<?, ?, ?> tucker(Parallel team) {
    TuckerCompletionOptions options = TuckerCompletionOptions.defaults().withMaxSteps(8);
    return Enrolled.of("tucker", () -> new TuckerCompletion(options), completion(team));
  }

  static Enrolled<?, ?, ?> tuckerOfGivenRank(Parallel team) {
    TuckerCompletionOptions options =
        TuckerCompletionOptions.defaults().withMaxSteps(8).withRanks(1, 1, 1);
    return Enrolled.of(
        "tucker, given rank",
        () -> new TuckerCompletion(options),
        completion(team).without("matrix")); // which has two modes
  }

  private static Problems<TuckerCompletionProblem> completion(Parallel team) {
    return ofEntries()
        .as(
            entries -> TuckerCompletionProblem.of(entries, team),
            problem -> Fingerprint.of(problem.entries()));
  }

  static Enrolled<?, ?, ?> scaledTucker(Parallel team) {
    ScaledTuckerOptions options = ScaledTuckerOptions.ranks(1, 1, 1).withMaxSteps(30);
    return Enrolled.of(
        "tucker-scaledgd",
        () -> new ScaledTucker(options),
        ofEntries()
            .without("matrix")
            .as(
                entries -> CompletionLoss.of(entries, team),
                loss -> Fingerprint.of(((CompletionLoss) loss).entries())));
  }

  static Enrolled<?, ?, ?> hooi() {
    HooiOptions options = HooiOptions.ranks(1, 1, 1).withMaxSteps(30);
    return Enrolled.of("hooi", () -> new Hooi(options), ofTensors());
  }

  static Enrolled<?, ?, ?> robustTucker() {
    RobustTuckerOptions options = RobustTuckerOptions.ranks(1, 1, 1).withMaxSteps(30);
    return Enrolled.of("tucker-robust", () -> new RobustTucker(options), ofTensors());
  }

  static Enrolled<?, ?, ?> robustTuckerOfUnknownRank() {
    RobustTuckerOptions options = RobustTuckerOptions.defaults().withMaxSteps(60);
    return Enrolled.of("tucker-robust, rank unknown", () -> new RobustTucker(options), ofTensors());
  }

  static Enrolled<?, ?, ?> robustTubal() {
    TubalOptions options = TubalOptions.rank(1).againstOutliers().withMaxSteps(30);
    return Enrolled.of("tubal-robust", () -> new TubalDescent(options), ofTensors());
  }

  static Enrolled<?, ?, ?> scaledCp() {
    CpOptions options = CpOptions.rank(1).withMethod(CpOptions.Method.SCALED).withMaxSteps(30);
    return Enrolled.of("cp-scaledgd", () -> new Cp(options), ofEntries());
  }

  static Enrolled<?, ?, ?> tubal() {
    TubalOptions options = TubalOptions.rank(1).withMaxSteps(30);
    return Enrolled.of("tubal-scaledgd", () -> new TubalDescent(options), ofTensors());
  }

  static Enrolled<?, ?, ?> cp() {
    CpOptions options = CpOptions.rank(1).withMaxSteps(30);
    return Enrolled.of("cp-als", () -> new Cp(options), ofEntries());
  }

  private static Problems<ObservedTensor> ofEntries() {
    SequencedMap<String, Supplier<ObservedTensor>> all = new LinkedHashMap<>();
    all.put("1 × 1 × 1", () -> ObservedTensor.ofArray(new double[] {3}, 1, 1, 1));
    all.put("zero", () -> ObservedTensor.ofArray(new double[60], 3, 4, 5));
    all.put("noisy", () -> noisy(new int[] {9, 8, 7}, 0.5));
    all.put("a mode of size 1", () -> noisy(new int[] {10, 1, 9}, 0.7));
    all.put("empty slices", () -> noisy(new int[] {30, 6, 5}, 0.06));
    all.put("matrix", () -> noisy(new int[] {12, 11}, 0.6));
    return new Problems<>(
        all,
        () -> ObservedTensor.ofArray(new double[] {1, Double.POSITIVE_INFINITY}, 1, 1, 2),
        Fingerprint::of);
  }

  private static ObservedTensor noisy(int[] shape, double part) {
    int[] ones = new int[shape.length];
    java.util.Arrays.fill(ones, 1);
    return PlantedTensors.observed(PlantedTensors.normal(shape, ones, 1), part, 0.1, 2);
  }

  private static Problems<Tensor> ofTensors() {
    SequencedMap<String, Supplier<Tensor>> all = new LinkedHashMap<>();
    all.put("1 × 1 × 1", () -> Tensor.wrap(new double[] {-2}, 1, 1, 1));
    all.put("zero", () -> Tensor.zeros(3, 4, 5));
    all.put(
        "full", () -> PlantedTensors.normal(new int[] {6, 5, 4}, new int[] {2, 2, 2}, 1).tensor());
    all.put("with a hole", TensorEnrolment::withAHole);
    return new Problems<>(
        all,
        () -> Tensor.wrap(new double[] {1, Double.POSITIVE_INFINITY}, 1, 1, 2),
        tensor ->
            Fingerprint.of(NamedArrays.builder().put("", tensor.array(), tensor.shape()).build()));
  }

  private static Tensor withAHole() {
    Tensor x = PlantedTensors.normal(new int[] {6, 5, 4}, new int[] {1, 1, 1}, 1).tensor();
    x.array()[17] = Double.NaN;
    return x;
  }
}
