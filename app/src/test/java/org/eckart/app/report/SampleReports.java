package org.eckart.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eckart.app.report.Report.Coverage;
import org.eckart.app.report.Report.CoverageBin;
import org.eckart.app.report.Report.DataReport;
import org.eckart.app.report.Report.Density;
import org.eckart.app.report.Report.Direction;
import org.eckart.app.report.Report.Fact;
import org.eckart.app.report.Report.GapPoint;
import org.eckart.app.report.Report.Headline;
import org.eckart.app.report.Report.Histogram;
import org.eckart.app.report.Report.RankPoint;
import org.eckart.app.report.Report.Recommendations;
import org.eckart.app.report.Report.Recommended;
import org.eckart.app.report.Report.TracePoint;
import org.eckart.app.report.Report.Weight;
import org.eckart.linalg.Matrix;

/** Reports with made-up numbers, of the sizes that real ones have. */
final class SampleReports {
  /** A label that would run as a script if it were taken for markup. */
  static final String MARKUP = "</script><img src=x onerror=\"document.title='run'\">\u2028& 'x' ☃";

  private SampleReports() {}

  /** A report in which every section has something to show. */
  static Report full(String label) {
    Random random = new Random(1);
    List<TracePoint> trace = new ArrayList<>();
    for (int step = 0; step <= 14; step++) {
      trace.add(
          new TracePoint(
              step, 0.62 + 0.28 * Math.exp(-0.4 * step), 0.845 + 0.05 * Math.exp(-0.6 * step)));
    }
    double[] fitted = new double[37];
    for (int k = 0; k < fitted.length; k++) {
      fitted[k] = 0.9 + 4.2 * k / 36;
    }
    double[] observed = new double[11];
    for (int k = 0; k < observed.length; k++) {
      observed[k] = 0.25 + 0.5 * k;
    }
    int[][] counts = new int[10][36];
    for (int k = 0; k < 10_000; k++) {
      double fit = 3.5 + 0.6 * random.nextGaussian();
      double seen = Math.round(2 * (fit + 0.85 * random.nextGaussian())) / 2.0;
      int p = (int) ((fit - 0.9) / 4.2 * 36);
      int q = (int) (2 * Math.min(5, Math.max(0.5, seen)) - 1);
      if (p >= 0 && p < 36) {
        counts[q][p]++;
      }
    }
    List<CoverageBin> bins = new ArrayList<>();
    String[] names = {
      "20–27", "28–40", "41–63", "64–98", "99–168", "169–330", "331–1201", "1202–2698"
    };
    for (int k = 0; k < names.length; k++) {
      double share = 0.9 + 0.012 * random.nextGaussian();
      double off = 0.03 / Math.sqrt(k + 1);
      bins.add(
          new CoverageBin(names[k], 180 * (k + 1), share, share - off, share + off, 3.3 - 0.1 * k));
    }
    List<RankPoint> path = new ArrayList<>();
    for (int rank : new int[] {0, 1, 2, 3, 4, 6, 8, 12, 16}) {
      path.add(
          new RankPoint(rank, 0.871 - 0.03 * Math.exp(-Math.pow(rank - 5, 2) / 14.0), rank == 6));
    }
    List<Direction> directions = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      directions.add(
          new Direction(
              41.2 / (k + 1),
              weights("user 414", "user 599", "user 474"),
              weights("user 20", "user 68", "user 307"),
              weights("Fargo (1996)", label, "Being John Malkovich (1999)", "Brazil (1985)"),
              weights(
                  "Armageddon (1998)", "Pearl Harbor (2001)", "The Net (1995)", "Twister (1996)")));
    }
    List<Recommended> list =
        List.of(
            new Recommended("Secrets & Lies (1996)", 4.81, 3.42, 5.0, 11),
            new Recommended("Paths of Glory (1957)", 4.77, 3.51, 5.0, 28),
            new Recommended(label, 4.75, 3.48, 5.0, 54),
            new Recommended("Lawrence of Arabia (1962)", 4.71, 3.33, 5.0, 45),
            new Recommended(
                "The Philadelphia Story (1940), a much longer title than most", 4.7, 3.2, 5.0, 29));
    return new Report(
        "matrix completion",
        "ratings.csv",
        "610 rows × 9 724 columns with 100 836 entries, completed by alternating row solves at rank 6.",
        List.of(
            new Headline("held-out error", "0.846", "root mean square, 10 083 entries"),
            new Headline("against offsets alone", "− 2.9 %", "offsets only: 0.871"),
            new Headline("rank", "6", "chosen among 9"),
            new Headline("coverage", "90.3 %", "of 90 % intervals"),
            new Headline("time", "1.9 s", "to choose and fit")),
        trace,
        List.of(new GapPoint(1, 0.2), new GapPoint(2, 0.004), new GapPoint(3, 9e-5)),
        new Density(fitted, observed, counts),
        new Coverage("Checked on entries never seen.", 0.9, 0.903, "entries in the row", bins),
        path,
        List.of(41.2, 28.0, 22.1, 19.4, 17.0, 15.9),
        null,
        directions,
        new Recommendations("user 17", "movie", list),
        new DataReport(
            List.of(
                new Fact("rows", "610"),
                new Fact("columns", "9 724"),
                new Fact("entries", "100 836"),
                new Fact("density", "1.70 %"),
                new Fact("values", "0.5 to 5, mean 3.502"),
                new Fact("duplicates", "none"),
                new Fact("fewest entries in a row", "20"),
                new Fact("columns with one entry", "3 446")),
            new Histogram(
                List.of("16–31", "32–63", "64–127", "128–255", "256–511", "512–1023", "≥ 1024"),
                List.of(142L, 158L, 126L, 93L, 57L, 27L, 7L)),
            new Histogram(
                List.of("1", "2–3", "4–7", "8–15", "16–31", "32–63", "64–127", "≥ 128"),
                List.of(3446L, 2098L, 1511L, 1036L, 784L, 490L, 260L, 99L)),
            new Histogram(
                List.of("0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5"),
                List.of(1370L, 2811L, 1791L, 7551L, 5550L, 20047L, 13136L, 26818L, 8551L, 13211L))),
        List.of(
            new Fact("method", "als"),
            new Fact("rank", "auto (6)"),
            new Fact("penalty", "auto (0.11)"),
            new Fact("hold-out", "10 % of the entries"),
            new Fact("interval", "0.9")),
        List.of(
            new Fact("version", "0.1.0"),
            new Fact("seed", "1"),
            new Fact("threads", "2"),
            new Fact("data", "sha256 5f2b…91c0"),
            new Fact(
                "command",
                "eckart complete ratings.csv --row userId --column movieId --value rating")),
        List.of(
            "12 held-out entries are in columns that training never saw; they were predicted from offsets alone"));
  }

  /** A report of a run with nothing to hold out, nothing found and nothing to say. */
  static Report bare() {
    Histogram none = new Histogram(List.of(), List.of());
    return new Report(
        "matrix completion",
        "one.csv",
        "1 row × 1 column with 1 entry.",
        List.of(new Headline("rank", "0", "no structure found")),
        List.of(),
        List.of(),
        null,
        null,
        List.of(),
        List.of(),
        null,
        List.of(),
        null,
        new DataReport(List.of(new Fact("rows", "1")), none, none, none),
        List.of(),
        List.of(),
        List.of());
  }

  /** One figure of each kind that a verb can lay out, with gaps and names that hold markup. */
  static Report laidOut() {
    double[] steps = {0, 1, 2, 3, 4, 5};
    double[] errors = {1, 1e-2, 1e-4, Double.NaN, 1e-8, 0};
    Matrix wave = Matrix.zeros(600, 90);
    for (int i = 0; i < 600; i++) {
      for (int j = 0; j < 90; j++) {
        wave.set(i, j, Math.sin(i / 40.0) * Math.cos(j / 9.0));
      }
    }
    wave.set(0, 0, Double.NaN);
    return Report.ofSections(
        "robust PCA",
        "video.npy",
        "120 × 6 912 matrix.",
        List.of(new Headline("rank", "3", "found")),
        List.of(
            new Section(
                "Descent",
                "A note.",
                Chart.of(
                        "Error by step",
                        "It falls.",
                        Figure.Width.WHOLE,
                        Chart.Axis.linear("step"),
                        Chart.Axis.logarithmic("relative error"))
                    .band("scaled", steps, new double[] {.5, 5e-3, 5e-5, 5e-6, 5e-9, 1e-9}, errors)
                    .line("scaled", steps, errors)
                    .dashed("vanilla " + MARKUP, steps, new double[] {1, .9, .8, .7, .6, .5})
                    .points("seen", steps, new double[] {1, .1, .01, .001, 1e-4, 1e-5})
                    .level("noise", 1e-6)
                    .place("settled", 4),
                Chart.of(
                        "Outliers by row",
                        "The third has most.",
                        Figure.Width.HALF,
                        Chart.Axis.ofNames("row", List.of("a", "b", MARKUP)),
                        Chart.Axis.linear("share"))
                    .bars("share", new double[] {.1, .2, .7})
                    .whiskers(
                        "share",
                        new double[] {0, 1, 2},
                        new double[] {.05, .1, .6},
                        new double[] {.15, .3, .8}),
                new HeatMap(
                    "Angles",
                    "Degrees between groups.",
                    Figure.Width.HALF,
                    List.of("young", "old"),
                    List.of("young", "old"),
                    new double[][] {{0, 41.3}, {41.3, Double.NaN}},
                    "degrees")),
            new Section(
                "Pictures",
                "",
                Picture.grey("Before", "As read.", Figure.Width.THIRD, wave),
                Picture.signed("Difference", "Blue above.", Figure.Width.THIRD, wave),
                Picture.grey("Flat", "All one.", Figure.Width.THIRD, Matrix.zeros(3, 3)),
                new Grid(
                    "Largest outliers",
                    "",
                    Figure.Width.WHOLE,
                    List.of("row", "value"),
                    List.of(List.of(MARKUP, 3.25), List.of("b", 1e-12))))),
        List.of(new Fact("rows", "120")),
        List.of(),
        List.of(),
        List.of());
  }

  private static List<Weight> weights(String... labels) {
    List<Weight> weights = new ArrayList<>();
    for (int k = 0; k < labels.length; k++) {
      weights.add(new Weight(labels[k], 0.31 / (1 + 0.2 * k)));
    }
    return weights;
  }
}
