package org.eckart.app;

import java.io.IOException;
import java.nio.file.Files;
import org.eckart.app.report.Report;
import org.eckart.app.report.ReportPage;
import org.eckart.data.table.Pairs;
import org.jspecify.annotations.Nullable;

/** What a verb that uses a model leaves behind: each part is written and named in the envelope. */
final class ModelFolder {
  private final Session session;
  private final OutputFolder folder;

  ModelFolder(Session session, OutputFolder folder) {
    this.session = session;
    this.folder = folder;
  }

  void model(Completed model, String provenance) {
    CompletionFolder.writeModel(folder.resolve("model"), model, provenance);
    session.envelope().output("model", folder.published("model"));
  }

  void predictions(Judgement predicted, Completed model, @Nullable Pairs pairs) {
    CompletionFolder.writePredictions(folder.resolve("predictions.csv"), predicted, model, pairs);
    session.envelope().output("completed", folder.published("predictions.csv"));
  }

  /** Beside predictions; nothing without levels. */
  void probabilities(
      @Nullable LevelProbabilities levels,
      Judgement predicted,
      Completed model,
      @Nullable Pairs pairs) {
    if (levels != null) {
      levels.write(folder.resolve("probabilities.csv"), predicted, model, pairs);
      session.envelope().output("probabilities", folder.published("probabilities.csv"));
    }
  }

  void page(Report report) throws IOException {
    ReportPage.write(report, folder.resolve("report.html"));
    session.envelope().output("report", folder.published("report.html"));
  }

  /** Writes the record of the command and lets the folder appear. */
  void publish() throws IOException {
    session.envelope().output("run", folder.published("run.json"));
    Files.writeString(folder.resolve("run.json"), Envelope.json(session.envelope().toMap()) + "\n");
    folder.publish();
    session.console().say("Written to " + folder.published(""));
  }
}
