package org.eckart.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Chart;
import org.eckart.app.report.Chart.Axis;
import org.eckart.app.report.Figure;
import org.eckart.app.report.Figure.Width;
import org.eckart.app.report.Grid;
import org.eckart.app.report.Picture;
import org.eckart.app.report.Report;
import org.eckart.app.report.Report.Headline;
import org.eckart.app.report.Section;
import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.bayes.nuclear.NuclearEvidence;
import org.eckart.bayes.nuclear.NuclearPosterior;
import org.eckart.data.image.GreyImage.Depth;
import org.eckart.linalg.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * The report of a posterior: what is known of the matrix, and whether the chains can be believed.
 */
final class PosteriorPage {
  private static final int TRACE_POINTS = 400;
  private static final int BINS = 15;
  private static final int SLOWEST = 12;

  private final Session session;
  private final PosteriorTask task;

  PosteriorPage(Session session, PosteriorTask task) {
    this.session = session;
    this.task = task;
  }

  Report of(
      PosteriorInput input,
      Matrix mean,
      Matrix width,
      NuclearPosterior found,
      @Nullable PosteriorTruth truth,
      List<NuclearEvidence> evidence) {
    Matrix y = input.given();
    List<Section> sections = new ArrayList<>();
    sections.add(pictures(y, mean, width));
    if (truth != null) {
      sections.add(truth.section());
    }
    sections.add(spectrum(found));
    found.lambda().ifPresent(lambda -> sections.add(lambda(found, lambda)));
    if (!evidence.isEmpty()) {
      sections.add(evidence(evidence));
    }
    sections.add(convergence(found));
    sections.add(checks(found));
    double rhat =
        found.diagnostics().values().stream()
            .mapToDouble(Diagnostic::rhat)
            .filter(Double::isFinite)
            .max()
            .orElse(Double.NaN);
    List<Headline> headlines = new ArrayList<>();
    headlines.add(
        new Headline(
            "draws",
            CompletionPage.count((long) found.draws().chains() * found.draws().draws()),
            found.draws().chains() + " chains by " + found.engine().word()));
    found
        .lambda()
        .ifPresent(l ->
            headlines.add(
                new Headline(
                    "lambda",
                    Binning.text(l.median()),
                    "90 %%: %s to %s".formatted(Binning.text(l.q05()), Binning.text(l.q95())))));
    headlines.add(
        new Headline(
            "largest R-hat",
            Double.isNaN(rhat) ? "–" : String.format(Locale.ROOT, "%.3f", rhat),
            "below 1.01 chains agree"));
    headlines.add(slowest(found));
    return Report.ofSections(
        "posterior",
        task.matrix(),
        "%s × %s matrix under the nuclear norm prior; intervals hold %s %% of the draws."
            .formatted(
                CompletionPage.count(y.rows()),
                CompletionPage.count(y.columns()),
                Binning.text(100 * task.level())),
        headlines,
        sections,
        DenoisePage.facts(y.rows(), y.columns()),
        DenoisePage.options(session),
        DenoisePage.provenance(session),
        session.envelope().warnings());
  }

  /** The scalar, or the entry, with the fewest effective draws. */
  private static Headline slowest(NuclearPosterior found) {
    String name = found.slowest().orElse("");
    double least = name.isEmpty() ? Double.NaN : found.diagnostic(name).bulkEss();
    String what = plain(name);
    if (found.leastEntryEss() < least || Double.isNaN(least)) {
      least = found.leastEntryEss();
      what = "an entry";
    }
    return Double.isNaN(least)
        ? new Headline("slowest", "–", "too few draws to tell")
        : new Headline("slowest", "" + Math.round(least), "effective draws, of " + what);
  }

  private Section pictures(Matrix y, Matrix mean, Matrix width) {
    boolean image = PictureForm.isPicture(task.matrix());
    double end = 0;
    for (double v : y.array()) {
      end = Double.isNaN(v) ? end : Math.max(end, Math.abs(v));
    }
    end = end == 0 ? 1 : end;
    if (image) {
      Depth depth = PictureForm.of(task.matrix()).depth();
      end = depth == Depth.FLOAT ? end : depth == Depth.BITS_16 ? 65535 : 255;
    }
    Picture.Colours colours = image ? Picture.Colours.GREY : Picture.Colours.DIVERGING;
    double low = image ? 0 : -end;
    boolean holes = Arrays.stream(y.array()).anyMatch(Double::isNaN);
    return new Section(
        "What is known of the matrix",
        "In the picture of widths light means uncertain, and dark certain.",
        Picture.of(
            "Before",
            holes ? "As it was read; green was not observed." : "As it was read.",
            Width.THIRD,
            y,
            colours,
            low,
            end),
        Picture.of("Posterior mean", "On the same scale.", Width.THIRD, mean, colours, low, end),
        Picture.grey(
            "Width of the intervals",
            "From lower to upper, each holding %s %% of the draws."
                .formatted(Binning.text(100 * task.level())),
            Width.THIRD,
            width));
  }

