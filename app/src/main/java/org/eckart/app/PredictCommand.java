package org.eckart.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eckart.data.table.Pairs;
import org.eckart.data.table.TableReader;
import org.eckart.data.table.TableSource;
import org.eckart.linalg.Parallel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eckart predict}. */
@Command(
    name = "predict",
    description = {
      "Predicts entries of a completed matrix, with intervals.",
      "PAIRS is a table of row and column ids, of a tensor of the ids of its modes under their"
          + " names; name a value column with --value to be judged too. Rows and columns that the"
          + " model does not know are predicted from offsets alone; by scaledgd, gd and altmin,"
          + " which have none, as the mean of the entries. A model of levels (--output-kind ordinal)"
          + " also gives the probability of each, in probabilities.csv."
    },
    footer = {"", "Example:", "  eckart predict eckart-demo/model pairs.csv --out predicted"})
final class PredictCommand extends Verb {
  private static final int SHOWN = 10;

  /** Predictions in the JSON object; the file has all. */
  private static final int LISTED = 1000;

  @Parameters(index = "0", paramLabel = "MODEL", description = "folder that 'complete' wrote")
  Path model = Path.of("");

  @Parameters(index = "1", paramLabel = "PAIRS", description = "a table, a query, or -")
  String pairs = "";

  @Mixin TableInput input = new TableInput();

  @Option(
      names = "--interval",
      paramLabel = "LEVEL",
      defaultValue = "0.9",
      description = "probability with which an interval holds the value (${DEFAULT-VALUE})")
  double interval = 0.9;

  @Override
  void run(Session session) throws Exception {
    if (TensorCompletion.isModel(model)) {
      new TensorPrediction(session, this).run();
      return;
    }
    TableSource source = TableSource.of(pairs, System.in);
    Path target =
        OutputFolder.choose(
            session.options(),
            "predict-" + (source instanceof TableSource.File ? OutputFolder.stem(pairs) : "pairs"));
    Completed known = session.timed("read", () -> StoredCompletion.read(model));
    StoredCompletion.refuseInterval(known.hasIntervals(), given("--interval"), interval);
    boolean judged = input.value != null;
    Pairs wanted =
        session.timed(
            "read",
            () ->
                TableReader.readPairs(
                    source,
                    input.options(session.options().threadCount()),
                    known.rowLabels(),
                    known.columnLabels(),
                    judged));
    if (session.options().explain) {
      Plan plan = plan(wanted.count(), known.rank());
      plan.fill(session.envelope().result());
      session
          .console()
          .say(
              "Would predict %,d entries with %s, and write them to %s"
                  .formatted(wanted.count(), plan.words(), target));
      return;
    }
    try (OutputFolder folder = OutputFolder.open(target, session.options().force);
        Parallel parallel = Parallel.of(session.options().threadCount())) {
      Judgement predicted =
          session.timed("fit", () -> Judgement.of(known, wanted, interval, parallel));
      LevelProbabilities levels = LevelProbabilities.of(known, predicted, parallel);
      fill(session, known, wanted, predicted, levels, judged);
      session.timed(
          "write",
          () -> {
            ModelFolder writing = new ModelFolder(session, folder);
            writing.predictions(predicted, known, wanted);
            writing.probabilities(levels, predicted, known, wanted);
            writing.page(
                new ModelPage(session, model.toString()).ofPredictions(known, predicted, interval));
            writing.publish();
            return folder;
          });
    }
  }

  /** Places, values and ends of intervals; a line of the table takes as long as many ranks. */
  static Plan plan(long count, int rank) {
    double seconds = 1e-9 * count * (2000 + 20.0 * rank);
    return new Plan(60 * count, seconds, seconds);
  }

  private static void fill(
      Session session,
      Completed known,
      Pairs wanted,
      Judgement predicted,
      @Nullable LevelProbabilities levels,
      boolean judged) {
    Map<String, @Nullable Object> result = session.envelope().result();
    if (levels != null) {
      result.put("levels", levels.levels());
    }
    result.put("predicted", predicted.count());
    result.put("unknown", predicted.unknown());
    if (judged && predicted.known() > 0) {
      result.put("rmse", predicted.rmse());
      result.put("mae", predicted.mae());
      result.put("coverage", predicted.hasIntervals() ? predicted.coverage() : null);
      String cost = known.costName();
      if (cost != null) {
        result.put(cost, predicted.cost(known));
      }
      if (levels != null) {
        result.put("calibration", levels.calibration(predicted.value(), null));
      }
      session
          .console()
          .say(
              "rmse %.4f, mae %.4f%s of %,d entries"
                  .formatted(
                      predicted.rmse(),
                      predicted.mae(),
                      predicted.hasIntervals()
                          ? ", coverage " + CompletionSummary.percent(predicted.coverage())
                          : "",
                      predicted.known()));
    }
    if (predicted.unknown() > 0) {
      session.warn(
          "%d of %d pairs are in rows or columns that the model does not know; they are predicted %s"
              .formatted(predicted.unknown(), predicted.count(), known.unknown()));
    }
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    for (int k = 0; k < Math.min(LISTED, predicted.count()); k++) {
      String row = wanted.rowIds().get(wanted.row()[k]);
      String column = wanted.columnIds().get(wanted.column()[k]);
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("row", row);
      one.put("column", column);
      one.put("value", predicted.fitted()[k]);
      one.put("lower", predicted.lower()[k]);
      one.put("upper", predicted.upper()[k]);
      if (levels != null) {
        one.put("probabilities", levels.of(k));
      }
      list.add(one);
      if (k < SHOWN) {
        session
            .console()
            .say(
                "%-20s %-20s %8s%s"
                    .formatted(
                        row,
                        column,
                        CompletionSummary.number(predicted.fitted()[k]),
                        CompletionSummary.range(predicted.lower()[k], predicted.upper()[k])));
      }
    }
    if (predicted.count() > SHOWN) {
      session.console().say("… and %,d more".formatted(predicted.count() - SHOWN));
    }
    result.put("predictions", list);
  }
}
