package org.eckart.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eckart.core.holdout.TensorSplit;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.Npy;
import org.eckart.data.table.TableSource;
import org.eckart.data.table.TensorTable;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Tensor;
import org.eckart.recovery.tucker.TuckerCompletionOptions;
import org.eckart.recovery.tucker.TuckerCompletionProblem;
import org.eckart.recovery.tucker.TuckerTrial;
import org.jspecify.annotations.Nullable;

/** {@code eckart complete} of a tensor, from the file to the report. */
final class TensorCompletion {
  private static final long LARGEST_DENSE = Integer.MAX_VALUE - 8;

  private final Session session;
  private final CompleteCommand command;

  TensorCompletion(Session session, CompleteCommand command) {
    this.session = session;
    this.command = command;
  }

  /**
   * What was found.
   *
   * @param judged entries judged on; null if there are none
   * @param expected there
   */
  record Found(
      TensorInput input,
      ObservedTensor training,
      TensorAnswer answer,
      @Nullable ObservedTensor judged,
      double[] expected,
      double halfWidth) {
    double rmse() {
      double squares = 0;
      for (int e = 0; e < expected.length; e++) {
        double miss = expected[e] - judged().value(e);
        squares += miss * miss;
      }
      return Math.sqrt(squares / expected.length);
    }

    double mae() {
      double sum = 0;
      for (int e = 0; e < expected.length; e++) {
        sum += Math.abs(expected[e] - judged().value(e));
      }
      return sum / expected.length;
    }

    double coverage() {
      int inside = 0;
      for (int e = 0; e < expected.length; e++) {
        inside += Math.abs(expected[e] - judged().value(e)) <= halfWidth ? 1 : 0;
      }
      return (double) inside / expected.length;
    }

    /** The entries judged on; only where there are some. */
    @Override
    public ObservedTensor judged() {
      if (judged == null) {
        throw new IllegalStateException("Nothing was judged");
      }
      return judged;
    }

    boolean isJudged() {
      return judged != null && judged.count() > 0;
    }
  }

  void run() throws Exception {
    CommonOptions common = session.options();
    refuseWhatTensorsLack();
    Path target = OutputFolder.choose(common, "complete-" + OutputFolder.stem(command.table));
    Backend.limitThreads(common.threadCount());
    TensorInput input =
        session.timed(
            "read",
            () ->
                TensorInput.read(
                    command.table,
                    command.modes,
                    command.input.value,
                    command.input.options(common.threadCount())));
    session.envelope().input().putAll(input.facts());
    describe();
    warn(input);
    if (common.explain) {
      explain(input, target);
      return;
    }
    try (Parallel parallel = Parallel.of(common.threadCount());
        OutputFolder folder = OutputFolder.open(target, common.force)) {
      Found found = fit(input, target, parallel);
      if (found == null) {
        return;
      }
      fill(found);
      session.timed(
          "write",
          () -> {
            write(found, folder);
            return folder;
          });
    }
  }

  private void refuseWhatTensorsLack() {
    String method = command.method.toString().toLowerCase(Locale.ROOT);
    String said = command.method == CompleteCommand.Method.AUTO ? null : "--method " + method;
    TensorInput.refuseIdle(
        command.table,
        command.modes.isEmpty(),
        command::given,
        MethodOptions.COMPLETE_TENSOR.ofNone());
    if (!MethodOptions.COMPLETE_TENSOR.methods().contains(method)) {
      throw TensorMethods.ofMatrices(command.method);
    }
    MethodOptions.COMPLETE_TENSOR.refuseIdle(method, said, command::given);
    if (command.modes.isEmpty() && command.test != null) {
      throw new UsageException(
          "--test is for tables; of an array, take --holdout to set a part of the entries aside");
    }
  }

  private void describe() {
    Map<String, @Nullable Object> options = session.envelope().options();
    String method = command.method.toString().toLowerCase(Locale.ROOT);
    options.put("method", method.equals("auto") ? "tucker" : method);
    options.put("rank", command.rank);
    options.put("holdout", command.holdout);
    options.put("test", command.test);
    options.put("interval", command.interval);
    options.put("selectionHoldOut", TuckerCompletionOptions.HOLD_OUT);
  }

  private void warn(TensorInput input) {
    if (input.entries().count() == input.entries().cells()) {
      session.warn("Every entry is known, so there is nothing to fill");
    }
    int[] empty = input.emptySlices();
    for (int k = 0; k < empty.length; k++) {
      if (empty[k] > 0) {
        session.warn(
            "%d of %d indices of %s have no value; they are predicted from offsets alone, or as 0"
                .formatted(empty[k], input.entries().size(k), input.modes().get(k)));
      }
      if (input.entries().size(k) == 1) {
        session.warn(
            "%s has one index, so it has rank 1 and changes nothing"
                .formatted(input.modes().get(k)));
      }
    }
  }