  private static Section spectrum(NuclearPosterior found) {
    List<String> names =
        found.diagnostics().keySet().stream().filter(name -> name.matches("[gs]\\d+")).toList();
    double[] place = new double[names.size()];
    double[] middle = new double[names.size()];
    double[] low = new double[names.size()];
    double[] high = new double[names.size()];
    for (int k = 0; k < names.size(); k++) {
      Diagnostic one = found.diagnostic(names.get(k));
      place[k] = Integer.parseInt(names.get(k).substring(1));
      middle[k] = one.median();
      low[k] = one.q05();
      high[k] = one.q95();
    }
    boolean frame = !names.isEmpty() && names.getFirst().startsWith("g");
    Chart spectrum =
        Chart.of(
                frame ? "Strength along the data's directions" : "Singular values",
                "Median and 90 % interval over draws.",
                Width.HALF,
                Axis.linear("direction"),
                Axis.linear("strength"))
            .band("90 %", place, low, high)
            .line("90 %", place, middle);
    String note =
        "Draws from this posterior have full rank; effective ranks say over how many directions the"
            + " strength is spread."
            + (found.modeRank().isPresent()
                ? " The posterior mode has rank " + found.modeRank().getAsInt() + "."
                : "");
    return new Section(
        "Spectrum and ranks",
        note,
        spectrum,
        histogram(
            "Effective rank", "By entropy, over draws.", found.draws().trace("effectiveRank")),
        histogram(
            "Singular values above the noise edge",
            "Counted in each draw.",
            found.draws().trace("aboveNoise")),
        histogram("Nuclear norm", "Over draws.", found.draws().trace("nuclearNorm")));
  }

  private static Section lambda(NuclearPosterior found, Diagnostic lambda) {
    return new Section(
        "Lambda",
        String.format(
            Locale.ROOT,
            "Median %.4g, 90 %% between %.4g and %.4g. Quantiles are reported because under"
                + " heavy-tailed priors lambda has no mean.",
            lambda.median(),
            lambda.q05(),
            lambda.q95()),
        trace(found.draws(), "lambda"),
        histogram("Posterior of lambda", "Over draws.", found.draws().trace("lambda")));
  }

  private static Section evidence(List<NuclearEvidence> evidence) {
    NuclearEvidence best =
        evidence.stream().max(Comparator.comparingDouble(NuclearEvidence::log)).orElseThrow();
    double[] lambda = evidence.stream().mapToDouble(NuclearEvidence::lambda).toArray();
    double[] low = evidence.stream().mapToDouble(one -> one.log() - 2 * one.error()).toArray();
    double[] high = evidence.stream().mapToDouble(one -> one.log() + 2 * one.error()).toArray();
    List<List<Object>> rows = new ArrayList<>();
    for (NuclearEvidence one : evidence) {
      rows.add(
          List.of(
              Binning.text(one.lambda()),
              String.format(Locale.ROOT, "%.3f", one.log()),
              String.format(Locale.ROOT, "%.3f", one.error()),
              String.format(Locale.ROOT, "%.3f", one.log() - best.log())));
    }
    return new Section(
        "Which lambda do the data speak for?",
        "Log evidence log p(data | lambda), with the exact normaliser of the prior. A difference of"
            + " 3 is twenty to one, of 5 more than a hundred to one. Of those asked for, lambda "
            + Binning.text(best.lambda())
            + " has the most.",
        Chart.of(
                "Log evidence",
                "Two Monte Carlo errors either way.",
                Width.HALF,
                Axis.logarithmic("lambda"),
                Axis.linear("log evidence"))
            .band("two errors", lambda, low, high)
            .line(
                "log evidence",
                lambda,
                evidence.stream().mapToDouble(NuclearEvidence::log).toArray()),
        new Grid(
            "Log evidence",
            "",
            Width.HALF,
            List.of("lambda", "log evidence", "Monte Carlo error", "from the best"),
            rows));
  }

