package org.eckart.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eckart.app.CompletionWork.Found;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Report;
import org.eckart.app.report.Report.Coverage;
import org.eckart.app.report.Report.DataReport;
import org.eckart.app.report.Report.Density;
import org.eckart.app.report.Report.Direction;
import org.eckart.app.report.Report.Fact;
import org.eckart.app.report.Report.GapPoint;
import org.eckart.app.report.Report.Headline;
import org.eckart.app.report.Report.RankPoint;
import org.eckart.app.report.Report.Recommendations;
import org.eckart.app.report.Report.Recommended;
import org.eckart.app.report.Report.TracePoint;
import org.eckart.app.report.Report.Weight;
import org.eckart.app.report.Section;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.run.TraceRecord;
import org.eckart.data.table.TableReport;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.completion.Directions;
import org.eckart.recovery.completion.RankTrial;
import org.eckart.recovery.completion.Recommendation;
import org.jspecify.annotations.Nullable;

/** The report of a completion, from what was found. */
final class CompletionPage {
  private static final int DIRECTIONS = 4;
  private static final int ENDS = 5;
  private static final int COVERAGE_GROUPS = 8;
  private static final int RECOMMENDED = 10;

  /** Directions weaker than this beside the strongest have faded; the data do not need them. */
  private static final double NEGLIGIBLE = 1e-3;

  /** Pictures of more numbers than this are drawn from so many, evenly spaced. */
  private static final int MOST_DRAWN = 500_000;

  private final Session session;
  private final CompletionTask task;

  CompletionPage(Session session, CompletionTask task) {
    this.session = session;
    this.task = task;
  }

  Report of(Found found) {
    Judgement all = found.judgement();
    Judgement judgement = all == null || all.known() == 0 ? null : all.judged();
    Completed model = found.model();
    Directions directions = model.directions();
    List<Double> spectrum = spectrum(directions);
    return new Report(
        "matrix completion",
        task.name(),
        "%s × %s, %s entries observed; completed at rank %d in %d sweeps."
            .formatted(
                plural(model.rows(), "row"),
                plural(model.columns(), "column"),
                count(found.table().report().entries()),
                model.rank(),
                found.fitted().sweeps()),
        headlines(found, judgement, spectrum.size()),
        trace(found),
        gaps(found),
        judgement == null ? null : density(judgement),
        judgement == null || !judgement.hasIntervals() ? null : coverage(judgement, model),
        rankPath(found),
        spectrum,
        null,
        directions(directions, model),
        recommendations(found),
        sections(found, judgement),
        data(found),
        options(),
        provenance(found),
        session.envelope().warnings());
  }

  private static List<Section> sections(Found found, @Nullable Judgement judgement) {
    if (found.fitted().groups() != null) {
      return new GroupPage(found.fitted().groups(), found.outcome().trace()).sections();
    }
    List<Section> sections = new ArrayList<>(found.fitted().remarks().sections());
    Judgement all = found.judgement();
    if (judgement != null && all != null && found.levels() != null) {
      sections.addFirst(
          LevelPage.reliability(found.levels(), all.value(), found.training().valueArray()));
    }
    return sections;
  }

  private List<Headline> headlines(Found found, @Nullable Judgement judgement, int directions) {
    List<Headline> headlines = new ArrayList<>();
    Fitted fit = found.fitted();
    if (judgement != null) {
      headlines.add(
          new Headline(
              "held-out error",
              four(judgement.rmse()),
              "root mean square of " + count(judgement.count()) + " entries"));
      String cost = found.model().costName();
      if (cost != null) {
        headlines.add(
            new Headline(
                CompletionSummary.inWords(cost),
                four(judgement.cost(found.model())),
                "mean over the same entries"));
      }
      Judgement offsets = found.offsetsJudgement();
      if (offsets != null && found.model().rank() > 0) {
        headlines.add(againstOffsets(judgement.rmse(), offsets.rmse()));
      }
    } else if (!Double.isNaN(fit.heldOutRmse())) {
      headlines.add(
          new Headline(
              "held-out error",
              four(fit.heldOutRmse()),
              "while the %s was chosen".formatted(fit.convex() == null ? "rank" : "penalty")));
      if (found.model().rank() > 0 && !Double.isNaN(fit.offsetsRmse())) {
        headlines.add(againstOffsets(fit.heldOutRmse(), fit.offsetsRmse()));
      }
    }
    headlines.add(
        new Headline("rank", Integer.toString(found.model().rank()), inUse(found, directions)));
    if (judgement != null && judgement.hasIntervals()) {
      headlines.add(
          new Headline(
              "coverage",
              CompletionSummary.percent(judgement.coverage()),
              "of %.0f %% intervals".formatted(100 * task.level())));
    }
    if (fit.groups() != null) {
      headlines.add(
          new Headline(
              "labels",
              fit.groups().chosen().usesGroups() ? "help" : "do not help",
              fit.groups().chosen().name()));
    } else if (fit.convex() == null && !Double.isNaN(fit.noise())) {
      headlines.add(new Headline("noise", Binning.text(fit.noise()), "standard deviation"));
    } else if (fit.convex() != null) {
      headlines.add(
          new Headline(
              "certified gap",
              String.format(Locale.ROOT, "%.1e", fit.convex().certificate().gap()),
              "to the minimum at penalty " + Binning.text(fit.convex().penalty())));
    }
    headlines.add(
        new Headline(
            "time",
            "%.1f s".formatted(session.envelope().seconds("fit")),
            "to choose and fit, %d threads".formatted(session.options().threadCount())));
    return headlines;
  }

