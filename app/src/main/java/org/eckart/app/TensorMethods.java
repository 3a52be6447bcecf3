package org.eckart.app;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.run.Outcome;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Tensor;
import org.eckart.recovery.cp.Cp;
import org.eckart.recovery.cp.CpFit;
import org.eckart.recovery.cp.CpOptions;
import org.eckart.recovery.tproduct.TubalDescent;
import org.eckart.recovery.tproduct.TubalFit;
import org.eckart.recovery.tproduct.TubalOptions;
import org.eckart.recovery.tucker.CompletionLoss;
import org.eckart.recovery.tucker.Hooi;
import org.eckart.recovery.tucker.HooiOptions;
import org.eckart.recovery.tucker.ScaledTucker;
import org.eckart.recovery.tucker.ScaledTuckerOptions;
import org.eckart.recovery.tucker.Tucker;
import org.eckart.recovery.tucker.TuckerArrays;
import org.eckart.recovery.tucker.TuckerCompletion;
import org.eckart.recovery.tucker.TuckerCompletionEstimate;
import org.eckart.recovery.tucker.TuckerCompletionOptions;
import org.eckart.recovery.tucker.TuckerCompletionProblem;
import org.eckart.recovery.tucker.TuckerFit;
import org.jspecify.annotations.Nullable;

/** Completes a tensor by one of the methods; each gives the same kind of answer. */
final class TensorMethods {
  private static final long LARGEST_DENSE = Integer.MAX_VALUE - 8;

  private final RunDriver run;
  private final ObservedTensor entries;
  private final String rank;
  private final long seed;
  private final Parallel parallel;

  /**
   * @param entries to fit
   * @param rank auto, a number, or one a mode
   */
  TensorMethods(RunDriver run, ObservedTensor entries, String rank, long seed, Parallel parallel) {
    this.run = run;
    this.entries = entries;
    this.rank = rank;
    this.seed = seed;
    this.parallel = parallel;
  }

  /** The answer by this method; null if the run was interrupted. */
  @Nullable TensorAnswer by(
      CompleteCommand.Method method,
      Optional<Double> tolerance,
      Optional<Integer> maxSteps,
      Optional<Double> stepSize)
      throws IOException {
    return switch (method) {
      case AUTO, TUCKER -> tucker(tolerance, maxSteps);
      case SCALEDGD -> scaled(tolerance, maxSteps, stepSize);
      case HOOI -> hooi(tolerance, maxSteps);
      case TSVD -> tubal(tolerance, maxSteps);
      case CP -> cp(tolerance, maxSteps);
      default ->
          throw new UsageException(
              "--method %s is for matrices; for a tensor take auto, tucker, scaledgd, hooi, tsvd or"
                  + " cp",
              method.toString().toLowerCase(java.util.Locale.ROOT));
    };
  }

  private int[] ranks() {
    return TensorInput.ranks(needed(), entries.shape());
  }

  private String needed() {
    if (rank.equals("auto")) {
      throw new UsageException(
          "--rank auto is for --method tucker, which chooses it; give this method a number, or one"
              + " a mode");
    }
    return rank;
  }

