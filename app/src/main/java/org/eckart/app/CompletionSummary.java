package org.eckart.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eckart.app.CompletionWork.Found;
import org.eckart.data.table.TableReport;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.CompletionFit;
import org.eckart.recovery.completion.RankTrial;
import org.eckart.recovery.completion.Recommendation;
import org.eckart.recovery.softimpute.PenaltyTrial;
import org.eckart.recovery.softimpute.SoftImputeEstimate;
import org.jspecify.annotations.Nullable;

/** What a completion came to, for programs and in a few lines for people. */
final class CompletionSummary {
  private final Session session;
  private final CompletionTask task;

  CompletionSummary(Session session, CompletionTask task) {
    this.session = session;
    this.task = task;
  }

  void fill(Found found, int shown, Parallel parallel) {
    Fitted fit = found.fitted();
    Judgement judgement = found.judgement();
    double trainMae = CompletionWork.trainingMae(found.model(), found.training(), parallel);
    double testRmse = judgement == null ? Double.NaN : judgement.rmse();
    double testMae = judgement == null ? Double.NaN : judgement.mae();
    Map<String, @Nullable Object> result = session.envelope().result();
    result.put("rows", found.model().rows());
    result.put("columns", found.model().columns());
    result.put("observed", found.training().count());
    result.put("rank", found.model().rank());
    result.put("iterations", fit.sweeps());
    result.put("stopped", found.outcome().reason().toString().toLowerCase(Locale.ROOT));
    result.put("rmse", Judgement.trainAndTest(fit.trainRmse(), testRmse));
    result.put("mae", Judgement.trainAndTest(trainMae, testMae));
    String cost = found.model().costName();
    if (cost != null) {
      result.put(
          cost,
          Judgement.trainAndTest(
              CompletionWork.trainingCost(found.model(), found.training(), parallel),
              judgement == null ? Double.NaN : judgement.cost(found.model())));
    }
    result.put("coverage", judgement == null ? null : judgement.coverage());
    result.put("meanIntervalWidth", judgement == null ? null : judgement.meanWidth());
    if (judgement != null && found.levels() != null) {
      result.put(
          "calibration",
          found.levels().calibration(judgement.value(), found.training().valueArray()));
    }
    result.put("tested", judgement == null ? 0 : judgement.known());
    result.put("unknownTested", judgement == null ? 0 : judgement.unknown());
    result.put("noiseLevel", fit.noise());
    result.put("selectionRmse", fit.heldOutRmse());
    CompletionFit offsets = found.offsetsOnly();
    Judgement offsetsJudgement = found.offsetsJudgement();
    Map<String, @Nullable Object> alone = new LinkedHashMap<>();
    alone.put(
        "rmse",
        Judgement.trainAndTest(
            offsets == null ? Double.NaN : offsets.trainRmse(),
            offsetsJudgement == null ? Double.NaN : offsetsJudgement.rmse()));
    alone.put("selectionRmse", fit.offsetsRmse());
    result.put("offsetsOnly", alone);
    List<Map<String, Object>> path = new ArrayList<>();
    for (RankTrial trial : fit.trials()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("rank", trial.rank());
      one.put("directionsInUse", trial.directionsInUse());
      one.put("iterations", trial.sweeps());
      one.put("heldOutRmse", trial.heldOutRmse());
      path.add(one);
    }
    result.put("rankPath", path);
    result.putAll(fit.remarks().result());
    SoftImputeEstimate convex = fit.convex();
    if (convex != null) {
      certify(convex, result);
    }
    if (fit.groups() != null) {
      GroupSummary.fill(fit.groups(), result);
    }
    tell(found, trainMae);
    if (fit.groups() != null) {
      GroupSummary.tell(
          fit.groups(),
          session.console(),
          task.method() instanceof GroupMethod method && method.report());
    }
    if (shown > 0) {
      recommend(found, shown);
    }
  }

  /** What a convex method proves. */
  private void certify(SoftImputeEstimate convex, Map<String, @Nullable Object> result) {
    result.put("certificate", convex.certificate().gap());
    result.put("penalty", convex.penalty());
    result.put("objective", convex.certificate().objective());
    result.put("lowerBound", convex.certificate().lowerBound());
    result.put("rankCapped", convex.rankCapped());
    List<Map<String, Object>> path = new ArrayList<>();
    for (PenaltyTrial trial : convex.trials()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("penalty", trial.penalty());
      one.put("rank", trial.rank());
      one.put("iterations", trial.steps());
      one.put("certificate", trial.gap());
      one.put("heldOutRmse", trial.heldOutRmse());
      path.add(one);
    }
    result.put("penaltyPath", path);
    if (convex.rankCapped()) {
      session.warn(
          "The rank cap %d kept the fit from growing; a larger --rank may come closer to the minimum"
              .formatted(convex.rank()));
    }
  }

