package org.eckart.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.eckart.app.report.Chart;
import org.eckart.app.report.Chart.Axis;
import org.eckart.app.report.Figure.Width;
import org.eckart.app.report.Report;
import org.eckart.app.report.Report.Fact;
import org.eckart.app.report.Report.Headline;
import org.eckart.app.report.Section;
import org.eckart.recovery.dynamics.CurvePoint;
import org.eckart.recovery.dynamics.GradientFlow;
import org.eckart.recovery.dynamics.RankOneProblem;
import org.eckart.recovery.dynamics.SimulatedCurve;
import org.jspecify.annotations.Nullable;

/** The report of {@code eckart dynamics}. */
final class DynamicsPage {
  private static final int SHOWN = 25; // means of the simulation, as points

  private final Session session;
  private final DynamicsFound found;
  private final boolean isFlow;

  DynamicsPage(Session session, DynamicsFound found, boolean isFlow) {
    this.session = session;
    this.found = found;
    this.isFlow = isFlow;
  }

  Report report() {
    RankOneProblem problem = found.problem();
    CurvePoint limit = problem.limit();
    CurvePoint best = found.flow().best();
    List<Headline> headlines = new ArrayList<>();
    headlines.add(
        new Headline(
            "threshold",
            text(problem.threshold()),
            problem.detectable() ? "the signal is above it" : "the signal is not above it"));
    headlines.add(new Headline("left limit", text(limit.left()), "cosine with the signal"));
    headlines.add(new Headline("right limit", text(limit.right()), "cosine with the signal"));
    headlines.add(new Headline("best time", text(best.time()), "to stop at"));
    SimulatedCurve drawn = found.simulated();
    if (drawn != null) {
      headlines.add(
          new Headline(
              "departure",
              text(drawn.worstDeparture(found.curve())),
              "standard errors at most, simulation from prediction"));
    }
    return Report.ofSections(
        "learning dynamics",
        "%d × %d, strength %s".formatted(found.rows(), found.columns(), text(problem.strength())),
        "How gradient descent learns one signal in noise: predicted for large matrices%s."
            .formatted(
                drawn == null ? "" : ", and simulated on " + drawn.draws() + " of this size"),
        headlines,
        List.of(
            new Section(
                "Learning curve",
                "Cosines between iterate and signal.",
                overlaps(drawn),
                cost(drawn)),
            new Section(
                "Where it ends",
                "Below the threshold nothing is learned in the long run, however it began.",
                limits(),
                lateTimes())),
        List.of(
            new Fact("rows", CompletionPage.count(found.rows())),
            new Fact("columns", CompletionPage.count(found.columns())),
            new Fact("infeasible ratio of alignments", text(problem.infeasibleRatio()))),
        session.envelope().options().entrySet().stream()
            .map(e -> new Fact(e.getKey(), Objects.toString(e.getValue())))
            .toList(),
        List.of(
            new Fact("Eckart", Version.text()),
            new Fact("command", "eckart " + ShellWords.join(session.arguments())),
            new Fact("seed", Long.toString(session.options().seed))),
        session.envelope().warnings());
  }

  private Chart overlaps(@Nullable SimulatedCurve drawn) {
    CurvePoint best = found.flow().best();
    double[] t = values(found.curve(), CurvePoint::time);
    Chart chart =
        Chart.of(
                "Overlap with the signal",
                "Lines: predicted. "
                    + (drawn == null
                        ? ""
                        : "Points: mean of the draws; bands: where 95 % of single runs lie. ")
                    + "The left start has %s of the signal, the right one %s."
                        .formatted(text(found.problem().left()), text(found.problem().right())),
                Width.WHOLE,
                Axis.linear(isFlow ? "time" : "step"),
                Axis.linear("cosine"))
            .line("left", t, values(found.curve(), CurvePoint::left))
            .line("right", t, values(found.curve(), CurvePoint::right));
    if (drawn != null) {
      chart = banded(chart, "left", t, drawn, CurvePoint::left);
      chart = banded(chart, "right", t, drawn, CurvePoint::right);
      double[] shown = thinned(t);
      chart =
          chart
              .points("left, simulated", shown, thinned(values(drawn.mean(), CurvePoint::left)))
              .points("right, simulated", shown, thinned(values(drawn.mean(), CurvePoint::right)));
    }
    OptionalDouble enough = found.sufficientTime();
    if (isFlow && best.time() > 0 && best.time() <= t[t.length - 1]) {
      chart = chart.place("best", best.time());
    }
    if (isFlow && enough.isPresent() && enough.getAsDouble() <= t[t.length - 1]) {
      chart = chart.place("95 % of the limit", enough.getAsDouble());
    }
    return chart;
  }