  private int single() {
    int[] ranks = TensorInput.ranks(needed(), new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE});
    if (rank.contains(",") || ranks[0] < 1) {
      throw new UsageException("--rank is %s; of this method it is one number, 1 or more", rank);
    }
    return ranks[0];
  }

  private @Nullable TensorAnswer tucker(Optional<Double> tolerance, Optional<Integer> maxSteps)
      throws IOException {
    TuckerCompletionOptions options = TuckerCompletionOptions.defaults().withSeed(seed);
    options = rank.equals("auto") ? options : options.withRanks(ranks());
    options = tolerance.isPresent() ? options.withTolerance(tolerance.get()) : options;
    options = maxSteps.isPresent() ? options.withMaxSteps(maxSteps.get()) : options;
    Outcome<?, TuckerCompletionEstimate> outcome =
        run.drive(new TuckerCompletion(options), TuckerCompletionProblem.of(entries, parallel));
    if (outcome == null) {
      return null;
    }
    TuckerCompletionEstimate found = outcome.estimate();
    NamedArrays.Builder arrays = NamedArrays.builder();
    TuckerArrays.put(arrays, "", found.model());
    for (int k = 0; k < entries.modes(); k++) {
      arrays.put("levels" + (k + 1), found.offsets().levels().get(k).toArray());
    }
    arrays.put("numbers", new double[] {found.offsets().mean(), found.noise(), found.trainRmse()});
    arrays.put("errors", found.errors().toArray());
    return new TensorAnswer(
        Arrays.stream(found.model().ranks()).boxed().toList(),
        places -> found.predict(places, parallel),
        () -> whole(found),
        arrays.build(),
        found.model(),
        found,
        outcome.reason(),
        outcome.steps(),
        outcome.trace());
  }

  private static Tensor whole(TuckerCompletionEstimate found) {
    Tensor x = found.model().tensor();
    int[] index = new int[x.modes()];
    for (int i = 0; i < x.array().length; i++) {
      x.array()[i] += found.offsets().at(index);
      for (int k = x.modes() - 1; k >= 0 && ++index[k] == x.size(k); k--) {
        index[k] = 0;
      }
    }
    return x;
  }

  private @Nullable TensorAnswer scaled(
      Optional<Double> tolerance, Optional<Integer> maxSteps, Optional<Double> stepSize)
      throws IOException {
    ScaledTuckerOptions options = ScaledTuckerOptions.ranks(ranks()).withSeed(seed);
    options = tolerance.isPresent() ? options.withTolerance(tolerance.get()) : options;
    options = maxSteps.isPresent() ? options.withMaxSteps(maxSteps.get()) : options;
    options = stepSize.isPresent() ? options.withStepSize(stepSize.get()) : options;
    Outcome<?, TuckerFit> outcome =
        run.drive(new ScaledTucker(options), CompletionLoss.of(entries, parallel));
    return outcome == null ? null : ofTucker(outcome);
  }

  private @Nullable TensorAnswer hooi(Optional<Double> tolerance, Optional<Integer> maxSteps)
      throws IOException {
    HooiOptions options = HooiOptions.ranks(ranks());
    options = tolerance.isPresent() ? options.withTolerance(tolerance.get()) : options;
    options = maxSteps.isPresent() ? options.withMaxSteps(maxSteps.get()) : options;
    Outcome<?, TuckerFit> outcome = run.drive(new Hooi(options), dense("hooi"));
    return outcome == null ? null : ofTucker(outcome);
  }

  private TensorAnswer ofTucker(Outcome<?, TuckerFit> outcome) {
    Tucker model = outcome.estimate().model();
    NamedArrays.Builder arrays = NamedArrays.builder();
    TuckerArrays.put(arrays, "", model);
    TuckerCompletionEstimate predicting = StoredTensor.withoutOffsets(model);
    return new TensorAnswer(
        Arrays.stream(model.ranks()).boxed().toList(),
        places -> predicting.predict(places, parallel),
        model::tensor,
        arrays.build(),
        model,
        null,
        outcome.reason(),
        outcome.steps(),
        outcome.trace());
  }

  private @Nullable TensorAnswer tubal(Optional<Double> tolerance, Optional<Integer> maxSteps)
      throws IOException {
    TubalOptions options = TubalOptions.rank(single());
    options = tolerance.isPresent() ? options.withTolerance(tolerance.get()) : options;
    options = maxSteps.isPresent() ? options.withMaxSteps(maxSteps.get()) : options;
    Outcome<?, TubalFit> outcome = run.drive(new TubalDescent(options), dense("tsvd"));
    if (outcome == null) {
      return null;
    }
    Tensor model = outcome.estimate().model();
    return new TensorAnswer(
        List.of(options.rank()),
        places -> at(model, places),
        () -> model,
        NamedArrays.builder().put("x", model.array(), model.shape()).build(),
        null,
        null,
        outcome.reason(),
        outcome.steps(),
        outcome.trace());
  }

  private static double[] at(Tensor model, ObservedTensor places) {
    double[] values = new double[places.count()];
    int[] index = new int[model.modes()];
    for (int e = 0; e < values.length; e++) {
      for (int k = 0; k < index.length; k++) {
        index[k] = places.index(k, e);
      }
      values[e] = model.get(index);
    }
    return values;
  }

  private @Nullable TensorAnswer cp(Optional<Double> tolerance, Optional<Integer> maxSteps)
      throws IOException {
    CpOptions options = CpOptions.rank(single()).withSeed(seed);
    options = tolerance.isPresent() ? options.withTolerance(tolerance.get()) : options;
    options = maxSteps.isPresent() ? options.withMaxSteps(maxSteps.get()) : options;
    Outcome<?, CpFit> outcome = run.drive(new Cp(options), entries);
    if (outcome == null) {
      return null;
    }
    CpFit fit = outcome.estimate();
    NamedArrays.Builder arrays = NamedArrays.builder();
    for (int k = 0; k < entries.modes(); k++) {
      arrays.put("factor" + (k + 1), fit.model().factors().get(k));
    }
    return new TensorAnswer(
        List.of(options.rank()),
        places -> {
          double[] values = new double[places.count()];
          int[] index = new int[places.modes()];
          for (int e = 0; e < values.length; e++) {
            for (int k = 0; k < index.length; k++) {
              index[k] = places.index(k, e);
            }
            values[e] = fit.model().at(index);
          }
          return values;
        },
        () -> fit.model().tensor(),
        arrays.build(),
        null,
        null,
        outcome.reason(),
        outcome.steps(),
        outcome.trace());
  }

  /** The entries as an array with NaN where none is known. */
  private Tensor dense(String method) {
    if (entries.cells() > LARGEST_DENSE) {
      throw new UsageException(
          "--method %s needs the whole %s tensor in memory, and no array holds it; take --method"
              + " tucker",
          method, entries.shapeText());
    }
    return dense(entries);
  }

  static Tensor dense(ObservedTensor entries) {
    Tensor whole = Tensor.zeros(entries.shape());
    Arrays.fill(whole.array(), Double.NaN);
    int[] index = new int[entries.modes()];
    for (int e = 0; e < entries.count(); e++) {
      for (int k = 0; k < index.length; k++) {
        index[k] = entries.index(k, e);
      }
      whole.set(entries.value(e), index);
    }
    return Objects.requireNonNull(whole);
  }
}
