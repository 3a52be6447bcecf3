package org.eckart.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eckart.app.LevelProbabilities.Bin;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Chart;
import org.eckart.app.report.Chart.Axis;
import org.eckart.app.report.Figure.Width;
import org.eckart.app.report.Grid;
import org.eckart.app.report.Section;

/** What a report says of the probabilities of levels, where the truth was held out. */
final class LevelPage {
  private LevelPage() {}

  /**
   * @param value of each entry, NaN where it is not known
   * @param training values, whose shares are the plainest prediction
   */
  static Section reliability(LevelProbabilities levels, double[] value, double[] training) {
    Bin[] bins = levels.bins(value);
    double[] predicted = Arrays.stream(bins).mapToDouble(Bin::predicted).toArray();
    double[] happened = Arrays.stream(bins).mapToDouble(Bin::happened).toArray();
    List<List<Object>> rows = new ArrayList<>();
    for (Bin bin : bins) {
      rows.add(List.of(percent(bin.predicted()), percent(bin.happened()), count(bin.cases())));
    }
    return new Section(
        "Are the probabilities right?",
        String.format(
            Locale.ROOT,
            "Judged by the held-out entries alone. Probabilities are off by %.1f percentage points on"
                + " average. The log loss, minus the mean logarithm of the probability that the true"
                + " level was given, is %.4f, and less is better: the levels' shares of the training"
                + " values, the same for every entry, have %.4f.",
            100 * levels.calibrationError(value),
            levels.logLoss(value),
            levels.marginalLogLoss(value, training)),
        Chart.of(
                "Reliability",
                "\"At or above this level\" was given a probability for each entry and each level."
                    + " Points on the dashed line: of all cases given 70 %, say, 70 % came so. Above"
                    + " it they came more often than was said, below it less often.",
                Width.HALF,
                Axis.linear("probability predicted"),
                Axis.linear("share that came so"))
            .dashed("exactly right", new double[] {0, 1}, new double[] {0, 1})
            .line("held-out entries", predicted, happened)
            .points("held-out entries", predicted, happened),
        shares(levels, value),
        new Grid(
            "Reliability in numbers",
            "Cases of about the same predicted probability; each entry is a case for each level but"
                + " the lowest.",
            Width.HALF,
            List.of("predicted", "came so", "cases"),
            rows));
  }

  /** How often each level was expected to come, and how often it came. */
  private static Chart shares(LevelProbabilities levels, double[] value) {
    int count = levels.levels().length;
    double[] expected = new double[count];
    double[] came = new double[count];
    int known = 0;
    for (int k = 0; k < value.length; k++) {
      if (!Double.isNaN(value[k])) {
        known++;
        double[] one = levels.of(k);
        for (int l = 0; l < count; l++) {
          expected[l] += 100 * one[l];
          came[l] += value[k] == levels.levels()[l] ? 100 : 0;
        }
      }
    }
    for (int l = 0; l < count; l++) {
      expected[l] /= known;
      came[l] /= known;
    }
    return Chart.of(
            "How often each level comes",
            "The mean of its predicted probability, beside its share of the held-out entries.",
            Width.HALF,
            Axis.ofNames("level", Arrays.stream(levels.levels()).mapToObj(Binning::text).toList()),
            Axis.linear("% of held-out entries"))
        .bars("predicted", expected)
        .bars("came so", came);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String count(int cases) {
    return CompletionPage.count(cases);
  }
}
