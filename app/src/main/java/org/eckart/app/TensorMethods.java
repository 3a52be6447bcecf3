package org.eckart.app;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.run.Algorithm;
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
      case SCALEDGD, GD -> scaled(method, tolerance, maxSteps, stepSize);
      case HOOI -> hooi(tolerance, maxSteps);
      case TSVD -> tubal(tolerance, maxSteps);
      case CP -> cp(tolerance, maxSteps);
      default -> throw ofMatrices(method);
    };
  }

  static UsageException ofMatrices(CompleteCommand.Method method) {
    return new UsageException(
        "--method %s is for matrices; for a tensor take auto, tucker, scaledgd, gd, hooi, tsvd or"
            + " cp",
        name(method));
  }

  private static String name(CompleteCommand.Method method) {
    return method.toString().toLowerCase(Locale.ROOT);
  }

  /** The bytes that a method needs; refused where it cannot be had, or is not for tensors. */
  static double bytes(CompleteCommand.Method method, ObservedTensor entries) {
    double entry = 4.0 * entries.modes() + 8;
    return switch (method) {
      case AUTO, TUCKER, SCALEDGD, GD -> (3 * entry + 32) * entries.count();
      case CP -> (entry + 12) * entries.count();
      case HOOI, TSVD -> {
        refuseTooLarge("--method " + name(method), entries, "; take --method tucker");
        yield entry * entries.count()
            + 8 * (method == CompleteCommand.Method.HOOI ? 4 : 7) * entries.cells();
      }
      default -> throw ofMatrices(method);
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

  private @Nullable TensorAnswer tucker(Optional<Double> tolerance, Optional<Integer> maxSteps)
      throws IOException {
    TuckerCompletionOptions options = TuckerCompletionOptions.defaults().withSeed(seed);
    options = rank.equals("auto") ? options : options.withRanks(ranks());
    options = tolerance.isPresent() ? options.withTolerance(tolerance.get()) : options;
    options = maxSteps.isPresent() ? options.withMaxSteps(maxSteps.get()) : options;
    TuckerCompletion algorithm = new TuckerCompletion(options);
    Outcome<?, TuckerCompletionEstimate> outcome =
        run.drive(algorithm, TuckerCompletionProblem.of(entries, parallel));
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
        algorithm,
        StoredTensor.TUCKER,
        Arrays.stream(found.model().ranks()).boxed().toList(),
        places -> found.predict(places, parallel),
        () -> whole(found),
        arrays.build(),
        found.model(),
        found,
        outcome);
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
      CompleteCommand.Method method,
      Optional<Double> tolerance,
      Optional<Integer> maxSteps,
      Optional<Double> stepSize)
      throws IOException {
    ScaledTuckerOptions options = ScaledTuckerOptions.ranks(ranks()).withSeed(seed);
    options = method == CompleteCommand.Method.GD ? options.unscaled() : options;
    options = tolerance.isPresent() ? options.withTolerance(tolerance.get()) : options;
    options = maxSteps.isPresent() ? options.withMaxSteps(maxSteps.get()) : options;
    options = stepSize.isPresent() ? options.withStepSize(stepSize.get()) : options;
    ScaledTucker algorithm = new ScaledTucker(options);
    Outcome<?, TuckerFit> outcome = run.drive(algorithm, CompletionLoss.of(entries, parallel));
    return outcome == null ? null : ofTucker(algorithm, outcome);
  }

  private @Nullable TensorAnswer hooi(Optional<Double> tolerance, Optional<Integer> maxSteps)
      throws IOException {
    HooiOptions options = HooiOptions.ranks(ranks());
    options = tolerance.isPresent() ? options.withTolerance(tolerance.get()) : options;
    options = maxSteps.isPresent() ? options.withMaxSteps(maxSteps.get()) : options;
    Hooi algorithm = new Hooi(options);
    Outcome<?, TuckerFit> outcome = run.drive(algorithm, dense("hooi"));
    return outcome == null ? null : ofTucker(algorithm, outcome);
  }

  private TensorAnswer ofTucker(Algorithm<?, ?, ?> algorithm, Outcome<?, TuckerFit> outcome) {
    Tucker model = outcome.estimate().model();
    warn(outcome.estimate().halvings(), outcome.estimate().damped());
    NamedArrays.Builder arrays = NamedArrays.builder();
    TuckerArrays.put(arrays, "", model);
    TuckerCompletionEstimate predicting = StoredTensor.withoutOffsets(model);
    return new TensorAnswer(
        algorithm,
        StoredTensor.TUCKER,
        Arrays.stream(model.ranks()).boxed().toList(),
        places -> predicting.predict(places, parallel),
        model::tensor,
        arrays.build(),
        model,
        null,
        outcome);
  }

  /** What a descent had to do to go on. */
  private void warn(int halvings, int damped) {
    if (halvings > 0) {
      run.session()
          .warn(
              "The step size was halved %d times, because the error grew; the entries are few or"
                      .formatted(halvings)
                  + " uneven for this rank");
    }
    if (damped > 0) {
      run.session()
          .warn(
              "In %d steps a Gram matrix was singular, so --rank is higher than that of the data"
                  .formatted(damped));
    }
  }

  private @Nullable TensorAnswer tubal(Optional<Double> tolerance, Optional<Integer> maxSteps)
      throws IOException {
    TubalOptions options = TubalOptions.rank(TensorInput.rank(needed()));
    options = tolerance.isPresent() ? options.withTolerance(tolerance.get()) : options;
    options = maxSteps.isPresent() ? options.withMaxSteps(maxSteps.get()) : options;
    TubalDescent algorithm = new TubalDescent(options);
    Outcome<?, TubalFit> outcome = run.drive(algorithm, dense("tsvd"));
    if (outcome == null) {
      return null;
    }
    Tensor model = outcome.estimate().model();
    warn(outcome.estimate().halvings(), outcome.estimate().damped());
    return new TensorAnswer(
        algorithm,
        StoredTensor.TUBAL,
        List.of(options.rank()),
        places -> at(model::get, places),
        () -> model,
        NamedArrays.builder().put("x", model.array(), model.shape()).build(),
        null,
        null,
        outcome);
  }

  /** The value of a model at one place. */
  interface Entry {
    double at(int... index);
  }

  static double[] at(Entry model, ObservedTensor places) {
    double[] values = new double[places.count()];
    int[] index = new int[places.modes()];
    for (int e = 0; e < values.length; e++) {
      for (int k = 0; k < index.length; k++) {
        index[k] = places.index(k, e);
      }
      values[e] = model.at(index);
    }
    return values;
  }

  private @Nullable TensorAnswer cp(Optional<Double> tolerance, Optional<Integer> maxSteps)
      throws IOException {
    CpOptions options = CpOptions.rank(TensorInput.rank(needed())).withSeed(seed);
    options = tolerance.isPresent() ? options.withTolerance(tolerance.get()) : options;
    options = maxSteps.isPresent() ? options.withMaxSteps(maxSteps.get()) : options;
    Cp algorithm = new Cp(options);
    Outcome<?, CpFit> outcome = run.drive(algorithm, entries);
    if (outcome == null) {
      return null;
    }
    CpFit fit = outcome.estimate();
    NamedArrays.Builder arrays = NamedArrays.builder();
    for (int k = 0; k < entries.modes(); k++) {
      arrays.put("factor" + (k + 1), fit.model().factors().get(k));
    }
    return new TensorAnswer(
        algorithm,
        StoredTensor.CP,
        List.of(options.rank()),
        places -> at(fit.model()::at, places),
        () -> fit.model().tensor(),
        arrays.build(),
        null,
        null,
        outcome);
  }

  private Tensor dense(String method) {
    return dense("--method " + method, entries, "; take --method tucker");
  }

  private static void refuseTooLarge(String what, ObservedTensor entries, String remedy) {
    if (entries.cells() > LARGEST_DENSE) {
      throw new UsageException(
          "%s needs the whole %s tensor in memory, and no array holds it%s",
          what, entries.shapeText(), remedy);
    }
  }

  /**
   * The entries as an array with NaN where none is known.
   *
   * @param what needs it
   * @param remedy where no array can hold it, with a semicolon before it
   */
  static Tensor dense(String what, ObservedTensor entries, String remedy) {
    refuseTooLarge(what, entries, remedy);
    Tensor whole = Tensor.zeros(entries.shape());
    Arrays.fill(whole.array(), Double.NaN);
    int[] index = new int[entries.modes()];
    for (int e = 0; e < entries.count(); e++) {
      for (int k = 0; k < index.length; k++) {
        index[k] = entries.index(k, e);
      }
      whole.set(entries.value(e), index);
    }
    return whole;
  }
}
