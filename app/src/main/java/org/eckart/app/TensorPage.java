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
import org.eckart.core.observe.ObservedTensor;
import org.eckart.core.run.TraceRecord;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Tensor;
import org.eckart.linalg.Vector;
import org.eckart.recovery.tucker.Tucker;
import org.eckart.recovery.tucker.TuckerTrial;
import org.jspecify.annotations.Nullable;

/** Report pages of verbs that work on a tensor. */
final class TensorPage {
  private static final int SLICES = 3;
  private static final int MOST_POINTS = 1500;

  private final Session session;
  private final String title;

  TensorPage(Session session, String title) {
    this.session = session;
    this.title = title;
  }

  /**
   * @param whole the model, dense; null where it would be too large
   */
  Report ofCompletion(TensorCompletion.Found found, @Nullable Tensor whole) {
    TensorAnswer answer = found.answer();
    List<Headline> headlines = new ArrayList<>();
    if (found.isJudged()) {
      headlines.add(new Headline("held-out error", Binning.text(found.rmse()), "root mean square"));
      if (!Double.isNaN(found.halfWidth())) {
        headlines.add(
            new Headline(
                "within intervals",
                CompletionSummary.percent(found.coverage()),
                "of those held out"));
      }
    }
    if (answer.estimate() != null) {
      headlines.add(
          new Headline(
              "noise", Binning.text(answer.estimate().noise()), "standard deviation, learned"));
    }
    headlines.add(new Headline("rank", TensorCompletion.text(answer.ranks()), "one number a mode"));
    headlines.add(
        new Headline(
            "known", CompletionSummary.percent(found.training().density()), "of all entries"));
    List<Section> sections = new ArrayList<>();
    sections.add(errors(answer));
    spectra(answer.tucker(), found.input().modes(), sections);
    trials(answer, sections);
    if (found.isJudged()) {
      sections.add(heldOut(found));
    }
    if (whole != null && whole.modes() >= 2) {
      sections.add(
          slices(Objects.requireNonNull(found.input().array()), whole, "Completed", "the model"));
    }
    return page(
        "tensor completion",
        "%s tensor, %s of its entries known."
            .formatted(
                found.input().entries().shapeText(),
                CompletionSummary.percent(found.training().density())),
        headlines,
        sections,
        found.input());
  }

  /** A page of any verb on a tensor. */
  Report page(
      String kind,
      String summary,
      List<Headline> headlines,
      List<Section> sections,
      TensorInput input) {
    List<Fact> data = new ArrayList<>();
    ObservedTensor entries = input.entries();
    for (int k = 0; k < entries.modes(); k++) {
      data.add(new Fact(input.modes().get(k), entries.size(k) + " indices"));
    }
    data.add(new Fact("entries known", CompletionPage.count(entries.count())));
    return Report.ofSections(
        kind,
        title,
        summary,
        headlines,
        sections,
        data,
        session.envelope().options().entrySet().stream()
            .map(e -> new Fact(e.getKey(), Objects.toString(e.getValue())))
            .toList(),
        List.of(
            new Fact("Eckart", Version.text()),
            new Fact("command", "eckart " + ShellWords.join(session.arguments()))),
        session.envelope().warnings());
  }

  private static Section errors(TensorAnswer answer) {
    List<TraceRecord> trace = answer.outcome().trace();
    double[] step = trace.stream().mapToDouble(TraceRecord::step).toArray();
    Chart chart =
        Chart.of(
            "Error by step",
            "After each step of the run, those that only compare ranks included; lower is better.",
            Width.WHOLE,
            Chart.Axis.linear("step"),
            Chart.Axis.logarithmic("error"));
    for (String name : List.of("trainRmse", "heldOutRmse", "loss", "residual", "change")) {
      if (trace.stream().anyMatch(record -> record.measures().containsKey(name))) {
        double[] y =
            trace.stream()
                .mapToDouble(record -> record.measures().getOrDefault(name, Double.NaN))
                .toArray();
        chart =
            chart.line(
                switch (name) {
                  case "trainRmse" -> "fitted entries";
                  case "heldOutRmse" -> "held-out entries, last rank tried";
                  default -> name;
                },
                step,
                y);
      }
    }
    return new Section("How the run went", "", chart);
  }

  static void spectra(@Nullable Tucker model, List<String> modes, List<Section> sections) {
    if (model == null) {
      return;
    }
    Chart chart =
        Chart.of(
            "Singular values of the unfoldings",
            "Of the low-rank part: how much each direction of each mode carries.",
            Width.WHOLE,
            Chart.Axis.linear("direction"),
            Chart.Axis.logarithmic("singular value"));
    List<Vector> spectra = model.spectra();
    for (int k = 0; k < spectra.size(); k++) {
      double[] y = spectra.get(k).toArray();
      double[] x = new double[y.length];
      Arrays.setAll(x, i -> i + 1);
      chart = chart.line(modes.get(k), x, y);
    }
    sections.add(new Section("What the modes hold", "", chart));
  }