  private static Headline againstOffsets(double error, double alone) {
    return new Headline(
        "against offsets alone",
        String.format(Locale.ROOT, "%+.1f %%", 100 * (error / alone - 1)),
        "offsets alone: " + four(alone));
  }

  private String inUse(Found found, int directions) {
    if (found.fitted().convex() != null) {
      return found.fitted().convex().rankCapped() ? "at its cap" : "found by the penalty";
    }
    String chosen = task.method().rank().isPresent() ? "as asked for" : "chosen";
    return directions < found.model().rank()
        ? "%s; %d directions in use".formatted(chosen, directions)
        : chosen;
  }

  /** The singular values that are more than rounding beside the first. */
  private static List<Double> spectrum(Directions directions) {
    double[] values = directions.s().toArray();
    return Arrays.stream(values).filter(s -> s > NEGLIGIBLE * values[0]).boxed().toList();
  }

  private static List<TracePoint> trace(Found found) {
    int selecting = found.fitted().choosing();
    List<TracePoint> points = new ArrayList<>();
    for (TraceRecord record : found.outcome().trace()) {
      Double train = record.measures().get("trainRmse");
      if (train != null) {
        // the refit takes the held-out entries in, which are none any more
        Double heldOut = record.step() <= selecting ? record.measures().get("heldOutRmse") : null;
        points.add(new TracePoint(record.step(), train, heldOut));
      }
    }
    return points;
  }

  /** The certified gap by step, of the last fit. */
  private static List<GapPoint> gaps(Found found) {
    List<GapPoint> points = new ArrayList<>();
    for (TraceRecord record : found.outcome().trace()) {
      Double gap = record.measures().get("gap");
      if (gap != null
          && found.fitted().groups() == null
          && record.step() > found.fitted().choosing()) {
        points.add(new GapPoint(record.step(), gap));
      }
    }
    return points;
  }

  private static List<RankPoint> rankPath(Found found) {
    List<RankPoint> path = new ArrayList<>();
    int chosen = found.model().rank();
    for (RankTrial trial : found.fitted().trials()) {
      if (!Double.isNaN(trial.heldOutRmse())) {
        path.add(new RankPoint(trial.rank(), trial.heldOutRmse(), trial.rank() == chosen));
      }
    }
    return path;
  }

  private static Density density(Judgement judgement) {
    return Binning.density(thinned(judgement.fitted()), thinned(judgement.value()));
  }

  private Coverage coverage(Judgement judgement, Completed model) {
    return new Coverage(
        model.intervals(),
        task.level(),
        judgement.coverage(),
        "entries in the row",
        Binning.coverage(
            judgement.rowCounts(model),
            judgement.value(),
            judgement.lower(),
            judgement.upper(),
            COVERAGE_GROUPS));
  }

  private List<Direction> directions(Directions directions, Completed model) {
    List<Direction> strongest = new ArrayList<>();
    for (int k = 0; k < Math.min(DIRECTIONS, directions.s().size()); k++) {
      if (directions.s().get(k) > NEGLIGIBLE * directions.s().get(0)) {
        strongest.add(
            new Direction(
                directions.s().get(k),
                ends(directions.u(), k, model.rowLabels(), Titles.none(), 1),
                ends(directions.u(), k, model.rowLabels(), Titles.none(), -1),
                ends(directions.v(), k, model.columnLabels(), task.titles(), 1),
                ends(directions.v(), k, model.columnLabels(), task.titles(), -1)));
      }
    }
    return strongest;
  }

  /** The labels farthest along a column of coordinates, to one side of 0. */
  private static List<Weight> ends(
      Matrix coordinates, int k, Labels labels, Titles titles, int side) {
    int[] best = new int[Math.min(ENDS, coordinates.rows())];
    int size = 0;
    for (int i = 0; i < coordinates.rows(); i++) {
      double weight = side * coordinates.get(i, k);
      if (weight <= 0
          || (size == best.length && weight <= side * coordinates.get(best[size - 1], k))) {
        continue;
      }
      int at = size < best.length ? size++ : size - 1;
      while (at > 0 && side * coordinates.get(best[at - 1], k) < weight) {
        best[at] = best[at - 1];
        at--;
      }
      best[at] = i;
    }
    List<Weight> ends = new ArrayList<>();
    for (int at = 0; at < size; at++) {
      ends.add(new Weight(titles.of(labels.get(best[at])), coordinates.get(best[at], k)));
    }
    return ends;
  }

