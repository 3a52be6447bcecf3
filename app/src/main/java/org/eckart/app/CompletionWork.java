package org.eckart.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import org.eckart.app.report.ReportPage;
import org.eckart.core.holdout.HoldOut;
import org.eckart.core.holdout.Split;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.Run;
import org.eckart.core.run.RunStatus;
import org.eckart.data.model.ModelStore;
import org.eckart.data.table.Pairs;
import org.eckart.data.table.Table;
import org.eckart.data.table.TableReader;
import org.eckart.data.table.TableSource;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.Completion;
import org.eckart.recovery.completion.CompletionFit;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.completion.CompletionProblem;
import org.jspecify.annotations.Nullable;

/** A completion from the table to the report: reads, fits, judges, writes. */
final class CompletionWork {
  /** Training errors are of this many entries at most, evenly spaced. */
  private static final int MOST_TRAINING_JUDGED = 200_000;

  /** Larger tables are not also fitted with offsets alone: it takes a third of the time again. */
  private static final int MOST_COMPARED = 500_000;

  private static final String STATE = "completion";
  private static final int BLOCK = 4096;

  private final Session session;
  private final CompletionTask task;
  private int shown;

  CompletionWork(Session session, CompletionTask task) {
    this.session = session;
    this.task = task;
  }

  /** Names so many recommendations for one row in the summary. */
  CompletionWork showing(int recommendations) {
    shown = recommendations;
    return this;
  }

  /** Everything that was found, for the report and the summary. */
  record Found(
      Table table,
      ObservedEntries training,
      Outcome<?, ?> outcome,
      Fitted fitted,
      @Nullable CompletionFit offsetsOnly,
      @Nullable Pairs pairs,
      @Nullable Judgement judgement,
      @Nullable LevelProbabilities levels,
      @Nullable Judgement offsetsJudgement) {
    Completed model() {
      return fitted.model();
    }
  }

  void run() throws Exception {
    CommonOptions common = session.options();
    int threads = common.threadCount();
    Path target = OutputFolder.choose(common, task.stem());
    Backend.limitThreads(threads);
    try (Parallel parallel = Parallel.of(threads)) {
      task.method().warmUp();
      Table table = session.timed("read", task.source()::read);
      session.envelope().input().putAll(TableInput.facts(table.report()));
      describe();
      refuseWhatCannotBeFitted(table);
      if (common.explain) {
        new CompletionPlan(session, task).tell(table);
        return;
      }
      try (OutputFolder folder = OutputFolder.open(target, common.force)) {
        Found found = fit(table, target, parallel);
        if (found == null) {
          return;
        }
        new CompletionSummary(session, task).fill(found, shown, parallel);
        session.timed(
            "write",
            () -> {
              write(found, folder, parallel);
              folder.publish();
              return folder;
            });
        session.console().say("");
        session.console().say("Report: " + folder.published("report.html"));
      }
    }
  }

  /** What the run was told, for the envelope. */
  private void describe() {
    Map<String, @Nullable Object> options = session.envelope().options();
    options.put("method", task.method().name());
    options.putAll(task.method().settings());
    options.put("interval", task.method().hasIntervals() ? task.level() : null);
    options.put("holdout", task.holdout().isPresent() ? task.holdout().getAsDouble() : null);
    options.put("test", task.test() == null ? null : task.test().toString());
  }

  private void refuseWhatCannotBeFitted(Table table) {
    if (table.report().constant()) {
      session.warn(
          "All values are %s, so there is nothing to learn but that number"
              .formatted(table.report().min()));
    }
    if (task.source().isMatrix() && table.report().missing() == 0) {
      session.warn("Every entry is known, so there is nothing to fill");
    }
    if (table.report().emptyRows() > 0 || table.report().emptyColumns() > 0) {
      session.warn(
          "%d rows and %d columns have no value; they are predicted from the rest, or left out with"
                  .formatted(table.report().emptyRows(), table.report().emptyColumns())
              + " --drop-empty");
    }
  }

