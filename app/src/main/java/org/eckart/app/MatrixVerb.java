package org.eckart.app;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eckart.app.MatrixInput.Whole;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Report;
import org.eckart.app.report.Report.DataReport;
import org.eckart.app.report.Report.Fact;
import org.eckart.app.report.Report.Headline;
import org.eckart.app.report.Report.Histogram;
import org.eckart.linalg.Matrix;
import org.jspecify.annotations.Nullable;

/** What verbs that look at a whole matrix say of it. */
final class MatrixVerb {
  private final Session session;
  private final String name;
  private final Whole whole;

  MatrixVerb(Session session, String name, Whole whole) {
    this.session = session;
    this.name = name;
    this.whole = whole;
  }

  void describe() {
    Map<String, @Nullable Object> input = session.envelope().input();
    input.put("source", name);
    input.put("rows", whole.operator().rows());
    input.put("columns", whole.operator().columns());
    input.put("stored", whole.stored());
    input.put("sparse", whole.isSparse());
  }

  /**
   * @param plan its memory is beside the matrix itself
   */
  void explain(String what, Plan plan) {
    plan.fill(session.envelope().result());
    session
        .console()
        .say(
            "Would find %s of a %d × %d matrix, beside the matrix itself with %s"
                .formatted(
                    what, whole.operator().rows(), whole.operator().columns(), plan.words()));
  }

  /**
   * The report.
   *
   * @param noiseEdge null if it is not known
   */
  Report page(String kind, double[] values, @Nullable Double noiseEdge, List<Headline> headlines) {
    Histogram none = new Histogram(List.of(), List.of());
    Histogram entries =
        whole.operator() instanceof Matrix dense ? Binning.ofValues(dense.array()) : none;
    List<Headline> shown =
        headlines.isEmpty()
            ? List.of(
                new Headline("largest", Binning.text(values[0]), "singular value"),
                new Headline("smallest", Binning.text(values[values.length - 1]), "of those found"),
                new Headline("found", "" + values.length, "triplets"))
            : headlines;
    return new Report(
        kind,
        name,
        "%s × %s matrix, %s."
            .formatted(
                CompletionPage.count(whole.operator().rows()),
                CompletionPage.count(whole.operator().columns()),
                whole.isSparse()
                    ? CompletionPage.count(whole.stored()) + " entries stored"
                    : "every entry known"),
        shown,
        List.of(),
        List.of(),
        null,
        null,
        List.of(),
        Arrays.stream(values).boxed().toList(),
        noiseEdge,
        List.of(),
        null,
        new DataReport(
            List.of(
                new Fact("rows", CompletionPage.count(whole.operator().rows())),
                new Fact("columns", CompletionPage.count(whole.operator().columns()))),
            none,
            none,
            entries),
        session.envelope().options().entrySet().stream()
            .map(e -> new Fact(e.getKey(), Objects.toString(e.getValue())))
            .toList(),
        List.of(
            new Fact("Eckart", Version.text()),
            new Fact("command", "eckart " + ShellWords.join(session.arguments()))),
        session.envelope().warnings());
  }
}
