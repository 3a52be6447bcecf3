package org.eckart.app;

import java.util.ArrayList;
import java.util.List;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Report;
import org.eckart.app.report.Report.Coverage;
import org.eckart.app.report.Report.DataReport;
import org.eckart.app.report.Report.Density;
import org.eckart.app.report.Report.Fact;
import org.eckart.app.report.Report.Headline;
import org.eckart.app.report.Report.Histogram;
import org.eckart.app.report.Report.Recommendations;
import org.eckart.app.report.Report.Recommended;
import org.eckart.data.table.Table;
import org.eckart.recovery.completion.Recommendation;
import org.jspecify.annotations.Nullable;

/** Reports of what a model was used for. */
final class ModelPage {
  private static final int COVERAGE_GROUPS = 8;

  private final Session session;
  private final String title;

  ModelPage(Session session, String title) {
    this.session = session;
    this.title = title;
  }

  Report ofPredictions(Completed model, Judgement predicted, double level) {
    Judgement judged = predicted.judged();
    List<Headline> headlines = new ArrayList<>();
    headlines.add(new Headline("predicted", CompletionPage.count(predicted.count()), "entries"));
    if (judged.count() > 0) {
      headlines.add(new Headline("error", Binning.text(judged.rmse()), "root mean square"));
    }
    if (judged.hasIntervals()) {
      headlines.add(
          new Headline(
              "coverage",
              CompletionSummary.percent(judged.coverage()),
              "of %.0f %% intervals".formatted(100 * level)));
    }
    if (predicted.hasIntervals()) {
      headlines.add(new Headline("interval", Binning.text(predicted.meanWidth()), "mean width"));
    }
    Density density = judged.count() == 0 ? null : Binning.density(judged.fitted(), judged.value());
    Coverage coverage =
        !judged.hasIntervals()
            ? null
            : new Coverage(
                model.intervals(),
                level,
                judged.coverage(),
                "entries in the row",
                Binning.coverage(
                    judged.rowCounts(model),
                    judged.value(),
                    judged.lower(),
                    judged.upper(),
                    COVERAGE_GROUPS));
    return page(
        "%s predictions of a %s × %s model of rank %d."
            .formatted(
                CompletionPage.count(predicted.count()),
                CompletionPage.count(model.rows()),
                CompletionPage.count(model.columns()),
                model.rank()),
        headlines,
        density,
        coverage,
        null,
        new DataReport(
            List.of(
                new Fact("pairs", CompletionPage.count(predicted.count())),
                new Fact(
                    "in rows or columns not known", CompletionPage.count(predicted.unknown()))),
            Binning.ofCounts(predicted.rowCounts(model)),
            new Histogram(List.of(), List.of()),
            Binning.ofValues(predicted.fitted())));
  }

  Report ofFoldedRows(Completed folded, Table table, Judgement best) {
    return page(
        "%s new rows folded into a model of %s columns at rank %d."
            .formatted(
                CompletionPage.count(folded.rows()),
                CompletionPage.count(folded.columns()),
                folded.rank()),
        List.of(
            new Headline("new rows", CompletionPage.count(folded.rows()), "folded in"),
            new Headline("entries", CompletionPage.count(table.entries().count()), "of theirs")),
        null,
        null,
        null,
        new DataReport(
            List.of(
                new Fact("source", table.report().source() + ", " + table.report().format()),
                new Fact("entries", CompletionPage.count(table.entries().count()))),
            Binning.ofCounts(table.entries().rowCounts()),
            Binning.ofCounts(table.entries().columnCounts()),
            Binning.ofValues(best.fitted())));
  }

  Report ofRecommendations(Completed model, int row, List<Recommendation> found, Titles titles) {
    List<Recommended> list = new ArrayList<>();
    for (Recommendation one : found) {
      list.add(
          new Recommended(
              titles.of(one.label()),
              one.prediction().value(),
              CompletionPage.end(one.prediction().lower()),
              CompletionPage.end(one.prediction().upper()),
              model.columnCount(one.column())));
    }
    String label = model.rowLabels().get(row);
    return page(
        "The %s with the highest predictions among %s columns, for a row with %s entries."
            .formatted(
                CompletionPage.count(found.size()),
                CompletionPage.count(model.columns()),
                CompletionPage.count(model.rowCount(row))),
        List.of(
            new Headline("row", label, CompletionPage.count(model.rowCount(row)) + " entries"),
            new Headline("recommended", CompletionPage.count(found.size()), "columns")),
        null,
        null,
        new Recommendations(label, "column", list),
        new DataReport(
            List.of(
                new Fact("rows", CompletionPage.count(model.rows())),
                new Fact("columns", CompletionPage.count(model.columns())),
                new Fact("rank", Integer.toString(model.rank()))),
            new Histogram(List.of(), List.of()),
            new Histogram(List.of(), List.of()),
            new Histogram(List.of(), List.of())));
  }

  private Report page(
      String summary,
      List<Headline> headlines,
      @Nullable Density density,
      @Nullable Coverage coverage,
      @Nullable Recommendations recommendations,
      DataReport data) {
    return new Report(
        "predictions",
        title,
        summary,
        headlines,
        List.of(),
        List.of(),
        density,
        coverage,
        List.of(),
        List.of(),
        null,
        List.of(),
        recommendations,
        data,
        List.of(),
        List.of(
            new Fact("Eckart", Version.text()),
            new Fact("command", "eckart " + ShellWords.join(session.arguments()))),
        session.envelope().warnings());
  }
}