  private void explain(TensorInput input, Path target) {
    ObservedTensor entries = input.entries();
    double bytes = TensorMethods.bytes(command.method, entries);
    if (input.array() != null) {
      bytes += 16 * entries.cells();
    }
    long mebibytes = (long) (bytes / (1 << 20));
    session.envelope().result().put("memoryMiB", mebibytes);
    session
        .console()
        .say(
            "Would complete a %s tensor from %,d entries (%.3g %% of it) at rank %s"
                .formatted(
                    entries.shapeText(), entries.count(), 100 * entries.density(), command.rank));
    session
        .console()
        .say("with about %,d MiB of memory, and write %s".formatted(mebibytes, target));
  }

  private @Nullable Found fit(TensorInput input, Path target, Parallel parallel) throws Exception {
    ObservedTensor training = input.entries();
    ObservedTensor judged = null;
    if (command.holdout != null) {
      TensorSplit split = TensorSplit.uniform(training, command.holdout, session.options().seed);
      training = split.observed();
      judged = split.heldOut();
    }
    ObservedTensor entries = training;
    RunDriver run = RunDriver.of(session, target, Fingerprint.of(entries).toString());
    TensorMethods methods =
        new TensorMethods(run, entries, command.rank, session.options().seed, parallel);
    TensorAnswer answer =
        session.timed(
            "fit",
            () ->
                methods.by(
                    command.method,
                    command.given("--tolerance")
                        ? Optional.of(command.tolerance)
                        : Optional.empty(),
                    command.given("--max-sweeps")
                        ? Optional.of(command.maxSweeps)
                        : Optional.empty(),
                    Optional.ofNullable(command.stepSize)));
    if (answer == null) {
      return null;
    }
    if (answer.estimate() != null
        && command.rank.equals("auto")
        && entries.count() < TuckerCompletionProblem.FEWEST_TO_HOLD_OUT) {
      session.warn(
          "%d entries are too few to choose a rank on, which takes %d; rank 1 was taken, without"
                  .formatted(entries.count(), TuckerCompletionProblem.FEWEST_TO_HOLD_OUT)
              + " offsets");
    }
    double halfWidth = answer.halfWidth(command.interval);
    boolean heldOut = answer.estimate() != null && answer.estimate().hasIntervals();
    if (heldOut && Double.isNaN(halfWidth)) {
      session.warn(
          "Too few entries were held out to say what holds a value with probability %s, so there are"
                  .formatted(command.interval)
              + " no intervals; observe more, or ask for a lower --interval");
    } else if (command.given("--interval") && Double.isNaN(halfWidth)) {
      session.warn("There are no intervals: they come with --rank auto, which holds entries out");
    }
    double[] expected = judged == null ? new double[0] : answer.values().at(judged);
    return new Found(input, entries, answer, judged, expected, halfWidth);
  }

