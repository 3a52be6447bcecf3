package org.eckart.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Report;
import org.eckart.app.report.Report.Fact;
import org.eckart.app.report.Report.Headline;
import org.eckart.app.report.Section;
import org.eckart.recovery.denoising.BulkFit;
import org.eckart.recovery.denoising.DenoisedMatrix;
import org.eckart.recovery.denoising.DenoisingOptions;
import org.eckart.recovery.denoising.StoredMatrix;

/** The report of a denoising. */
final class DenoisePage {
  private final Session session;
  private final String source;
  private final DenoisingOptions options;

  DenoisePage(Session session, String source, DenoisingOptions options) {
    this.session = session;
    this.source = source;
    this.options = options;
  }

  Report of(DenoisedMatrix found, StoredMatrix before, StoredMatrix after, boolean image) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        new Section(
            "Before and after",
            "Matrices of more than 512 rows or columns are shown by evenly spaced ones.",
            MatrixPictures.of(before, after, image)));
    sections.add(
        new Section(
            "Signal and noise",
            "",
            new NoiseFigures(
                    found.values().toArray(),
                    found.whole(),
                    before.rows(),
                    before.columns(),
                    found.noiseLevel(),
                    found.edge(),
                    found.components())
                .all()));
    sections.add(new Section("Does the noise fit?", fit(found.fit()), List.of()));
    return Report.ofSections(
        "denoising",
        source,
        "%s × %s matrix, %s."
            .formatted(
                CompletionPage.count(before.rows()),
                CompletionPage.count(before.columns()),
                options.rule() == DenoisingOptions.Rule.SHRINK
                    ? "singular values shrunk for the " + options.loss() + " loss"
                    : "singular values beyond the threshold kept as they are"),
        List.of(
            new Headline("components", "" + found.rank(), "stand out of the noise"),
            new Headline("noise", Binning.text(found.noiseLevel()), "standard deviation"),
            new Headline("expected error", Binning.text(found.predictedRmse()), "of an entry"),
            new Headline(
                "detectable",
                Binning.text(found.edge().detectability()),
                "weaker leaves no trace")),
        sections,
        facts(before.rows(), before.columns()),
        options(session),
        provenance(session),
        session.envelope().warnings());
  }

  private static String fit(BulkFit fit) {
    String law =
        fit.statistic().equals("distance")
            ? "The largest distance between the singular values left and the law of white noise"
            : "The second moment of the squared singular values left, against that of white noise, is off by";
    return String.format(
        Locale.ROOT,
        "%s %s %.3g (limit %.3g): %s. Excess kurtosis of the entries left: %.3g (0 for normal noise,"
            + " above 15 the tails are too heavy).",
        law,
        fit.statistic().equals("distance") ? "is" : "",
        fit.value(),
        fit.limit(),
        fit.isWhite() ? "the noise looks white" : "the noise does not look white",
        fit.kurtosis());
  }

  static List<Fact> facts(int rows, int columns) {
    return List.of(
        new Fact("rows", CompletionPage.count(rows)),
        new Fact("columns", CompletionPage.count(columns)));
  }

  static List<Fact> options(Session session) {
    return session.envelope().options().entrySet().stream()
        .map(e -> new Fact(e.getKey(), Objects.toString(e.getValue())))
        .toList();
  }

  static List<Fact> provenance(Session session) {
    return List.of(
        new Fact("Eckart", Version.text()),
        new Fact("command", "eckart " + ShellWords.join(session.arguments())));
  }
}
