package org.eckart.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.eckart.core.InputException;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.provenance.Provenance;
import org.eckart.core.run.Outcome;
import org.eckart.core.store.NamedArrays;
import org.eckart.core.store.RecordJson;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.data.array.SignalFile;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.completion.RankTrial;
import org.eckart.recovery.hankel.HankelCompletion;
import org.eckart.recovery.hankel.HankelEstimate;
import org.eckart.recovery.hankel.HankelOptions;
import org.eckart.recovery.hankel.HankelProblem;
import org.eckart.recovery.hankel.HankelState;
import org.eckart.recovery.hankel.Signal;
import org.jspecify.annotations.Nullable;

/** {@code complete --method hankel}: a signal in, the signal without gaps out. */
final class SignalWork {
  private static final String STATE = "completion";

  /** Of a run at a given rank. */
  private static final int USUAL_STEPS = 100;

  /** Bytes for each sample and exponential. */
  private static final long PER_NUMBER = 100;

  private final Session session;
  private final String input;
  private final HankelOptions options;
  private final OptionalDouble holdout;

  SignalWork(Session session, String input, HankelOptions options, OptionalDouble holdout) {
    this.session = session;
    this.input = input;
    this.options = options;
    this.holdout = holdout;
  }

  /** What was found, for the page. */
  record Found(SignalFile file, double[] fitted, Outcome<HankelState, HankelEstimate> outcome) {
    /** Over the samples held out; NaN if there are none. */
    double test() {
      return held().rmse();
    }

    private Misses held() {
      return Misses.of(estimate().model().re(), file.values(), fitted);
    }

    private Misses known() {
      double[] nowhere = new double[fitted.length];
      Arrays.fill(nowhere, Double.NaN);
      return Misses.of(estimate().model().re(), fitted, nowhere);
    }

    HankelEstimate estimate() {
      return outcome.estimate();
    }

    int count() {
      return (int) Arrays.stream(fitted).filter(v -> !Double.isNaN(v)).count();
    }
  }

  void run(SignalFile file) throws Exception {
    CommonOptions common = session.options();
    Path target = OutputFolder.choose(common, "complete-" + OutputFolder.stem(input));
    Backend.limitThreads(common.threadCount());
    double[] fitted = fitted(file.values());
    describe(file);
    try (Parallel parallel = Parallel.of(common.threadCount())) {
      HankelProblem problem = HankelProblem.of(Signal.ofReal(fitted), parallel);
      if (common.explain) {
        explain(file, problem, target);
        return;
      }
      try (OutputFolder folder = OutputFolder.open(target, common.force)) {
        Outcome<HankelState, HankelEstimate> outcome =
            session.timed("fit", () -> drive(problem, fitted, target));
        if (outcome == null) {
          return;
        }
        Found found = new Found(file, fitted, outcome);
        fill(found);
        session.timed(
            "write",
            () -> {
              write(found, folder);
              return folder;
            });
      }
    }
  }

  private void explain(SignalFile file, HankelProblem problem, Path target) {
    long rank = options.rank().orElse(HankelOptions.LARGEST_AUTOMATIC_RANK);
    long bytes = PER_NUMBER * rank * file.values().length + (1 << 20);
    Plan plan = Plan.ofRun(bytes, new HankelCompletion(options), problem, USUAL_STEPS);
    plan.fill(session.envelope().result());
    session
        .console()
        .say(
            "Would fill the gaps of %,d samples at rank %s with %s, and write %s"
                .formatted(
                    file.values().length,
                    options.rank().isPresent() ? "" + rank : "1 to " + rank,
                    plan.words(),
                    target));
  }

  /** The samples without those that are held out. */
  private double[] fitted(double[] values) {
    double[] fitted = values.clone();
    if (holdout.isPresent()) {
      RandomStream random = RandomStream.of(session.options().seed, "hold samples out to judge");
      for (int t = 0; t < fitted.length; t++) {
        if (!Double.isNaN(fitted[t]) && random.nextUniform() < holdout.getAsDouble()) {
          fitted[t] = Double.NaN;
        }
      }
    }
    return fitted;
  }

