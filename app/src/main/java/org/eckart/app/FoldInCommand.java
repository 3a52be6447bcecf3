package org.eckart.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.data.table.LabelTable;
import org.eckart.data.table.Table;
import org.eckart.data.table.TableReader;
import org.eckart.data.table.TableSource;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.Recommendation;
import org.eckart.recovery.groups.choice.GroupOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eckart fold-in}. */
@Command(
    name = "fold-in",
    description = {
      "Adds rows that a model has never seen, from their entries, without fitting it again.",
      "NEWROWS is a table like the one the model was made of and holds the whole history of each"
          + " row. The output folder holds a model of the new rows over the same columns, for"
          + " predict and recommend, and the best columns for each."
    },
    footer = {"", "Example:", "  eckart fold-in eckart-demo/model new-users.csv --out newcomers"})
final class FoldInCommand extends Verb {
  private static final int ROWS_SHOWN = 5;
  private static final int ROWS_LISTED = 100;

  @Parameters(index = "0", paramLabel = "MODEL", description = "folder that 'complete' wrote")
  Path model = Path.of("");

  @Parameters(index = "1", paramLabel = "NEWROWS", description = "a table, a query, or -")
  String newRows = "";

  @Mixin TableInput input = new TableInput();

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "recommendations for each new row (${DEFAULT-VALUE})")
  int top = 10;

  @Option(
      names = "--interval",
      paramLabel = "LEVEL",
      defaultValue = "0.9",
      description = "probability with which an interval holds the value (${DEFAULT-VALUE})")
  double interval = 0.9;

  @Option(
      names = "--groups",
      paramLabel = "FILE",
      description =
          "labels of the new rows, for a model made with labels; rows that only this file has are"
              + " predicted from their labels")
  @Nullable Path groups;

  @Option(
      names = "--row-features",
      paramLabel = "FILE",
      description =
          "features of the new rows, for a model of --method bayes that was made with them: a table"
              + " with the same columns; rows that only this file has are predicted from it")
  @Nullable Path rowFeatures;

  @Option(
      names = "--titles",
      paramLabel = "FILE",
      description = "CSV with an id and a title in each line: what to call the columns")
  @Nullable Path titles;

  @Override
  void run(Session session) throws Exception {
    TableSource source = TableSource.of(newRows, System.in);
    Path target =
        OutputFolder.choose(
            session.options(),
            "fold-in-"
                + (source instanceof TableSource.File ? OutputFolder.stem(newRows) : "rows"));
    StoredCompletion.Foldable stored =
        session.timed("read", () -> StoredCompletion.readFoldable(model));
    StoredCompletion.refuseInterval(stored.model().hasIntervals(), given("--interval"), interval);
    Table table =
        session.timed(
            "read", () -> TableReader.read(source, input.options(session.options().threadCount())));
    session.envelope().input().putAll(TableInput.facts(table.report()));
    if (groups != null && !stored.takesLabels()) {
      throw new UsageException(
          "--groups can do nothing: the model was made without labels of rows; leave it out");
    }
    FeatureTable features = features(stored);
    GroupMethod labels = labels();
    ObservedEntries labelled = labels.withLabelled(table.entries());
    ObservedEntries entries = features == null ? labelled : withFeatured(labelled, features);
    Titles names = titles == null ? Titles.none() : Titles.read(titles);
    if (session.options().explain) {
      Plan plan = plan(table, stored.model());
      plan.fill(session.envelope().result());
      session
          .console()
          .say(
              "Would fold in %,d rows with %,d entries with %s, and write them to %s"
                  .formatted(
                      table.entries().rows(), table.entries().count(), plan.words(), target));
      return;
    }
    try (OutputFolder folder = OutputFolder.open(target, session.options().force);
        Parallel parallel = Parallel.of(session.options().threadCount())) {
      Completed folded =
          session.timed(
              "fit",
              () ->
                  stored.foldIn(
                      entries,
                      GroupMethod.groups(entries.rowLabels(), labels.source()),
                      features == null ? null : features.of(entries.rowLabels()),
                      parallel));
      warnOfFeatures(session, stored, features, entries.rowLabels());
      warnOfUnknown(session, stored.model().columnLabels(), table.entries());
      Judgement best = recommend(session, folded, names);
      LevelProbabilities levels = LevelProbabilities.of(folded, best, parallel);
      session.timed(
          "write",
          () -> {
            ModelFolder writing = new ModelFolder(session, folder);
            writing.model(folded, stored.provenance());
            writing.predictions(best, folded, null);
            writing.probabilities(levels, best, folded, null);
            writing.page(new ModelPage(session, newRows).ofFoldedRows(folded, table, best));
            writing.publish();
            return folder;
          });
    }
  }

  /** A system of equations for each row, and a prediction of every column to find the best. */
  private static Plan plan(Table table, Completed model) {
    double rank = model.rank() + 1;
    double rows = table.entries().rows();
    double seconds =
        1e-9
            * (table.entries().count() * (200 + rank * rank)
                + rows * rank * rank * rank
                + rows * model.columns() * (20 + 2 * rank));
    return new Plan(
        100L * table.entries().count() + (long) (48 * rows * rank), seconds, 3 * seconds);
  }

  /** The labels of new rows; none without a file. */
  private GroupMethod labels() {
    Path file = groups;
    return new GroupMethod(
        GroupOptions.defaults(),
        GroupMethod.once(
            known -> file == null ? List.of() : LabelTable.read(file, List.of(), null, known)),
        false,
        false,
        file != null);
  }

  /** Features of the new rows in the model's terms; null without a file. */
  private @Nullable FeatureTable features(StoredCompletion.Foldable stored) {
    if (rowFeatures == null) {
      return null;
    }
    FeatureCoding coding = stored.rowCoding();
    if (coding == null) {
      throw new UsageException(
          "--row-features can do nothing: the model was made without features of rows; leave it"
              + " out");
    }
    return FeatureTable.inTermsOf(coding, rowFeatures);
  }

  /** Rows that only their features are known of, behind those with entries. */
  private static ObservedEntries withFeatured(ObservedEntries entries, FeatureTable features) {
    Labels rows = features.extended(entries.rowLabels());
    return rows == entries.rowLabels()
        ? entries
        : ObservedEntries.of(
            rows,
            entries.columnLabels(),
            entries.rowArray(),
            entries.columnArray(),
            entries.valueArray());
  }

  private static void warnOfFeatures(
      Session session,
      StoredCompletion.Foldable stored,
      @Nullable FeatureTable features,
      Labels rows) {
    if (features == null) {
      FeatureCoding coding = stored.rowCoding();
      if (coding != null) {
        session.warn(
            "The model was made with features of rows (%s); without --row-features the new rows are"
                    .formatted(String.join(", ", coding.families()))
                + " taken to have none");
      }
      return;
    }
    Set<String> strange = features.strange(rows);
    if (!strange.isEmpty()) {
      session.warn(
          "%s has labels that the model does not know, such as '%s' (%d in all); they say nothing"
              .formatted(features, strange.iterator().next(), strange.size()));
    }
  }

  private static void warnOfUnknown(Session session, Labels known, ObservedEntries entries) {
    int[] counts = entries.columnCounts();
    int unknown = 0;
    long lost = 0;
    for (int j = 0; j < counts.length; j++) {
      if (known.indexOf(entries.columnLabels().get(j)) < 0) {
        unknown++;
        lost += counts[j];
      }
    }
    session.envelope().result().put("unknownColumns", unknown);
    if (unknown > 0) {
      session.warn(
          "%d entries are in %d columns that the model does not know, and were left out"
              .formatted(lost, unknown));
    }
  }

  /** The best columns of each new row, as predictions. */
  private Judgement recommend(Session session, Completed folded, Titles names) {
    List<int[]> places = new ArrayList<>();
    List<double[]> numbers = new ArrayList<>();
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < folded.rows(); i++) {
      List<Recommendation> found = folded.recommend(i, top, interval);
      List<Map<String, @Nullable Object>> list = new ArrayList<>();
      for (Recommendation one : found) {
        places.add(new int[] {i, one.column()});
        numbers.add(
            new double[] {
              one.prediction().value(), one.prediction().lower(), one.prediction().upper()
            });
        list.add(RecommendCommand.entry(one, names.of(one.label())));
      }
      String label = folded.rowLabels().get(i);
      if (i < ROWS_LISTED) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("row", label);
        row.put("observed", folded.rowCount(i));
        row.put("recommendations", list);
        rows.add(row);
      }
      if (i < ROWS_SHOWN && !found.isEmpty()) {
        session
            .console()
            .say(
                "%-20s %d entries; next '%s' (%s)"
                    .formatted(
                        label,
                        folded.rowCount(i),
                        names.of(found.getFirst().label()),
                        CompletionSummary.number(found.getFirst().prediction().value())));
      }
    }
    session.envelope().result().put("rows", folded.rows());
    session.envelope().result().put("folded", rows);
    double[] unknown = new double[places.size()];
    java.util.Arrays.fill(unknown, Double.NaN);
    return new Judgement(
        places.stream().mapToInt(p -> p[0]).toArray(),
        places.stream().mapToInt(p -> p[1]).toArray(),
        unknown,
        numbers.stream().mapToDouble(n -> n[0]).toArray(),
        numbers.stream().mapToDouble(n -> n[1]).toArray(),
        numbers.stream().mapToDouble(n -> n[2]).toArray());
  }
}
