package org.eckart.app;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.eckart.app.SignalWork.Found;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Chart;
import org.eckart.app.report.Chart.Axis;
import org.eckart.app.report.Figure;
import org.eckart.app.report.Report;
import org.eckart.app.report.Report.Fact;
import org.eckart.app.report.Report.Headline;
import org.eckart.app.report.Section;
import org.eckart.core.run.TraceRecord;
import org.eckart.recovery.completion.RankTrial;
import org.eckart.recovery.hankel.HankelEstimate;

/** The report of a filled signal: the signal with its gaps filled, ranks tried, the descent. */
final class SignalPage {
  /** Samples drawn at most; of a longer signal, those around its longest gap. */
  private static final int MOST_DRAWN = 4000;

  private final Session session;
  private final String input;

  SignalPage(Session session, String input) {
    this.session = session;
    this.input = input;
  }

  Report of(Found found) {
    HankelEstimate estimate = found.estimate();
    int filled = found.fitted().length - found.count();
    return Report.ofSections(
        "signal completion",
        String.valueOf(Path.of(input).getFileName()),
        "%s samples, %s of them missing; filled by a signal of %d components."
            .formatted(
                CompletionPage.count(found.fitted().length),
                CompletionPage.count(filled),
                estimate.rank()),
        List.of(
            new Headline(
                "rank", "" + estimate.rank(), "complex exponentials; a sinusoid takes two"),
            new Headline("filled", CompletionPage.count(filled), "samples"),
            new Headline("error", Binning.text(estimate.rmse()), "rms of known samples"),
            new Headline(
                "held out",
                Binning.text(Double.isNaN(found.test()) ? estimate.heldOutRmse() : found.test()),
                Double.isNaN(found.test())
                    ? "rms while the rank was chosen"
                    : "rms of samples never seen"),
            new Headline(
                "time",
                "%.1f s".formatted(session.envelope().seconds("fit")),
                "to choose and fit")),
        List.of(
            new Section(
                "The signal",
                "Known samples, and the low-rank signal through the gaps.",
                signal(found)),
            new Section("How it was found", "", ranks(estimate), descent(found))),
        List.of(
            new Fact("samples", CompletionPage.count(found.fitted().length)),
            new Fact("known", CompletionPage.count(found.count())),
            new Fact("longest gap", CompletionPage.count(SignalWork.longestGap(found.fitted())))),
        session.envelope().options().entrySet().stream()
            .filter(e -> e.getValue() != null)
            .map(e -> new Fact(e.getKey(), Objects.toString(e.getValue())))
            .toList(),
        List.of(
            new Fact("Eckart", Version.text()),
            new Fact("command", "eckart " + ShellWords.join(session.arguments())),
            new Fact("seed", Long.toString(session.options().seed))),
        session.envelope().warnings());
  }

  private static Chart signal(Found found) {
    double[] known = found.file().values();
    double[] model = found.estimate().model().re();
    int from = 0;
    int to = known.length;
    if (known.length > MOST_DRAWN) {
      from = Math.clamp(longestGapAt(known) - MOST_DRAWN / 2, 0, known.length - MOST_DRAWN);
      to = from + MOST_DRAWN;
    }
    double[] x = new double[to - from];
    double[] seen = new double[to - from];
    double[] gaps = new double[to - from];
    for (int t = from; t < to; t++) {
      x[t - from] = t;
      seen[t - from] = known[t];
      gaps[t - from] = Double.isNaN(known[t]) ? model[t] : Double.NaN;
    }
    return Chart.of(
            "Gaps filled",
            to - from < known.length
                ? "Samples %d to %d, around the longest gap.".formatted(from, to - 1)
                : "",
            Figure.Width.WHOLE,
            Axis.linear("sample"),
            Axis.linear("value"))
        .line("low-rank signal", x, Arrays.copyOfRange(model, from, to))
        .points("known", x, seen)
        .points("filled in", x, gaps);
  }

  private static int longestGapAt(double[] values) {
    int longest = 0;
    int at = 0;
    int run = 0;
    for (int t = 0; t < values.length; t++) {
      run = Double.isNaN(values[t]) ? run + 1 : 0;
      if (run > longest) {
        longest = run;
        at = t;
      }
    }
    return at;
  }

  private static Chart ranks(HankelEstimate estimate) {
    List<RankTrial> trials = estimate.trials();
    return Chart.of(
            "Error by rank",
            trials.isEmpty() ? "The rank was given." : "Of samples held out while it was chosen.",
            Figure.Width.HALF,
            Axis.linear("rank"),
            Axis.logarithmic("held-out error"))
        .line(
            "held out",
            trials.stream().mapToDouble(RankTrial::rank).toArray(),
            trials.stream().mapToDouble(RankTrial::heldOutRmse).toArray())
        .place("chosen", estimate.rank());
  }

  private static Chart descent(Found found) {
    List<TraceRecord> moved =
        found.outcome().trace().stream().filter(r -> r.measures().containsKey("change")).toList();
    return Chart.of(
            "The descent",
            "How far each step moved, relative to the whole; it begins anew at each rank.",
            Figure.Width.HALF,
            Axis.linear("step"),
            Axis.logarithmic("relative change"))
        .line(
            "change",
            moved.stream().mapToDouble(TraceRecord::step).toArray(),
            moved.stream().mapToDouble(r -> r.measures().get("change")).toArray());
  }
}
