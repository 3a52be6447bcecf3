package org.eckart.app;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Chart;
import org.eckart.app.report.Chart.Axis;
import org.eckart.app.report.Figure.Width;
import org.eckart.app.report.Picture;
import org.eckart.app.report.Report;
import org.eckart.app.report.Report.Fact;
import org.eckart.app.report.Report.Headline;
import org.eckart.app.report.Section;
import org.eckart.core.run.TraceRecord;
import org.eckart.linalg.Matrix;
import org.jspecify.annotations.Nullable;

/** The report of {@code eckart sense}: the matrix, its singular values, the residual by step. */
final class SensePage {
  private final Session session;
  private final SenseCommand asked;

  SensePage(Session session, SenseCommand asked) {
    this.session = session;
    this.asked = asked;
  }

  Report of(SenseWork.Found found, Matrix estimate) {
    double[] values = found.sensed().factors().s().toArray();
    List<TraceRecord> trace = found.outcome().trace();
    double[] steps = new double[trace.size()];
    double[] residual = new double[trace.size()];
    for (int k = 0; k < trace.size(); k++) {
      steps[k] = trace.get(k).step();
      residual[k] = Objects.requireNonNullElse(trace.get(k).measures().get("residual"), Double.NaN);
    }
    double[] places = new double[values.length];
    Arrays.setAll(places, k -> k);
    Section result =
        new Section(
            "The matrix",
            "",
            Picture.signed(
                "The estimate",
                "X as it was found, %d × %d of rank %d."
                    .formatted(estimate.rows(), estimate.columns(), values.length),
                Width.HALF,
                estimate),
            Chart.of(
                    "Singular values",
                    "They add up to the nuclear norm, %s."
                        .formatted(Binning.text(found.sensed().nuclearNorm())),
                    Width.HALF,
                    Axis.ofNames("number", numbers(values.length)),
                    Axis.logarithmic("singular value"))
                .points("singular values", places, values));
    Section run =
        new Section(
            "The run",
            "",
            Chart.of(
                    "Residual by step",
                    "‖A(X) − y‖ relative to ‖y‖ after each step; it ends at %s.%s"
                        .formatted(
                            String.format(Locale.ROOT, "%.2e", found.sensed().residual()),
                            asked.rank().isEmpty()
                                ? " Where it steps up, columns beyond the rank were dropped that"
                                      + " had fitted noise."
                                : ""),
                    Width.WHOLE,
                    Axis.linear("step"),
                    Axis.logarithmic("relative residual"))
                .line("residual", steps, residual));
    Map<String, @Nullable Object> input = session.envelope().input();
    return Report.ofSections(
        "matrix sensing",
        asked.measurements,
        "A %d × %d matrix from %d measurements by %s."
            .formatted(
                found.data().rows(), found.data().columns(), found.data().count(), asked.method),
        List.of(
            new Headline("rank", "" + values.length, asked.rank().isEmpty() ? "found" : "as given"),
            new Headline(
                "residual",
                String.format(Locale.ROOT, "%.1e", found.sensed().residual()),
                "of the measurements, relative"),
            new Headline(
                "nuclear norm",
                Binning.text(found.sensed().nuclearNorm()),
                "sum of singular values"),
            new Headline(
                "steps",
                "" + found.outcome().steps(),
                found.outcome().reason().name().toLowerCase(Locale.ROOT))),
        List.of(result, run),
        facts(input),
        facts(session.envelope().options()),
        List.of(
            new Fact("Eckart", Version.text()),
            new Fact("command", "eckart " + ShellWords.join(session.arguments()))),
        session.envelope().warnings());
  }

  private static List<String> numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
  }

  private static List<Fact> facts(Map<String, @Nullable Object> map) {
    return map.entrySet().stream()
        .filter(e -> e.getValue() != null)
        .map(e -> new Fact(e.getKey(), Objects.toString(e.getValue())))
        .toList();
  }
}
