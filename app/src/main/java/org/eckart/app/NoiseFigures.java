package org.eckart.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Chart;
import org.eckart.app.report.Figure;
import org.eckart.app.report.Figure.Width;
import org.eckart.app.report.Grid;
import org.eckart.recovery.denoising.Component;
import org.eckart.recovery.denoising.NoiseEdge;
import org.eckart.recovery.spiked.MarchenkoPastur;

/** Singular values against the law of white noise, and what became of those beyond it. */
final class NoiseFigures {
  private static final int BINS = 48;
  private static final int LAW_POINTS = 240;

  /** Values shown one by one at most. */
  private static final int MOST_SHOWN = 400;

  private final double[] values;
  private final boolean whole;
  private final int rows;
  private final int columns;
  private final double noiseLevel;
  private final NoiseEdge edge;
  private final List<Component> components;

  NoiseFigures(
      double[] values,
      boolean whole,
      int rows,
      int columns,
      double noiseLevel,
      NoiseEdge edge,
      List<Component> components) {
    this.values = values;
    this.whole = whole;
    this.rows = rows;
    this.columns = columns;
    this.noiseLevel = noiseLevel;
    this.edge = edge;
    this.components = components;
  }

  /** All that there is something to show of. */
  List<Figure> all() {
    List<Figure> figures = new ArrayList<>();
    figures.add(scree());
    if (whole && noiseLevel > 0 && values.length >= 20) {
      figures.add(law());
    }
    if (!components.isEmpty()) {
      figures.add(shrinkage());
      figures.add(cosines());
      figures.add(table());
    }
    return figures;
  }

  /** Values in order, with the weights they got. */
  private Chart scree() {
    int shown = Math.min(values.length, MOST_SHOWN);
    int rank = components.size();
    double[] place = new double[shown];
    double[] value = new double[shown];
    for (int k = 0; k < shown; k++) {
      place[k] = k + 1;
      value[k] = values[k];
    }
    double[] kept = new double[rank];
    double[] keptPlace = new double[rank];
    for (int k = 0; k < rank; k++) {
      keptPlace[k] = k + 1;
      kept[k] = components.get(k).shrunk();
    }
    boolean wide = values.length > 0 && edge.edge() > 0 && values[0] > 30 * edge.edge();
    Chart chart =
        Chart.of(
                "Singular values",
                "%d of %d values shown; %d stand out of the noise."
                    .formatted(shown, Math.min(rows, columns), rank),
                Width.WHOLE,
                wide ? Chart.Axis.logarithmic("place") : Chart.Axis.linear("place"),
                wide
                    ? Chart.Axis.logarithmic("singular value")
                    : Chart.Axis.linear("singular value"))
            .points("found", place, value);
    if (rank > 0) {
      chart = chart.points("weight in the result", keptPlace, kept);
    }
    if (edge.edge() > 0) {
      chart =
          chart
              .level("edge of the noise " + Binning.text(edge.edge()), edge.edge())
              .level("hard threshold " + Binning.text(edge.hardThreshold()), edge.hardThreshold());
    }
    return chart;
  }

  /** Density of the values within the noise and the law's. */
  private Chart law() {
    double c = (double) Math.min(rows, columns) / Math.max(rows, columns);
    MarchenkoPastur law = new MarchenkoPastur(c);
    double unit = noiseLevel * Math.sqrt(Math.max(rows, columns));
    double high = Math.sqrt(law.upperEdge()) * 1.12;
    int bins = Math.clamp(values.length / 6, 8, BINS);
    double width = high / bins;
    double[] counts = new double[bins];
    int beyond = 0;
    for (double value : values) {
      int bin = (int) (value / unit / width);
      if (bin < bins) {
        counts[bin]++;
      } else {
        beyond++;
      }
    }
    double[] x = new double[2 * bins]; // a staircase
    double[] y = new double[2 * bins];
    double[] zero = new double[2 * bins];
    for (int b = 0; b < bins; b++) {
      x[2 * b] = b * width * unit;
      x[2 * b + 1] = (b + 1) * width * unit;
      y[2 * b] = counts[b] / values.length / width;
      y[2 * b + 1] = y[2 * b];
    }
    double[] at = new double[LAW_POINTS];
    double[] density = new double[LAW_POINTS];
    for (int k = 0; k < LAW_POINTS; k++) {
      double s = (k + 0.5) * high / LAW_POINTS;
      at[k] = s * unit;
      density[k] = 2 * s * law.density(s * s);
    }
    return Chart.of(
            "The noise and its law",
            "How the singular values spread (%d beyond the right end are not shown) beside what white noise of level %s gives."
                .formatted(beyond, Binning.text(noiseLevel)),
            Width.WHOLE,
            Chart.Axis.linear("singular value"),
            Chart.Axis.linear("density, in units of σ√" + Math.max(rows, columns)))
        .band("found", x, zero, y)
        .line("found", x, y)
        .line("law of white noise", at, density)
        .place("edge", edge.edge());
  }

  private Chart shrinkage() {
    int rank = components.size();
    double[] value = new double[rank];
    double[] strength = new double[rank];
    double[] weight = new double[rank];
    for (int k = 0; k < rank; k++) {
      value[k] = components.get(k).value();
      strength[k] = components.get(k).strength();
      weight[k] = components.get(k).shrunk();
    }
    return Chart.of(
            "Kept and shrunk",
            "What each value is worth: its strength without noise, and its weight in the result. On the dashed line nothing would be taken away.",
            Width.HALF,
            Chart.Axis.linear("singular value found"),
            Chart.Axis.linear("strength and weight"))
        .points("strength", value, strength)
        .points("weight", value, weight)
        .dashed("unchanged", new double[] {0, value[0]}, new double[] {0, value[0]});
  }

  private Chart cosines() {
    int rank = Math.min(components.size(), 60);
    double[] left = new double[rank];
    double[] right = new double[rank];
    List<String> names = new ArrayList<>();
    for (int k = 0; k < rank; k++) {
      left[k] = components.get(k).leftCosine();
      right[k] = components.get(k).rightCosine();
      names.add("" + (k + 1));
    }
    return Chart.of(
            "How far each direction can be trusted",
            "Expected cosine between the direction found and the true one: 1 is exact, 0 is chance.",
            Width.HALF,
            Chart.Axis.ofNames("component", names),
            Chart.Axis.linear("cosine"))
        .bars("left (rows)", left)
        .bars("right (columns)", right);
  }

  private Grid table() {
    List<List<Object>> lines = new ArrayList<>();
    for (int k = 0; k < Math.min(components.size(), 50); k++) {
      Component c = components.get(k);
      lines.add(
          List.of(
              k + 1,
              Binning.text(c.value()),
              Binning.text(c.strength()),
              Binning.text(c.shrunk()),
              "%.3f (%s°)".formatted(c.leftCosine(), degrees(c.leftCosine())),
              "%.3f (%s°)".formatted(c.rightCosine(), degrees(c.rightCosine())),
              Binning.text(c.loss())));
    }
    return new Grid(
        "Components",
        "Strongest first; angles in brackets.",
        Width.WHOLE,
        List.of("", "value", "strength", "weight", "cosine left", "cosine right", "loss left"),
        lines);
  }

  private static String degrees(double cosine) {
    return String.format(Locale.ROOT, "%.0f", Math.toDegrees(Math.acos(Math.min(1, cosine))));
  }
}