  /** What the model misses samples by. */
  private record Misses(double rmse, double mae) {
    /** Over the samples where {@code values} is known and {@code elsewhere} is not. */
    static Misses of(double[] model, double[] values, double[] elsewhere) {
      double squares = 0;
      double sum = 0;
      int count = 0;
      for (int t = 0; t < values.length; t++) {
        if (!Double.isNaN(values[t]) && Double.isNaN(elsewhere[t])) {
          squares += (model[t] - values[t]) * (model[t] - values[t]);
          sum += Math.abs(model[t] - values[t]);
          count++;
        }
      }
      return new Misses(Math.sqrt(squares / count), sum / count);
    }
  }

  private void describe(SignalFile file) {
    int missing = 0;
    for (double value : file.values()) {
      missing += Double.isNaN(value) ? 1 : 0;
    }
    Map<String, @Nullable Object> read = session.envelope().input();
    read.put("source", String.valueOf(Path.of(input).getFileName()));
    read.put("samples", file.values().length);
    read.put("missing", missing);
    Map<String, @Nullable Object> told = session.envelope().options();
    told.put("method", "hankel");
    told.put("rank", options.rank().isPresent() ? options.rank().getAsInt() : "auto");
    told.put("stepSize", options.stepSize());
    told.put("tolerance", options.tolerance());
    told.put("maxSweeps", options.maxSteps());
    told.put("holdout", holdout.isPresent() ? holdout.getAsDouble() : null);
    if (missing == 0) {
      session.warn("Every sample is known, so there is nothing to fill");
    }
  }

  private @Nullable Outcome<HankelState, HankelEstimate> drive(
      HankelProblem problem, double[] fitted, Path target) throws IOException {
    String data = Fingerprint.of(NamedArrays.builder().put("signal", fitted).build()).toString();
    return RunDriver.of(session, target, data)
        .keptAs(STATE)
        .drive(new HankelCompletion(options), problem);
  }

  private void fill(Found found) {
    HankelEstimate estimate = found.estimate();
    if (estimate.halvings() > 0) {
      session.warn(
          "The descent diverged, and its step size was halved %d times; take a smaller --step-size"
              .formatted(estimate.halvings()));
    }
    if (estimate.gap() < HankelCompletion.GAP) {
      session.warn(
          String.format(
              Locale.ROOT,
              "Singular value %d of the signal's Hankel matrix is only %.2f times the next, so the"
                  + " weakest components are buried in what the gaps add%s; look at the held-out"
                  + " error, or ask for a lower --rank",
              estimate.rank(),
              estimate.gap(),
              estimate.continued() ? " and were found one after the other" : ""));
    }
    int longest = longestGap(found.fitted());
    if (2 * longest > found.fitted().length / 3) {
      session.warn(
          "The longest gap is %d of %d samples, so what is filled in there hangs on the model alone"
              .formatted(longest, found.fitted().length));
    }
    Map<String, @Nullable Object> result = session.envelope().result();
    result.put("rows", found.fitted().length);
    result.put("columns", 1);
    result.put("samples", found.fitted().length);
    result.put("observed", found.count());
    result.put("filled", found.fitted().length - found.count());
    result.put("longestGap", longest);
    result.put("rank", estimate.rank());
    result.put("iterations", estimate.steps());
    result.put("stopped", found.outcome().reason().toString().toLowerCase(Locale.ROOT));
    result.put("rmse", Judgement.trainAndTest(estimate.rmse(), found.test()));
    result.put("mae", Judgement.trainAndTest(found.known().mae(), found.held().mae()));
    result.put("coverage", null);
    result.put("selectionRmse", estimate.heldOutRmse());
    result.put("gapRatio", estimate.gap());
    result.put("rankContinuation", estimate.continued());
    result.put("stepHalvings", estimate.halvings());
    result.put("dampedSteps", estimate.damped());
    List<Map<String, Object>> path = new ArrayList<>();
    for (RankTrial trial : estimate.trials()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("rank", trial.rank());
      one.put("iterations", trial.sweeps());
      one.put("heldOutRmse", trial.heldOutRmse());
      path.add(one);
    }
    result.put("rankPath", path);
    session
        .console()
        .say(
            String.format(
                Locale.ROOT,
                "%s: %,d of %,d samples filled at rank %d in %d steps, %.1f s; rmse %.4g on known"
                    + " samples%s",
                Path.of(input).getFileName(),
                found.fitted().length - found.count(),
                found.fitted().length,
                estimate.rank(),
                estimate.steps(),
                session.envelope().seconds("fit"),
                estimate.rmse(),
                Double.isNaN(found.test())
                    ? ""
                    : String.format(Locale.ROOT, ", %.4g on held-out ones", found.test())));
  }