  private void fill(Found found) {
    TensorAnswer answer = found.answer();
    Map<String, @Nullable Object> result = session.envelope().result();
    result.put("shape", found.input().entries().shape());
    result.put("observed", found.training().count());
    result.put("rank", answer.ranks());
    result.put("iterations", answer.outcome().steps());
    result.put("stopped", answer.outcome().reason().toString().toLowerCase(Locale.ROOT));
    double[] fitted = answer.values().at(found.training());
    Found train = new Found(found.input(), found.training(), answer, found.training(), fitted, 0);
    Map<String, @Nullable Object> rmse = new LinkedHashMap<>();
    rmse.put("train", train.rmse());
    rmse.put("test", found.isJudged() ? found.rmse() : null);
    Map<String, @Nullable Object> mae = new LinkedHashMap<>();
    mae.put("train", train.mae());
    mae.put("test", found.isJudged() ? found.mae() : null);
    result.put("rmse", rmse);
    result.put("mae", mae);
    boolean intervals = !Double.isNaN(found.halfWidth());
    result.put("coverage", intervals && found.isJudged() ? found.coverage() : null);
    result.put("intervalHalfWidth", intervals ? found.halfWidth() : null);
    Console console = session.console();
    console.say(
        "%s tensor, %,d entries known (%.3g %%)"
            .formatted(
                found.input().entries().shapeText(),
                found.training().count(),
                100 * found.training().density()));
    console.say(
        "rank %s after %d steps, %.1f s; error on fitted entries %s"
            .formatted(
                text(answer.ranks()),
                answer.outcome().steps(),
                session.envelope().seconds("fit"),
                CompletionSummary.number(train.rmse())));
    if (answer.estimate() != null) {
      result.put("noise", answer.estimate().noise());
      result.put("offsets", !answer.estimate().offsets().isZero());
      List<Map<String, @Nullable Object>> trials = new ArrayList<>();
      for (TuckerTrial trial : answer.estimate().trials()) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put("rank", trial.ranks());
        one.put("offsets", trial.levels());
        one.put("structuredPenalty", trial.structured());
        one.put("heldOutRmse", trial.heldOutRmse());
        one.put("trainRmse", trial.trainRmse());
        trials.add(one);
      }
      result.put("trials", trials);
    }
    if (found.isJudged()) {
      console.say(
          "held out: rmse %s, mae %s%s of %,d entries"
              .formatted(
                  CompletionSummary.number(found.rmse()),
                  CompletionSummary.number(found.mae()),
                  intervals
                      ? ", "
                          + CompletionSummary.percent(found.coverage())
                          + " within ±"
                          + CompletionSummary.number(found.halfWidth())
                      : "",
                  found.judged().count()));
    }
  }

  static String text(List<Integer> ranks) {
    return String.join(" × ", ranks.stream().map(String::valueOf).toList());
  }

  private void write(Found found, OutputFolder folder) throws IOException {
    Envelope envelope = session.envelope();
    TensorAnswer answer = found.answer();
    TensorInput input = found.input();
    String provenance =
        StoredTensor.provenance(
            session, answer.algorithm().name(), answer.algorithm().options(), found.training());
    StoredTensor.write(folder.resolve("model"), answer.kind(), input, answer.factors(), provenance);
    envelope.output("model", folder.published("model"));
    Tensor whole = null;
    if (input.array() != null && input.entries().cells() <= LARGEST_DENSE) {
      whole = answer.whole().tensor();
      writeArrays(found, whole, folder);
    }
    if (found.isJudged()) {
      TensorPredictions.write(
          folder.resolve("predictions.csv"),
          input.modes(),
          TensorPredictions.ids(found.judged()),
          found.expected(),
          found.halfWidth());
      envelope.output(
          input.array() == null ? "completed" : "predictions", folder.published("predictions.csv"));
    }
    if (command.test != null) {
      predictTest(found, folder);
    }
    ModelFolder writing = new ModelFolder(session, folder);
    writing.page(new TensorPage(session, command.table).ofCompletion(found, whole));
    writing.publish();
  }

  private void writeArrays(Found found, Tensor whole, OutputFolder folder) {
    Envelope envelope = session.envelope();
    double[] model = whole.array();
    double[] given = java.util.Objects.requireNonNull(found.input().array()).array();
    double[] filled = model.clone();
    for (int i = 0; i < filled.length; i++) {
      filled[i] = Double.isNaN(given[i]) ? model[i] : given[i];
    }
    Npy.write(folder.resolve("completed.npy"), new DenseArray(filled, whole.shape()));
    envelope.output("completed", folder.published("completed.npy"));
    if (command.given("--interval") && !Double.isNaN(found.halfWidth())) {
      for (int side : new int[] {-1, 1}) {
        String name = side < 0 ? "lower" : "upper";
        double[] end = model.clone();
        for (int i = 0; i < end.length; i++) {
          end[i] += side * found.halfWidth();
        }
        Npy.write(folder.resolve(name + ".npy"), new DenseArray(end, whole.shape()));
        envelope.output(name, folder.published(name + ".npy"));
      }
    }
  }

  private void predictTest(Found found, OutputFolder folder) {
    TensorInput input = found.input();
    TensorTable.Places places =
        TensorTable.places(
            TableSource.of(java.util.Objects.requireNonNull(command.test), System.in),
            input.modes(),
            input.value(),
            input.entries().labels(),
            command.input.options(session.options().threadCount()));
    TensorPredictions.Judged judged =
        TensorPredictions.judge(
            places, input.entries(), found.answer().values(), found.halfWidth());
    session.envelope().result().put("test", judged.result());
    Map<String, @Nullable Object> result = session.envelope().result();
    if (result.get("rmse") instanceof Map<?, ?> rmse && judged.known() > 0) {
      Map<String, @Nullable Object> both = new LinkedHashMap<>();
      both.put("train", rmse.get("train"));
      both.put("test", judged.rmse());
      result.put("rmse", both);
      session
          .console()
          .say(
              "test: rmse %s of %,d entries"
                  .formatted(CompletionSummary.number(judged.rmse()), judged.known()));
    }
    if (judged.known() < places.count()) {
      session.warn(
          "%d of %d test entries have an id that training never saw; they are left open"
              .formatted(places.count() - judged.known(), places.count()));
    }
    TensorPredictions.write(
        folder.resolve("test.csv"),
        input.modes(),
        places.ids(),
        judged.expected(),
        found.halfWidth());
    session.envelope().output("completed", folder.published("test.csv"));
  }

  /** Whether a path is a folder with a tensor's model, for {@code predict}. */
  static boolean isModel(Path folder) {
    return Files.isDirectory(folder) && StoredTensor.isThere(folder);
  }
}
