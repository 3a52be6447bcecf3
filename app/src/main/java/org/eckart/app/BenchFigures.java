package org.eckart.app;

import java.util.ArrayList;
import java.util.List;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Chart;
import org.eckart.app.report.Chart.Axis;
import org.eckart.app.report.Figure;
import org.eckart.app.report.Grid;
import org.eckart.app.report.Section;
import tools.jackson.databind.JsonNode;

/**
 * Figures that a benchmark ran again: a section each, with the curves and the table beside them.
 */
final class BenchFigures {
  private BenchFigures() {}

  /** The sections of {@code result.figures}; none where it is missing. */
  static List<Section> sections(JsonNode figures) {
    List<Section> sections = new ArrayList<>();
    for (JsonNode figure : figures) {
      sections.add(new Section(figure.at("/title").asString(), "", chart(figure), table(figure)));
    }
    return sections;
  }

  private static Chart chart(JsonNode figure) {
    String y = figure.at("/y").asString();
    Chart chart =
        Chart.of(
            y.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                + y.substring(1)
                + " by "
                + figure.at("/x").asString(),
            "",
            Figure.Width.WHOLE,
            Axis.linear(figure.at("/x").asString()),
            figure.at("/logarithmic").asBoolean() ? Axis.logarithmic(y) : Axis.linear(y));
    for (JsonNode curve : figure.at("/curves")) {
      chart =
          chart.line(
              curve.at("/name").asString(), numbers(curve.at("/x")), numbers(curve.at("/y")));
    }
    return chart;
  }

  private static double[] numbers(JsonNode list) {
    double[] numbers = new double[list.size()];
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] = list.get(k).asDouble(Double.NaN);
    }
    return numbers;
  }

  private static Grid table(JsonNode figure) {
    List<List<Object>> rows = new ArrayList<>();
    for (JsonNode row : figure.at("/rows")) {
      rows.add(
          List.of(
              row.at("/method").asString(),
              row.at("/setting").asString(),
              row.at("/iterations").asString("-"),
              row.at("/expected").asString(),
              Binning.text(row.at("/lastError").asDouble(Double.NaN))));
    }
    return new Grid(
        "Iterations",
        "Expected: the published number, or that of an independent implementation.",
        Figure.Width.WHOLE,
        List.of(
            "method", "setting", "iterations", "expected", "last " + figure.at("/y").asString()),
        rows);
  }
}