  static int longestGap(double[] values) {
    int longest = 0;
    int run = 0;
    for (double value : values) {
      run = Double.isNaN(value) ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  private void write(Found found, OutputFolder folder) throws IOException {
    double[] filled = found.file().values().clone();
    double[] model = found.estimate().model().re();
    for (int t = 0; t < filled.length; t++) {
      filled[t] = Double.isNaN(filled[t]) ? model[t] : filled[t];
    }
    String name = found.file().text() ? "completed.csv" : "completed.npy";
    if (found.file().text()) {
      StringBuilder text = new StringBuilder();
      if (!found.file().header().isEmpty()) {
        text.append(found.file().header()).append('\n');
      }
      for (double value : filled) {
        text.append(value).append('\n');
      }
      Files.writeString(folder.resolve(name), text);
    } else {
      Npy.write(folder.resolve(name), new DenseArray(filled, new int[] {filled.length}));
    }
    session.envelope().output("completed", folder.published(name));
    Npy.write(folder.resolve("model.npy"), new DenseArray(model, new int[] {model.length}));
    session.envelope().output("lowRank", folder.published("model.npy"));
    ModelFolder writing = new ModelFolder(session, folder);
    writing.model(model(found), provenance(found));
    writing.page(new SignalPage(session, input).of(found));
    writing.publish();
  }

  /** The signal as a matrix of one column, which 'predict' takes like any other. */
  private static LowRankModel model(Found found) {
    double[] signal = found.estimate().model().re();
    double norm = Matrix.wrap(signal.length, 1, signal).frobeniusNorm();
    double[] direction = new double[signal.length];
    direction[0] = 1; // of a signal that is 0
    for (int t = 0; t < signal.length && norm > 0; t++) {
      direction[t] = signal[t] / norm;
    }
    int[] places = new int[found.count()];
    double[] values = new double[places.length];
    int count = 0;
    for (int t = 0; t < signal.length; t++) {
      if (!Double.isNaN(found.fitted()[t])) {
        places[count] = t;
        values[count++] = found.fitted()[t];
      }
    }
    ObservedEntries entries =
        ObservedEntries.of(
            Labels.numbered(signal.length), Labels.numbered(1), places, new int[count], values);
    return LowRankModel.of(
        new Svd(
            Matrix.wrap(signal.length, 1, direction),
            Vector.of(norm),
            Matrix.of(new double[][] {{1}})),
        entries);
  }

  private String provenance(Found found) {
    return RecordJson.write(
        Provenance.begin("hankel", options)
            .withSeed(session.options().seed)
            .withThreads(session.options().threadCount())
            .withSeconds(found.outcome().seconds()));
  }

  /** Reads the signal, which must be a file. */
  static SignalFile read(Session session, String input, TableInput how) throws Exception {
    if (!Files.isRegularFile(Path.of(input.replaceAll("(?i)(\\.(npz|safetensors)):.*", "$1")))) {
      throw InputException.of(
          "missing-file",
          input,
          "There is no file '%s'; --method hankel reads a signal from a file",
          input);
    }
    return session.timed("read", () -> SignalFile.read(input, how.decimal, how.missing));
  }
}