  private static void trials(TensorAnswer answer, List<Section> sections) {
    if (answer.estimate() == null || answer.estimate().trials().isEmpty()) {
      return;
    }
    List<TuckerTrial> trials = answer.estimate().trials();
    Chart chart =
        Chart.of(
            "Error against rank",
            "Of entries held out while ranks were chosen; one point a rank tried, placed by how"
                + " many numbers its core has.",
            Width.WHOLE,
            Chart.Axis.logarithmic("numbers in the core"),
            Chart.Axis.logarithmic("root mean square error"));
    List<List<Object>> rows = new ArrayList<>();
    for (boolean levels : new boolean[] {true, false}) {
      List<TuckerTrial> some = trials.stream().filter(t -> t.levels() == levels).toList();
      if (!some.isEmpty()) {
        double[] x = some.stream().mapToDouble(TensorPage::coreSize).toArray();
        chart =
            chart.points(
                levels ? "with offsets" : "without offsets",
                x,
                some.stream().mapToDouble(TuckerTrial::heldOutRmse).toArray());
      }
      for (TuckerTrial trial : some) {
        rows.add(
            List.of(
                TensorCompletion.text(trial.ranks()),
                trial.levels() ? "yes" : "no",
                Binning.text(trial.heldOutRmse()),
                Binning.text(trial.trainRmse())));
      }
    }
    Grid grid =
        new Grid(
            "Ranks tried",
            "",
            Width.WHOLE,
            List.of("rank", "offsets", "held-out error", "error on fitted entries"),
            rows);
    sections.add(new Section("Which rank", "", chart, grid));
  }

  private static double coreSize(TuckerTrial trial) {
    double size = 1;
    for (int rank : trial.ranks()) {
      size *= rank;
    }
    return size;
  }

  private static Section heldOut(TensorCompletion.Found found) {
    int count = found.expected().length;
    int stride = Math.max(1, count / MOST_POINTS);
    int shown = (count + stride - 1) / stride;
    double[] x = new double[shown];
    double[] y = new double[shown];
    for (int i = 0; i < shown; i++) {
      x[i] = found.expected()[i * stride];
      y[i] = found.judged().value(i * stride);
    }
    double[] ends = {Arrays.stream(y).min().orElse(0), Arrays.stream(y).max().orElse(1)};
    return new Section(
        "Entries never fitted",
        "",
        Chart.of(
                "Held-out values against what was expected",
                "The nearer to the line, the better.",
                Width.WHOLE,
                Chart.Axis.linear("expected"),
                Chart.Axis.linear("observed"))
            .points("held out", x, y)
            .dashed("equal", ends, ends));
  }

  /**
   * Slices along the longest two modes: given, and by the model.
   *
   * @param title of the model's pictures
   * @param name of the model
   */
  static Section slices(Tensor given, Tensor model, String title, String name) {
    int n = given.modes();
    Integer[] bySize = new Integer[n];
    Arrays.setAll(bySize, k -> k);
    Arrays.sort(bySize, (a, b) -> Integer.compare(given.size(b), given.size(a)));
    int rows = Math.min(bySize[0], bySize[1]);
    int columns = Math.max(bySize[0], bySize[1]);
    int across = n > 2 ? bySize[2] : -1;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double v : given.array()) {
      if (!Double.isNaN(v)) {
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
    }
    high = high > low ? high : low + 1;
    List<Figure> figures = new ArrayList<>();
    int slices = across < 0 ? 1 : Math.min(SLICES, given.size(across));
    for (int s = 0; s < slices; s++) {
      int[] at = new int[n];
      if (across >= 0) {
        at[across] = (int) ((2L * s + 1) * given.size(across) / (2L * slices));
      }
      String which = across < 0 ? "" : ", slice " + (at[across] + 1) + " of mode " + (across + 1);
      Matrix before = slice(given, rows, columns, at);
      Matrix after = slice(model, rows, columns, at);
      figures.add(
          Picture.of(
              "Given" + which,
              "Green is missing.",
              Width.HALF,
              before,
              Picture.Colours.GREY,
              low,
              high));
      figures.add(
          Picture.of(
              title + which,
              "By " + name + ".",
              Width.HALF,
              after,
              Picture.Colours.GREY,
              low,
              high));
    }
    return new Section(
        "Before and after",
        "Slices with mode %d down and mode %d across.".formatted(rows + 1, columns + 1),
        figures);
  }

  private static Matrix slice(Tensor x, int rows, int columns, int[] at) {
    Matrix slice = Matrix.zeros(x.size(rows), x.size(columns));
    int[] index = at.clone();
    for (int i = 0; i < slice.rows(); i++) {
      for (int j = 0; j < slice.columns(); j++) {
        index[rows] = i;
        index[columns] = j;
        slice.set(i, j, x.get(index));
      }
    }
    return slice;
  }
}