  private @Nullable Found fit(Table table, Path target, Parallel parallel) throws Exception {
    ObservedEntries training = table.entries();
    ObservedEntries heldOut = null;
    if (task.holdout().isPresent()) {
      Split split =
          new HoldOut.Uniform(task.holdout().getAsDouble())
              .split(table.entries(), session.options().seed);
      training = split.observed();
      heldOut = split.heldOut();
    }
    ObservedEntries entries = task.method().withLabelled(training);
    task.method().warnings(entries).forEach(session::warn);
    TableSource test = task.test();
    Pairs pairs =
        test == null
            ? null
            : session.timed(
                "read",
                () ->
                    TableReader.readPairs(
                        test,
                        task.table().withTime(null),
                        entries.rowLabels(),
                        entries.columnLabels(),
                        true));
    if (!entries.rowLabels().areNumbered() || !entries.columnLabels().areNumbered()) {
      Thread.ofPlatform().daemon().name("eckart-warm-up").start(ModelStore::warmUp);
    }
    Driven driven = session.timed("fit", () -> drive(task.method(), entries, target, parallel));
    if (driven == null) {
      return null;
    }
    driven.fitted().remarks().warnings().forEach(session::warn);
    Completed model = driven.fitted().model();
    Judgement judgement = null;
    if (pairs != null) {
      judgement = Judgement.of(model, pairs, task.level(), parallel);
    } else if (heldOut != null) {
      judgement = Judgement.of(model, heldOut, task.level(), parallel);
    }
    CompletionFit offsets =
        judgement == null || entries.count() > MOST_COMPARED
            ? null
            : session.timed("compare", () -> offsetsOnly(entries, parallel));
    Judgement offsetsJudgement = null;
    if (offsets != null) {
      Completed alone = new FactorModel(offsets.model());
      offsetsJudgement =
          pairs != null
              ? Judgement.of(alone, pairs, task.level(), parallel)
              : Judgement.of(alone, Objects.requireNonNull(heldOut), task.level(), parallel);
    }
    if (judgement != null && judgement.unknown() > 0) {
      session.warn(
          "%d of %d test entries are in rows or columns that training never saw; they are predicted %s"
              .formatted(judgement.unknown(), judgement.count(), model.unknown()));
    }
    return new Found(
        table,
        entries,
        driven.outcome(),
        driven.fitted(),
        offsets,
        pairs,
        judgement,
        judgement == null ? null : LevelProbabilities.of(model, judgement, parallel),
        offsetsJudgement);
  }

  /** The same model without its low-rank part, to compare with. */
  private CompletionFit offsetsOnly(ObservedEntries entries, Parallel parallel) {
    CompletionOptions options = task.method().offsetsAlone();
    return Run.of(new Completion(options))
        .start(CompletionProblem.of(entries, options, parallel))
        .estimate();
  }

  /** A run that has ended, and its answer. */
  private record Driven(Outcome<?, ?> outcome, Fitted fitted) {}

  private <P, S, E> @Nullable Driven drive(
      CompletionMethod<P, S, E> method, ObservedEntries entries, Path target, Parallel parallel)
      throws IOException {
    HeapBound heap =
        new HeapBound(method.cost(entries.rows(), entries.columns(), entries.count()).least());
    RunDriver driver =
        RunDriver.of(session, target, method.fingerprint(entries))
            .keptAs(STATE)
            .counting("sweeps")
            .showing(CompletionWork::line)
            .within(heap);
    Algorithm<P, S, E> algorithm = method.algorithm();
    P problem = method.problem(entries, parallel);
    Outcome<S, E> outcome =
        method.runsToItsEnd()
            ? driver.toItsEnd(algorithm, problem)
            : driver.drive(algorithm, problem);
    if (outcome != null && method.isTooEarly(outcome.estimate())) {
      session.warn("Stopped by --max-time before there was any result; nothing is written");
      driver.interrupted(algorithm, problem, outcome);
      return null;
    }
    return outcome == null
        ? null
        : new Driven(outcome, method.fitted(outcome.estimate(), entries, parallel));
  }

