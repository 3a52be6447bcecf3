package org.eckart.app;

import java.nio.file.Path;
import java.util.List;
import org.eckart.app.report.Report;
import org.eckart.app.report.Report.Fact;
import org.eckart.app.report.Report.Headline;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.data.table.TableSource;
import org.eckart.data.table.TensorTable;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.tucker.TuckerCompletionEstimate;

/** {@code eckart predict} with a tensor's model. */
final class TensorPrediction {
  private final Session session;
  private final PredictCommand command;

  TensorPrediction(Session session, PredictCommand command) {
    this.session = session;
    this.command = command;
  }

  void run() throws Exception {
    TensorInput.refuseIdle(
        command.model.toString(), false, command::given, List.of("--duplicates"));
    Path target =
        OutputFolder.choose(
            session.options(),
            "predict-"
                + (TableSource.of(command.pairs, System.in) instanceof TableSource.File
                    ? OutputFolder.stem(command.pairs)
                    : "places"));
    try (Parallel parallel = Parallel.of(session.options().threadCount())) {
      StoredTensor stored = session.timed("read", () -> StoredTensor.read(command.model, parallel));
      predict(stored, target);
    }
  }

  private void predict(StoredTensor stored, Path target) throws Exception {
    TuckerCompletionEstimate estimate = stored.estimate();
    boolean intervals = estimate != null && estimate.hasIntervals();
    StoredCompletion.refuseInterval(intervals, command.given("--interval"), command.interval);
    double halfWidth =
        estimate == null ? Double.NaN : TensorAnswer.halfWidth(estimate, command.interval);
    TensorTable.Places places =
        session.timed(
            "read",
            () ->
                TensorTable.places(
                    TableSource.of(command.pairs, System.in),
                    stored.modes(),
                    command.input.value,
                    stored.labels(),
                    command.input.options(session.options().threadCount())));
    if (session.options().explain) {
      Plan plan =
          PredictCommand.plan(places.count(), estimate == null ? 1 : estimate.model().ranks()[0]);
      plan.fill(session.envelope().result());
      session
          .console()
          .say(
              "Would predict %,d entries with %s, and write them to %s"
                  .formatted(places.count(), plan.words(), target));
      return;
    }
    ObservedTensor like =
        ObservedTensor.of(stored.labels(), new int[stored.labels().size()][0], new double[0]);
    try (OutputFolder folder = OutputFolder.open(target, session.options().force)) {
      TensorPredictions.Judged judged =
          session.timed(
              "fit", () -> TensorPredictions.judge(places, like, stored.values(), halfWidth));
      session.envelope().result().putAll(judged.result());
      session
          .envelope()
          .result()
          .put(
              "predictions",
              TensorPredictions.list(stored.modes(), places.ids(), judged.expected(), halfWidth));
      session.console().say("%,d places predicted".formatted(judged.known()));
      if (judged.known() < places.count()) {
        session.warn(
            "%d of %d places have an id that the model does not know; they are left open"
                .formatted(places.count() - judged.known(), places.count()));
      }
      session.timed(
          "write",
          () -> {
            TensorPredictions.write(
                folder.resolve("predictions.csv"),
                stored.modes(),
                places.ids(),
                judged.expected(),
                halfWidth);
            session.envelope().output("completed", folder.published("predictions.csv"));
            ModelFolder writing = new ModelFolder(session, folder);
            writing.page(page(judged));
            writing.publish();
            return folder;
          });
    }
  }

  private Report page(TensorPredictions.Judged judged) {
    return Report.ofSections(
        "tensor predictions",
        command.model.toString(),
        "%d places predicted.".formatted(judged.known()),
        List.of(new Headline("predicted", "" + judged.known(), "places")),
        List.of(),
        List.of(),
        List.of(),
        List.of(
            new Fact("Eckart", Version.text()),
            new Fact("command", "eckart " + ShellWords.join(session.arguments()))),
        session.envelope().warnings());
  }
}
