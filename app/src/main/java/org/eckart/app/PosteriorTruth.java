package org.eckart.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Chart;
import org.eckart.app.report.Chart.Axis;
import org.eckart.app.report.Figure.Width;
import org.eckart.app.report.Grid;
import org.eckart.app.report.Section;
import org.eckart.bayes.nuclear.NuclearPosterior;
import org.eckart.linalg.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A posterior beside the truth, where that is known: errors, and how often intervals hold it.
 *
 * @param level probability of each pair of intervals, increasing
 * @param seen share of observed entries that each level holds; NaN if none is known
 * @param missing likewise of entries that were not observed
 * @param dataError mean squared error of the data themselves
 * @param seenError of the posterior mean at observed entries
 * @param missingError at the others
 */
record PosteriorTruth(
    double[] level,
    double[] seen,
    double[] missing,
    double dataError,
    double seenError,
    double missingError) {
  private static final double[] LEVELS = {0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99};

  static PosteriorTruth of(
      PosteriorInput input, Matrix truth, Matrix mean, NuclearPosterior found, double wanted) {
    double[] level =
        java.util.stream.DoubleStream.concat(
                java.util.Arrays.stream(LEVELS), java.util.stream.DoubleStream.of(wanted))
            .sorted()
            .distinct()
            .toArray();
    double[] y = input.given().array();
    double[] x = truth.array();
    double[] square = new double[3];
    int[] count = new int[2];
    for (int k = 0; k < x.length; k++) {
      if (Double.isNaN(x[k])) {
        continue;
      }
      int kind = Double.isNaN(y[k]) ? 1 : 0;
      count[kind]++;
      square[kind] += (mean.array()[k] - x[k]) * (mean.array()[k] - x[k]);
      square[2] += kind == 0 ? (y[k] - x[k]) * (y[k] - x[k]) : 0;
    }
    double[][] covered = new double[2][level.length];
    for (int l = 0; l < level.length; l++) {
      double[] low = input.restored(found.quantile((1 - level[l]) / 2)).array();
      double[] high = input.restored(found.quantile((1 + level[l]) / 2)).array();
      for (int k = 0; k < x.length; k++) {
        if (low[k] <= x[k] && x[k] <= high[k]) {
          covered[Double.isNaN(y[k]) ? 1 : 0][l] += 1;
        }
      }
      for (int kind = 0; kind < 2; kind++) {
        covered[kind][l] /= count[kind];
      }
    }
    return new PosteriorTruth(
        level,
        covered[0],
        covered[1],
        square[2] / count[0],
        square[0] / count[0],
        square[1] / count[1]);
  }

  private double at(double[] coverage, double wanted) {
    for (int l = 0; l < level.length; l++) {
      if (level[l] == wanted) {
        return coverage[l];
      }
    }
    throw new IllegalStateException("No coverage was taken at " + wanted);
  }

  Map<String, @Nullable Object> told(double wanted) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("mse", seenError);
    all.put("mseData", dataError);
    all.put("mseMissing", missingError);
    all.put("coverage", at(seen, wanted));
    all.put("coverageMissing", at(missing, wanted));
    return all;
  }

  String sentence(double wanted) {
    StringBuilder line = new StringBuilder();
    if (!Double.isNaN(seenError)) {
      line.append(
          "against the truth: mean squared error %s (data %s), %s %% of the %s %% intervals hold it"
              .formatted(
                  CompletionSummary.number(seenError),
                  CompletionSummary.number(dataError),
                  Binning.text(100 * at(seen, wanted)),
                  Binning.text(100 * wanted)));
    }
    if (!Double.isNaN(missingError)) {
      line.append(line.isEmpty() ? "against the truth, " : "; ")
          .append(
              "where nothing was observed %s and %s %%"
                  .formatted(
                      CompletionSummary.number(missingError),
                      Binning.text(100 * at(missing, wanted))));
    }
    return line.toString();
  }

  Section section() {
    double[] percent = java.util.Arrays.stream(level).map(p -> 100 * p).toArray();
    Chart chart =
        Chart.of(
                "Coverage",
                "How many of the intervals hold the truth, against how many should.",
                Width.HALF,
                Axis.linear("probability of the interval, %"),
                Axis.linear("hold the truth, %"))
            .dashed("as it should be", percent, percent);
    chart = line(chart, "observed", percent, seen);
    chart = line(chart, "not observed", percent, missing);
    List<List<Object>> rows = new java.util.ArrayList<>();
    if (!Double.isNaN(seenError)) {
      rows.add(List.of("the data, where observed", Binning.text(dataError)));
      rows.add(List.of("posterior mean, where observed", Binning.text(seenError)));
    }
    if (!Double.isNaN(missingError)) {
      rows.add(List.of("posterior mean, where not observed", Binning.text(missingError)));
    }
    return new Section(
        "Against the truth",
        "Intervals are those of the model. Where the truth is not spread over singular values as"
            + " the prior has it, they hold it more often than they should, or less.",
        chart,
        new Grid("Mean squared error", "", Width.HALF, List.of("of", "error"), rows));
  }

  private static Chart line(Chart chart, String name, double[] percent, double[] coverage) {
    if (Double.isNaN(coverage[0])) {
      return chart;
    }
    return chart.line(
        name, percent, java.util.Arrays.stream(coverage).map(share -> 100 * share).toArray());
  }
}
