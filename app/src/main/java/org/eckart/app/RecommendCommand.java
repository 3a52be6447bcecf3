package org.eckart.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eckart.core.InputException;
import org.eckart.data.table.Predictions;
import org.eckart.data.table.TableWriter;
import org.eckart.recovery.completion.Recommendation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eckart recommend}. */
@Command(
    name = "recommend",
    description = {
      "Names the columns with the highest predictions among those a row has no entry in.",
      "With --out it also leaves a folder with recommendations.csv and report.html."
    },
    footer = {"", "Example:", "  eckart recommend eckart-demo/model --row 17 --top 10"})
final class RecommendCommand extends Verb {
  @Parameters(paramLabel = "MODEL", description = "folder that 'eckart complete' wrote")
  Path model = Path.of("");

  @Option(names = "--row", paramLabel = "ID", required = true, description = "of the row")
  String row = "";

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "how many (${DEFAULT-VALUE})")
  int top = 10;

  @Option(
      names = "--interval",
      paramLabel = "LEVEL",
      defaultValue = "0.9",
      description = "probability with which an interval holds the value (${DEFAULT-VALUE})")
  double interval = 0.9;

  @Option(
      names = "--titles",
      paramLabel = "FILE",
      description = "CSV with an id and a title in each line: what to call the columns")
  @Nullable Path titles;

  @Override
  void run(Session session) throws Exception {
    Path out = session.options().out;
    Path target = out == null ? null : OutputFolder.choose(session.options(), "recommend");
    Completed known = session.timed("read", () -> StoredCompletion.read(model));
    StoredCompletion.refuseInterval(known.hasIntervals(), given("--interval"), interval);
    Titles names = titles == null ? Titles.none() : Titles.read(titles);
    int at = known.rowLabels().indexOf(row);
    if (at < 0) {
      throw InputException.of(
          "unknown-row",
          model.toString(),
          "Row '%s' is not among the %d that this model knows; add its entries with 'eckart"
              + " fold-in', or train again with them",
          row,
          known.rows());
    }
    if (session.options().explain) {
      session
          .console()
          .say(
              "Would look at %,d columns for the best %d of row '%s'"
                  .formatted(known.columns(), top, row));
      return;
    }
    List<Recommendation> found = session.timed("fit", () -> known.recommend(at, top, interval));
    Map<String, @Nullable Object> result = session.envelope().result();
    result.put("row", row);
    result.put("observed", known.rowCount(at));
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    for (Recommendation one : found) {
      String title = names.of(one.label());
      list.add(entry(one, title));
      session
          .console()
          .answer(
              "%-52s %8s%s"
                  .formatted(
                      title,
                      CompletionSummary.number(one.prediction().value()),
                      CompletionSummary.range(one.prediction().lower(), one.prediction().upper())));
    }
    result.put("recommendations", list);
    if (target != null) {
      session.timed("write", () -> write(session, target, known, at, found, names));
    }
  }

  /** The folder asked for: the recommendations as a table, and their page. */
  private Path write(
      Session session,
      Path target,
      Completed known,
      int at,
      List<Recommendation> found,
      Titles names)
      throws IOException {
    try (OutputFolder folder = OutputFolder.open(target, session.options().force)) {
      int count = found.size();
      int[] rows = new int[count];
      Arrays.fill(rows, at);
      TableWriter.write(
          folder.resolve("recommendations.csv"),
          new Predictions(
              known.rowLabels(),
              known.columnLabels(),
              rows,
              found.stream().mapToInt(Recommendation::column).toArray(),
              found.stream().mapToDouble(r -> r.prediction().value()).toArray(),
              found.stream().mapToDouble(r -> r.prediction().lower()).toArray(),
              found.stream().mapToDouble(r -> r.prediction().upper()).toArray()));
      session.envelope().output("recommendations", folder.published("recommendations.csv"));
      ModelFolder writing = new ModelFolder(session, folder);
      writing.page(
          new ModelPage(session, model.toString()).ofRecommendations(known, at, found, names));
      writing.publish();
      return target;
    }
  }

  /** A recommendation as the envelope has it. */
  static Map<String, @Nullable Object> entry(Recommendation one, String title) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("column", one.label());
    if (!title.equals(one.label())) {
      entry.put("title", title);
    }
    entry.put("value", one.prediction().value());
    entry.put("lower", one.prediction().lower());
    entry.put("upper", one.prediction().upper());
    return entry;
  }
}