  private static Section convergence(NuclearPosterior found) {
    List<Map.Entry<String, Diagnostic>> defined =
        found.diagnostics().entrySet().stream()
            .filter(one -> Double.isFinite(one.getValue().bulkEss()))
            .sorted(Comparator.comparingDouble(one -> one.getValue().bulkEss()))
            .toList();
    List<Map.Entry<String, Diagnostic>> slow =
        defined.subList(0, Math.min(SLOWEST, defined.size()));
    List<List<Object>> rows = new ArrayList<>();
    for (Map.Entry<String, Diagnostic> one : slow) {
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
    String slowest = found.slowest().orElse("nuclearNorm");
    List<Figure> figures = new ArrayList<>();
    figures.add(trace(found.draws(), "nuclearNorm"));
    if (!slowest.equals("nuclearNorm")) {
      figures.add(trace(found.draws(), slowest));
    }
    figures.add(
        Chart.of(
                "Effective draws by coordinate",
                "Least at the left: " + plain(slowest) + " is the slowest. Wanted: 100 a chain.",
                Width.WHOLE,
                Axis.ofNames("scalar", defined.stream().map(one -> plain(one.getKey())).toList()),
                Axis.linear("bulk ESS"))
            .bars(
                "effective draws",
                defined.stream().mapToDouble(one -> one.getValue().bulkEss()).toArray())
            .level("wanted", (double) Diagnostic.LEAST_PER_CHAIN * found.draws().chains()));
    figures.add(
        new Grid(
            "The slowest",
            "Monte Carlo error is that of the mean.",
            Width.WHOLE,
            List.of("scalar", "mean", "sd", "Monte Carlo error", "R-hat", "bulk ESS", "tail ESS"),
            rows));
    return new Section(
        "Have the chains converged?",
        Double.isNaN(found.leastEntryEss())
            ? "No entry was followed long enough to count its effective draws."
            : String.format(
                Locale.ROOT,
                "Entries have %.0f effective draws at least and %.0f at the median, but it is the"
                    + " slowest scalar that counts.",
                found.leastEntryEss(),
                found.medianEntryEss()),
        figures);
  }

  private static Section checks(NuclearPosterior found) {
    String stein =
        Double.isNaN(found.steinScore())
            ? ""
            : String.format(
                Locale.ROOT,
                " An identity that every exact sampler obeys is off by %.2f standard errors (beyond"
                    + " 4 something is wrong).",
                found.steinScore());
    return new Section(
        "Does the model fit?",
        String.format(
                Locale.ROOT,
                "Replicated data lie farther from the matrix than the data do with probability"
                    + " %.3f; near 0 or 1 the noise level does not fit, or the prior bends the"
                    + " matrix.",
                found.residualCheck())
            + stein,
        List.of());
  }

  private static Chart trace(Posterior draws, String name) {
    double[][] trace = draws.trace(name);
    Chart chart =
        Chart.of(
            "Trace of " + plain(name),
            "One line a chain; they should overlap and not drift.",
            Width.HALF,
            Axis.linear("draw"),
            Axis.linear(plain(name)));
    int step = Math.max(1, draws.draws() / TRACE_POINTS);
    int points = draws.draws() / step;
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

  private static Chart histogram(String title, String caption, double[][] chains) {
    double[] all = Arrays.stream(chains).flatMapToDouble(Arrays::stream).toArray();
    double least = Arrays.stream(all).min().orElse(0);
    double most = Arrays.stream(all).max().orElse(1);
    boolean whole = most - least < BINS && Arrays.stream(all).allMatch(v -> v == Math.rint(v));
    int bins = whole ? (int) (most - least) + 1 : BINS;
    double width = whole ? 1 : most > least ? (most - least) / bins : 1;
    double[] counts = new double[bins];
    for (double v : all) {
      counts[Math.clamp((long) ((v - least) / width), 0, bins - 1)] += 100.0 / all.length;
    }
    List<String> names = new ArrayList<>();
    for (int k = 0; k < bins; k++) {
      names.add(Binning.text(least + (whole ? k : k + 0.5) * width));
    }
    return Chart.of(title, caption, Width.HALF, Axis.ofNames("", names), Axis.linear("% of draws"))
        .bars(title, counts);
  }

  /** A scalar's name in words. */
  static String plain(String name) {
    Optional<String> known =
        switch (name) {
          case "nuclearNorm" -> Optional.of("nuclear norm");
          case "largestValue" -> Optional.of("largest singular value");
          case "residual" -> Optional.of("residual sum of squares");
          case "energy" -> Optional.of("negative log posterior");
          case "stein" -> Optional.of("Stein identity");
          case "effectiveRank" -> Optional.of("effective rank");
          case "stableRank" -> Optional.of("stable rank");
          case "aboveNoise" -> Optional.of("values above noise");
          case "square" -> Optional.of("sum of squares");
          default -> Optional.empty();
        };
    return known.orElse(name);
  }
}