  private static String line(RunStatus status) {
    Map<String, Double> measures = status.progress().measures();
    Double draws = measures.get("draws");
    StringBuilder line =
        new StringBuilder(
            draws == null
                ? "Sweep " + status.progress().steps()
                : draws == 0 ? "Warming up" : "Draw " + Math.round(draws));
    if (measures.containsKey("rhat")) {
      line.append(
          String.format(
              Locale.ROOT,
              ", R-hat %.3f, least ESS %.0f",
              measures.get("rhat"),
              measures.get("leastEss")));
    }
    Double rank = measures.get("rank");
    Double train = measures.get("trainRmse");
    Double heldOut = measures.get("heldOutRmse");
    Double gap = measures.get("gap");
    if (rank != null) {
      line.append(", rank ").append(Math.round(rank));
    }
    if (train != null) {
      line.append(String.format(Locale.ROOT, ", error %.4f", train));
    }
    if (gap != null) {
      line.append(String.format(Locale.ROOT, ", gap %.1e", gap));
    }
    if (heldOut != null) {
      line.append(String.format(Locale.ROOT, ", held out %.4f", heldOut));
    }
    return line.append(", ").append(RunDriver.times(status)).toString();
  }

  private void write(Found found, OutputFolder folder, Parallel parallel) throws IOException {
    Completed model = found.model();
    Envelope envelope = session.envelope();
    CompletionFolder.writeModel(
        folder.resolve("model"), model, task, session, found.outcome(), found.training());
    envelope.output("model", folder.published("model"));
    Judgement judgement = found.judgement();
    if (judgement != null) {
      CompletionFolder.writePredictions(
          folder.resolve("predictions.csv"), judgement, model, found.pairs());
      envelope.output(
          task.source().isMatrix() ? "predictions" : "completed",
          folder.published("predictions.csv"));
      new ModelFolder(session, folder)
          .probabilities(found.levels(), judgement, model, found.pairs());
    }
    if (task.source().isMatrix()) {
      FilledMatrix filled = new FilledMatrix(model, found.table().entries(), parallel);
      filled.write(folder.resolve("completed.npy"));
      envelope.output("completed", folder.published("completed.npy"));
      if (task.bounds()) {
        filled.writeBounds(folder.resolve("lower.npy"), folder.resolve("upper.npy"), task.level());
        envelope.output("lower", folder.published("lower.npy"));
        envelope.output("upper", folder.published("upper.npy"));
      }
    }
    if (found.fitted().groups() != null
        && task.method() instanceof GroupMethod method
        && method.report()) {
      Files.writeString(folder.resolve("groups.csv"), GroupSummary.csv(found.fitted().groups()));
      envelope.output("groups", folder.published("groups.csv"));
    }
    ReportPage.write(new CompletionPage(session, task).of(found), folder.resolve("report.html"));
    envelope.output("report", folder.published("report.html"));
    envelope.output("run", folder.published("run.json"));
    Files.writeString(folder.resolve("run.json"), Envelope.json(envelope.toMap()) + "\n");
  }

  /** Mean cost under the model's loss over a part of the entries fitted. */
  static double trainingCost(Completed model, ObservedEntries training, Parallel parallel) {
    return meanOfSome(
        training,
        k -> model.cost(model.predict(training.row(k), training.column(k)), training.value(k)),
        parallel);
  }

  /** Mean absolute error over a part of the entries fitted. */
  static double trainingMae(Completed model, ObservedEntries training, Parallel parallel) {
    return meanOfSome(
        training,
        k -> Math.abs(training.value(k) - model.predict(training.row(k), training.column(k))),
        parallel);
  }

  private static double meanOfSome(
      ObservedEntries training, IntToDoubleFunction of, Parallel parallel) {
    int step = Math.max(1, training.count() / MOST_TRAINING_JUDGED);
    int judged = Math.ceilDiv(training.count(), step);
    double sum =
        parallel.sum(
            Math.ceilDiv(judged, BLOCK),
            block -> {
              double part = 0;
              for (int t = block * BLOCK; t < Math.min(judged, (block + 1) * BLOCK); t++) {
                part += of.applyAsDouble(t * step);
              }
              return part;
            });
    return sum / judged;
  }
}