  private @Nullable Recommendations recommendations(Found found) {
    Completed model = found.model();
    int row = recommendedRow(model);
    if (row < 0) {
      return null;
    }
    List<Recommended> list = new ArrayList<>();
    for (Recommendation one : model.recommend(row, RECOMMENDED, task.level())) {
      list.add(
          new Recommended(
              task.titles().of(one.label()),
              one.prediction().value(),
              end(one.prediction().lower()),
              end(one.prediction().upper()),
              model.columnCount(one.column())));
    }
    return new Recommendations(
        found.table().report().rowName() + " " + model.rowLabels().get(row),
        task.columnName(),
        list);
  }

  /** The row asked for, or one with as many entries as most rows have; −1 if there is none. */
  int recommendedRow(Completed model) {
    String wanted = task.recommendFor();
    if (wanted != null) {
      return model.rowLabels().indexOf(wanted);
    }
    int[] counts = new int[model.rows()];
    Arrays.setAll(counts, model::rowCount);
    int[] sorted = counts.clone();
    Arrays.sort(sorted);
    int middle = sorted[sorted.length / 2];
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == middle) {
        return i;
      }
    }
    return -1;
  }

  private DataReport data(Found found) {
    TableReport report = found.table().report();
    ObservedEntries entries = found.table().entries();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("source", report.source() + ", " + report.format()));
    facts.add(new Fact("records read", count(report.records())));
    facts.add(new Fact("entries", count(report.entries())));
    facts.add(new Fact("rows (" + report.rowName() + ")", count(report.rows())));
    facts.add(new Fact("columns (" + report.columnName() + ")", count(report.columns())));
    facts.add(new Fact("observed", CompletionSummary.percent(report.density())));
    facts.add(
        new Fact(
            "values (" + report.valueName() + ")",
            "%s to %s, mean %s"
                .formatted(
                    Binning.text(report.min()),
                    Binning.text(report.max()),
                    Binning.text(report.mean()))));
    facts.add(new Fact("missing values", report.missing() == 0 ? "none" : count(report.missing())));
    facts.add(
        new Fact(
            "duplicates",
            report.repeated() == 0
                ? "none"
                : count(report.repeated())
                    + ", settled by "
                    + report.duplicates().toString().toLowerCase(Locale.ROOT)));
    facts.add(
        new Fact(
            "entries in a row",
            "%s to %s, median %s"
                .formatted(
                    count(report.perRow().fewest()),
                    count(report.perRow().most()),
                    Binning.text(report.perRow().median()))));
    facts.add(
        new Fact(
            "entries in a column",
            "%s to %s, median %s"
                .formatted(
                    count(report.perColumn().fewest()),
                    count(report.perColumn().most()),
                    Binning.text(report.perColumn().median()))));
    facts.add(
        new Fact(
            "empty rows, columns",
            count(report.emptyRows()) + ", " + count(report.emptyColumns())));
    return new DataReport(
        facts,
        Binning.ofCounts(entries.rowCounts()),
        Binning.ofCounts(entries.columnCounts()),
        Binning.ofValues(thinned(entries.valueArray())));
  }

  private List<Fact> options() {
    List<Fact> options = new ArrayList<>();
    session
        .envelope()
        .options()
        .forEach((name, value) -> {
          if (value != null) {
            options.add(new Fact(name, value.toString()));
          }
        });
    return options;
  }

  private List<Fact> provenance(Found found) {
    Backend backend = Backend.current();
    return List.of(
        new Fact("Eckart", Version.text()),
        new Fact("command", "eckart " + ShellWords.join(session.arguments())),
        new Fact("seed", Long.toString(session.options().seed)),
        new Fact("threads", Integer.toString(session.options().threadCount())),
        new Fact("stopped because", found.outcome().reason().toString().toLowerCase(Locale.ROOT)),
        new Fact("Java", Runtime.version().toString()),
        new Fact("kernels", backend.blas() + " " + backend.core() + ", SIMD " + backend.simdBits()),
        new Fact(
            "seconds",
            "read %.2f, fit %.2f"
                .formatted(session.envelope().seconds("read"), session.envelope().seconds("fit"))));
  }

  /** An end of an interval for the page; null where there is none. */
  static @Nullable Double end(double end) {
    return Double.isNaN(end) ? null : end;
  }

  private static double[] thinned(double[] all) {
    if (all.length <= MOST_DRAWN) {
      return all;
    }
    int step = (all.length + MOST_DRAWN - 1) / MOST_DRAWN;
    double[] some = new double[(all.length + step - 1) / step];
    for (int k = 0; k < some.length; k++) {
      some[k] = all[k * step];
    }
    return some;
  }

  private static String four(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private static String plural(int number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
