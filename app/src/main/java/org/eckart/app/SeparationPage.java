package org.eckart.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Chart;
import org.eckart.app.report.Figure;
import org.eckart.app.report.Figure.Width;
import org.eckart.app.report.Grid;
import org.eckart.app.report.Picture;
import org.eckart.app.report.Report;
import org.eckart.app.report.Report.Fact;
import org.eckart.app.report.Report.Headline;
import org.eckart.app.report.Section;
import org.eckart.core.observe.Labels;
import org.eckart.core.run.TraceRecord;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.robustpca.OutlierTable;
import org.eckart.recovery.robustpca.Separation;

/** The report of a separation. */
final class SeparationPage {
  private static final int SHOWN_OUTLIERS = 20;
  private static final int MOST_POINTS = 2000; // of a chart by row or column

  private final Session session;
  private final SeparationMethod<?> method;
  private final SeparationWork.Found found;
  private final List<Figure> parts = new ArrayList<>();
  private final double low;
  private final double high;

  SeparationPage(Session session, SeparationMethod<?> method, SeparationWork.Found found) {
    this.session = session;
    this.method = method;
    this.found = found;
    Matrix values = found.input().matrix().values();
    double[] ends = ends(values.array());
    this.low = ends[0];
    this.high = ends[1];
    parts.add(
        Picture.of(
            "As measured",
            "Entries beyond the scale have the colour of its end; missing ones are green.",
            Width.THIRD,
            values,
            Picture.Colours.GREY,
            low,
            high));
  }

  /**
   * The 1st and 99th percentile of up to 100,000 entries, so that outliers do not set the scale.
   */
  private static double[] ends(double[] values) {
    int stride = 1 + values.length / 100_000;
    double[] sample = new double[values.length / stride + 1];
    int count = 0;
    for (int k = 0; k < values.length; k += stride) {
      if (Double.isFinite(values[k])) {
        sample[count++] = values[k];
      }
    }
    if (count == 0) {
      return new double[] {0, 1};
    }
    Arrays.sort(sample, 0, count);
    double first = sample[count / 100];
    double last = sample[count - 1 - count / 100];
    return first < last ? new double[] {first, last} : new double[] {first - 1, first + 1};
  }

  /** Shows the low-rank part; the matrix is not kept. */
  void lowRank(Matrix part) {
    parts.add(
        Picture.of(
            "Low rank",
            "Rank %d, on the same scale.".formatted(found.separation().rank()),
            Width.THIRD,
            part,
            Picture.Colours.GREY,
            low,
            high));
  }

  /** Shows the outliers; the matrix is not kept. */
  void outliers(Matrix part) {
    double end = Math.max((high - low) / 2, Double.MIN_NORMAL);
    parts.add(
        Picture.of(
            "Outliers",
            "%s entries, %s %% of those observed."
                .formatted(
                    CompletionPage.count(found.separation().corrupted()),
                    Binning.text(100 * SeparationWork.share(found.separation()))),
            Width.THIRD,
            part,
            Picture.Colours.DIVERGING,
            -end,
            end));
  }

  Report of() {
    Separation separation = found.separation();
    return Report.ofSections(
        "robust principal component analysis",
        found.input().name(),
        "%s × %s matrix, taken apart into rank %d and %s outliers by the method '%s'."
            .formatted(
                CompletionPage.count(separation.rows()),
                CompletionPage.count(separation.columns()),
                separation.rank(),
                CompletionPage.count(separation.corrupted()),
                method.name()),
        List.of(
            new Headline("rank", "" + separation.rank(), "of the low-rank part"),
            new Headline(
                "outliers",
                Binning.text(100 * SeparationWork.share(separation)) + " %",
                "of the entries observed"),
            new Headline(
                "noise", Binning.text(separation.noiseLevel()), "standard deviation over the rest"),
            new Headline(
                "residual",
                Binning.text(separation.residual()),
                "in neither part, relative to the low-rank part")),
        List.of(
            new Section("The two parts", "", parts),
            new Section("The run", "", List.of(residuals(), ranks())),
            new Section(
                "What was found",
                "An entry is an outlier if it is more than %s from the low-rank part."
                    .formatted(Binning.text(separation.threshold())),
                List.of(
                    spectrum(),
                    byLine("row", separation.corruptedInRow(), separation.columns()),
                    byLine("column", separation.corruptedInColumn(), separation.rows()),
                    largest()))),
        List.of(
            new Fact("rows", CompletionPage.count(separation.rows())),
            new Fact("columns", CompletionPage.count(separation.columns())),
            new Fact("observed", CompletionPage.count(separation.observed()))),
        session.envelope().options().entrySet().stream()
            .map(e -> new Fact(e.getKey(), Objects.toString(e.getValue())))
            .toList(),
        List.of(
            new Fact("Eckart", Version.text()),
            new Fact("command", "eckart " + ShellWords.join(session.arguments()))),
        session.envelope().warnings());
  }

