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

/** {@code eckart predict} with a tensor's model. */
final class TensorPrediction {
  private final Session session;
  private final PredictCommand command;

  TensorPrediction(Session session, PredictCommand command) {
    this.session = session;
    this.command = command;
  }

  void run() throws Exception {
    Path target =
        OutputFolder.choose(
            session.options(),
            "predict-"
                + (TableSource.of(command.pairs, System.in) instanceof TableSource.File
                    ? OutputFolder.stem(command.pairs)
                    : "places"));
    StoredTensor stored = session.timed("read", () -> StoredTensor.read(command.model));
    StoredCompletion.refuseInterval(
        stored.model().hasIntervals(), command.given("--interval"), command.interval);
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
      session
          .console()
          .say("Would predict %,d entries and write them to %s".formatted(places.count(), target));
      return;
    }
    ObservedTensor like =
        ObservedTensor.of(stored.labels(), new int[stored.labels().size()][0], new double[0]);
    try (OutputFolder folder = OutputFolder.open(target, session.options().force);
        Parallel parallel = Parallel.of(session.options().threadCount())) {
      TensorPredictions.Judged judged =
          session.timed(
              "fit",
              () ->
                  TensorPredictions.judge(
                      places, like, some -> stored.model().predict(some, parallel)));
      session.envelope().result().putAll(judged.result());
      session.console().say("%,d places predicted".formatted(judged.known()));
      if (judged.known() < places.count()) {
        session.warn(
            "%d of %d places have an id that the model does not know; they are left open"
                .formatted(places.count() - judged.known(), places.count()));
      }
      double halfWidth = TensorAnswer.halfWidth(stored.model(), command.interval);
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