  private void tell(Found found, double trainMae) {
    Console console = session.console();
    TableReport report = found.table().report();
    Fitted fit = found.fitted();
    Judgement judgement = found.judgement();
    console.say(console.strong(task.name()));
    console.say(
        line(
            "read",
            "%,d entries of %,d rows × %,d columns (%s observed), %s to %s"
                .formatted(
                    report.entries(),
                    report.rows(),
                    report.columns(),
                    percent(report.density()),
                    number(report.min()),
                    number(report.max()))));
    console.say(
        line(
            "fitted",
            "rank %d in %d sweeps, %.1f s%s"
                .formatted(
                    found.model().rank(),
                    fit.sweeps(),
                    session.envelope().seconds("fit"),
                    remark(fit))));
    if (fit.convex() != null) {
      console.say(
          line(
              "certified",
              "the objective is within %.1e of itself of the minimum"
                  .formatted(fit.convex().certificate().gap())));
    }
    console.say(line("training", "rmse %.4f, mae %.4f".formatted(fit.trainRmse(), trainMae)));
    if (judgement == null) {
      if (!Double.isNaN(fit.heldOutRmse())) {
        console.say(
            line(
                "held out",
                "rmse %.4f while the %s was chosen; --holdout 0.1 or --test FILE to judge the end"
                    .formatted(fit.heldOutRmse(), fit.convex() == null ? "rank" : "penalty")));
      }
      return;
    }
    console.say(
        line(
            "held out",
            "rmse %.4f, mae %.4f on %,d entries never seen"
                .formatted(judgement.rmse(), judgement.mae(), judgement.known())));
    String cost = found.model().costName();
    if (cost != null) {
      console.say(line("", "%s %.4f".formatted(inWords(cost), judgement.cost(found.model()))));
    }
    Judgement offsets = found.offsetsJudgement();
    if (offsets != null && found.model().rank() > 0) {
      double gain = 1 - judgement.rmse() / offsets.rmse();
      console.say(
          line(
              "",
              "%.1f %% %s than row and column offsets alone (%.4f)"
                  .formatted(100 * Math.abs(gain), gain >= 0 ? "less" : "more", offsets.rmse())));
    }
    LevelProbabilities levels = found.levels();
    if (levels != null) {
      console.say(
          line(
              "levels",
              "log loss %.4f (their shares alone: %.4f); probabilities are off by %.1f points on average"
                  .formatted(
                      levels.logLoss(judgement.value()),
                      levels.marginalLogLoss(judgement.value(), found.training().valueArray()),
                      100 * levels.calibrationError(judgement.value()))));
    }
    if (!judgement.hasIntervals()) {
      return;
    }
    console.say(
        line(
            "intervals",
            "%s of them lie within their %.0f %% interval, mean width %s"
                .formatted(
                    percent(judgement.coverage()),
                    100 * task.level(),
                    number(judgement.meanWidth()))));
  }

  /** {@code log loss} for {@code logLoss}. */
  static String inWords(String key) {
    return key.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  private static String remark(Fitted fit) {
    if (fit.groups() != null) {
      return "; " + fit.groups().chosen().name();
    }
    if (fit.convex() != null) {
      return "; penalty " + number(fit.convex().penalty());
    }
    if (!Double.isNaN(fit.noise())) {
      return "; noise " + number(fit.noise());
    }
    return fit.remarks().line().isEmpty() ? "" : "; " + fit.remarks().line();
  }

  private void recommend(Found found, int shown) {
    Completed model = found.model();
    int row = new CompletionPage(session, task).recommendedRow(model);
    if (row < 0) {
      return;
    }
    Console console = session.console();
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    console.say("");
    console.say(
        "For %s %s, who rated %,d, the next would be"
            .formatted(
                found.table().report().rowName(), model.rowLabels().get(row), model.rowCount(row)));
    for (Recommendation one : model.recommend(row, shown, task.level())) {
      String title = task.titles().of(one.label());
      console.say(
          "  %-52s %.1f%s"
              .formatted(
                  title.length() > 52 ? title.substring(0, 51) + "…" : title,
                  one.prediction().value(),
                  Double.isNaN(one.prediction().lower())
                      ? ""
                      : "  (%.1f to %.1f)"
                          .formatted(one.prediction().lower(), one.prediction().upper())));
      list.add(RecommendCommand.entry(one, title));
    }
    session.envelope().result().put("recommendedFor", model.rowLabels().get(row));
    session.envelope().result().put("recommendations", list);
  }

  private String line(String name, String text) {
    return session.console().faint("%-10s".formatted(name)) + " " + text;
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, share < 0.1 ? "%.2f %%" : "%.1f %%", 100 * share);
  }

  /** An interval behind a number; nothing without one. */
  static String range(double lower, double upper) {
    return Double.isNaN(lower) ? "" : "  (%s to %s)".formatted(number(lower), number(upper));
  }

  static String number(double value) {
    return org.eckart.app.report.Binning.text(value);
  }
}