  private double[] measure(String name) {
    return found.outcome().trace().stream()
        .mapToDouble(t -> t.measures().getOrDefault(name, Double.NaN))
        .toArray();
  }

  private double[] steps() {
    return found.outcome().trace().stream().mapToDouble(TraceRecord::step).toArray();
  }

  private Chart residuals() {
    return Chart.of(
            "Residual by step",
            "Root mean square of what neither part holds, relative to the median entry; it ends at"
                + " the noise.",
            Width.HALF,
            Chart.Axis.linear("step"),
            Chart.Axis.logarithmic("residual"))
        .line("residual", steps(), measure("residual"));
  }

  private Chart ranks() {
    double[] percent = measure("corrupted");
    for (int k = 0; k < percent.length; k++) {
      percent[k] *= 100;
    }
    return Chart.of(
            "Rank and outliers by step",
            "Directions are added while the residual has any that stand out.",
            Width.HALF,
            Chart.Axis.linear("step"),
            Chart.Axis.linear("rank; outliers in %"))
        .line("rank", steps(), measure("rank"))
        .line("outliers in %", steps(), percent);
  }

  private Chart spectrum() {
    double[] values = found.separation().factors().s().toArray();
    double[] place = new double[values.length];
    Arrays.setAll(place, k -> k + 1);
    double edge =
        found.separation().noiseLevel()
            * (Math.sqrt(found.separation().rows()) + Math.sqrt(found.separation().columns()));
    Chart chart =
        Chart.of(
                "Singular values of the low-rank part",
                "The noise found would by itself reach %s.".formatted(Binning.text(edge)),
                Width.THIRD,
                Chart.Axis.linear("direction"),
                Chart.Axis.logarithmic("singular value"))
            .points("singular value", place, values);
    return edge > 0 ? chart.level("noise", edge) : chart;
  }

  private static Chart byLine(String what, int[] counts, int length) {
    int together = 1 + counts.length / MOST_POINTS;
    int points = (counts.length + together - 1) / together;
    double[] place = new double[points];
    double[] share = new double[points];
    for (int p = 0; p < points; p++) {
      int to = Math.min(counts.length, (p + 1) * together);
      for (int k = p * together; k < to; k++) {
        share[p] += 100.0 * counts[k] / length / (to - p * together);
      }
      place[p] = p * (double) together;
    }
    return Chart.of(
            "Outliers by " + what,
            together == 1
                ? "Share of each " + what + "."
                : "Mean share of %d %ss at a time.".formatted(together, what),
            Width.THIRD,
            Chart.Axis.linear(what),
            Chart.Axis.linear("outliers in %"))
        .points("outliers in %", place, share);
  }

  private Grid largest() {
    OutlierTable outliers = found.outliers();
    Labels rows = found.input().matrix().rows();
    Labels columns = found.input().matrix().columns();
    List<List<Object>> lines = new ArrayList<>();
    for (int k = 0; k < Math.min(SHOWN_OUTLIERS, outliers.count()); k++) {
      lines.add(
          List.of(
              rows.get(outliers.row()[k]),
              columns.get(outliers.column()[k]),
              outliers.value()[k],
              outliers.fitted()[k],
              outliers.outlier(k)));
    }
    return new Grid(
        "The largest outliers",
        "%s in outliers-list.csv, largest first."
            .formatted(
                outliers.count() == found.separation().corrupted()
                    ? "All are"
                    : "The largest " + CompletionPage.count(outliers.count()) + " are"),
        Width.WHOLE,
        List.of("row", "column", "value", "fitted", "outlier"),
        lines);
  }
}