  private static Chart banded(
      Chart chart, String name, double[] t, SimulatedCurve drawn, ToDoubleFunction<CurvePoint> of) {
    double[] mean = values(drawn.mean(), of);
    double[] sd = values(drawn.deviation(), of);
    double[] low = new double[t.length];
    double[] high = new double[t.length];
    for (int k = 0; k < t.length; k++) {
      low[k] = mean[k] - 1.96 * sd[k];
      high[k] = mean[k] + 1.96 * sd[k];
    }
    return chart.band(name, t, low, high);
  }

  private Chart cost(@Nullable SimulatedCurve drawn) {
    double[] t = values(found.curve(), CurvePoint::time);
    RankOneProblem problem = found.problem();
    Chart chart =
        Chart.of(
                "What descent sees",
                "uᵀXv rises as the cost falls, to the largest singular value; it rises towards the"
                    + " noise's own edge %s also where nothing is learned."
                        .formatted(text(problem.bulkEdge())),
                Width.WHOLE,
                Axis.linear(isFlow ? "time" : "step"),
                Axis.linear("uᵀXv"))
            .line("uᵀXv", t, values(found.curve(), CurvePoint::rayleigh));
    if (drawn != null) {
      chart = banded(chart, "uᵀXv", t, drawn, CurvePoint::rayleigh);
    }
    chart = chart.level("noise edge", problem.bulkEdge());
    return problem.detectable()
        ? chart.level("largest singular value", problem.largestValue())
        : chart;
  }

  private Chart limits() {
    RankOneProblem problem = found.problem();
    int count = 201;
    double[] x = new double[count];
    double[] left = new double[count];
    double[] right = new double[count];
    double end = Math.max(2.5 * problem.threshold(), 1.2 * Math.abs(problem.strength()));
    for (int k = 0; k < count; k++) {
      x[k] = end * k / (count - 1);
      CurvePoint limit =
          new RankOneProblem(problem.aspectRatio(), x[k], 1, 1, problem.noiseLevel()).limit();
      left[k] = limit.left();
      right[k] = limit.right();
    }
    return Chart.of(
            "Limit by strength",
            "Size of the limits for matrices of this shape; threshold %s."
                .formatted(text(problem.threshold())),
            Width.HALF,
            Axis.linear("strength"),
            Axis.linear("|cosine| in the limit"))
        .line("left", x, left)
        .line("right", x, right)
        .place("threshold", problem.threshold())
        .place("here", Math.abs(problem.strength()));
  }

  /** The same curve over many powers of ten of time. */
  private Chart lateTimes() {
    RankOneProblem problem = found.problem();
    GradientFlow flow = found.flow();
    int count = 161;
    double[] t = new double[count];
    for (int k = 0; k < count; k++) {
      t[k] = Math.pow(10, -2 + 6.0 * k / (count - 1)) / problem.noiseLevel();
    }
    List<CurvePoint> curve = flow.curve(t);
    return Chart.of(
            "From first steps to late times",
            "Size of the cosines of the flow, at 0.01 to 10,000 over the noise level.",
            Width.HALF,
            Axis.logarithmic("time"),
            Axis.logarithmic("|cosine|"))
        .line("left", t, values(curve, p -> Math.abs(p.left())))
        .line("right", t, values(curve, p -> Math.abs(p.right())));
  }

  private static double[] values(List<CurvePoint> curve, ToDoubleFunction<CurvePoint> of) {
    return curve.stream().mapToDouble(of).toArray();
  }

  private static double[] thinned(double[] all) {
    int step = Math.max(1, all.length / SHOWN);
    double[] few = new double[(all.length + step - 1) / step];
    for (int k = 0; k < few.length; k++) {
      few[k] = all[k * step];
    }
    return few;
  }

  private static String text(double value) {
    return DynamicsCommand.number(value);
  }
}
