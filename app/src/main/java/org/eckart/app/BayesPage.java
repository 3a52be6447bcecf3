package org.eckart.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Chart;
import org.eckart.app.report.Chart.Axis;
import org.eckart.app.report.Figure;
import org.eckart.app.report.Figure.Width;
import org.eckart.app.report.Grid;
import org.eckart.app.report.Section;
import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.bayes.normalproduct.ProductPosterior;

/** What a report says of draws from a normal product: the answer, and whether to believe it. */
final class BayesPage {
  private static final int TRACE_POINTS = 400;
  private static final int BINS = 24;

  private final ProductPosterior found;

  BayesPage(ProductPosterior found) {
    this.found = found;
  }

  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    sections.add(learned());
    sections.add(convergence());
    if (!found.checks().isEmpty()) {
      sections.add(checks());
    }
    return sections;
  }

  private Section learned() {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        histogram(
            "Effective rank",
            "By the entropy of the low-rank part's singular values, over draws.",
            "effectiveRank"));
    figures.add(
        histogram("Directions above the noise edge", "Counted in each draw.", "aboveNoise"));
    if (found.diagnostics().containsKey("noise")) {
      figures.add(histogram("Noise", "Standard deviation, over draws.", "noise"));
    }
    figures.add(
        histogram("Strength", "Root mean square of the low-rank part's entries.", "strength"));
    for (String share : List.of("rowShare", "columnShare")) {
      if (found.diagnostics().containsKey(share)) {
        figures.add(
            histogram(
                share.equals("rowShare")
                    ? "What features say of rows"
                    : "What features say of columns",
                "Part of the factors' variance that features account for.",
                share));
      }
    }
    return new Section(
        "What the draws say",
        String.format(
            Locale.ROOT,
            "Effective rank %.1f, 90 %% between %.1f and %.1f.",
            found.diagnostic("effectiveRank").median(),
            found.diagnostic("effectiveRank").q05(),
            found.diagnostic("effectiveRank").q95()),
        figures);
  }

  private Section convergence() {
    List<Map.Entry<String, Diagnostic>> defined =
        found.diagnostics().entrySet().stream()
            .filter(one -> Double.isFinite(one.getValue().bulkEss()))
            .sorted(Comparator.comparingDouble(one -> one.getValue().bulkEss()))
            .toList();
    List<List<Object>> rows = new ArrayList<>();
    for (Map.Entry<String, Diagnostic> one : defined) {
      Diagnostic d = one.getValue();
      rows.add(
          List.of(
              plain(one.getKey()),
              Binning.text(d.mean()),
              Binning.text(d.sd()),
              Double.isNaN(d.mcse()) ? "–" : Binning.text(d.mcse()),
              Double.isNaN(d.rhat()) ? "–" : String.format(Locale.ROOT, "%.4f", d.rhat()),
              Math.round(d.bulkEss()),
              Double.isNaN(d.tailEss()) ? "–" : (Object) Math.round(d.tailEss())));
    }
    String slowest = found.slowest().orElse("strength");
    String first = found.draws().names().getFirst();
    List<Figure> figures = new ArrayList<>();
    figures.add(trace(first));
    if (!slowest.equals(first)) {
      figures.add(trace(slowest));
    }
    figures.add(
        Chart.of(
                "Effective draws by number",
                "Least at the left: " + plain(slowest) + " is the slowest. Wanted: 100 a chain.",
                Width.WHOLE,
                Axis.ofNames("number", defined.stream().map(one -> plain(one.getKey())).toList()),
                Axis.linear("bulk ESS"))
            .bars(
                "effective draws",
                defined.stream().mapToDouble(one -> one.getValue().bulkEss()).toArray())
            .level("wanted", (double) Diagnostic.LEAST_PER_CHAIN * found.draws().chains()));
    figures.add(
        new Grid(
            "Slowest first",
            "Monte Carlo error is that of the mean.",
            Width.WHOLE,
            List.of("number", "mean", "sd", "Monte Carlo error", "R-hat", "bulk ESS", "tail ESS"),
            rows));
    return new Section(
        "Have the chains converged?",
        String.format(
            Locale.ROOT,
            "%d chains of %d draws. Followed entries have %.0f effective draws at least and %.0f at"
                + " the median.",
            found.draws().chains(),
            found.draws().draws(),
            found.entryEss()[0],
            found.entryEss()[1]),
        figures);
  }

  private Section checks() {
    Map<String, Double> checks = found.checks();
    return new Section(
        "Does the model fit?",
        String.format(
            Locale.ROOT,
            "Data made anew by the model are more extreme than those observed in their largest"
                + " residual with probability %.2f, in the weight of their tails with %.2f, in what"
                + " columns still differ by with %.2f. Near 0 or 1 the model does not fit in that"
                + " respect.",
            checks.getOrDefault("outliers", Double.NaN),
            checks.getOrDefault("tails", Double.NaN),
            checks.getOrDefault("columns", Double.NaN)),
        List.of());
  }

  private Chart trace(String name) {
    double[][] trace = found.draws().trace(name);
    Chart chart =
        Chart.of(
            "Trace of " + plain(name),
            "One line a chain; they should overlap and not drift.",
            Width.HALF,
            Axis.linear("draw"),
            Axis.linear(plain(name)));
    int step = Math.max(1, found.draws().draws() / TRACE_POINTS);
    int points = found.draws().draws() / step;
    for (int c = 0; c < trace.length; c++) {
      double[] x = new double[points];
      double[] values = new double[points];
      for (int k = 0; k < points; k++) {
        x[k] = k * step + 1.0;
        values[k] = trace[c][k * step];
      }
      chart = chart.line("chain " + (c + 1), x, values);
    }
    return chart;
  }

  private Chart histogram(String title, String caption, String name) {
    double[] all =
        Arrays.stream(found.draws().trace(name)).flatMapToDouble(Arrays::stream).toArray();
    double least = Arrays.stream(all).min().orElse(0);
    double most = Arrays.stream(all).max().orElse(1);
    boolean whole = most - least < BINS && Arrays.stream(all).allMatch(v -> v == Math.rint(v));
    int bins = whole ? (int) (most - least) + 1 : most > least ? BINS : 1;
    double width = whole ? 1 : (most - least) / bins;
    double[] counts = new double[bins];
    for (double v : all) {
      int at = width > 0 ? (int) ((v - least) / width) : 0;
      counts[Math.min(bins - 1, at)] += 100.0 / all.length;
    }
    List<String> names = new ArrayList<>();
    for (int k = 0; k < bins; k++) {
      names.add(Binning.text(whole ? least + k : least + (k + 0.5) * width));
    }
    return Chart.of(
            title, caption, Width.HALF, Axis.ofNames(plain(name), names), Axis.linear("% of draws"))
        .bars("draws", counts);
  }

  /** A traced number's name in words. */
  static String plain(String name) {
    return switch (name) {
      case "nuclearNorm" -> "nuclear norm";
      case "largestValue" -> "largest singular value";
      case "effectiveRank" -> "effective rank";
      case "aboveNoise" -> "directions above noise";
      case "rowSpread" -> "spread of row offsets";
      case "columnSpread" -> "spread of column offsets";
      case "freedom" -> "degrees of freedom of rows' noise";
      case "rowShare" -> "share of row features";
      case "columnShare" -> "share of column features";
      default -> name.startsWith("cutpoint") ? "cutpoint " + name.substring(8) : name;
    };
  }
}
