package org.eckart.bench.scaledgd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eckart.recovery.sensing.SensingEstimate;
import org.eckart.recovery.sensing.UnknownRankOptions;
import org.eckart.recovery.sensing.UnknownRankSensing;

/**
 * Twice as many columns as the rank, and the rank found on the way. The numbers beside it are an
 * independent program's on data of the same kind.
 */
final class UnknownRankFigure implements Figure {
  private static final double TOLERANCE = 1e-9;
  private static final int MOST = 399;
  private static final double[] CONDITIONS = {1, 10, 100};
  private static final String[] DAMPED = {"160", "150", "149"};

  @Override
  public String name() {
    return "unknown-rank";
  }

  @Override
  public String title() {
    return "Unknown rank: sensing, n = 50, rank 3, 6 columns, 3000 measurements, to 1e-9";
  }

  @Override
  public Findings run(Setting setting) {
    int size = setting.quick() ? 20 : 50;
    int count = setting.quick() ? 500 : 3000;
    List<Row> rows = new ArrayList<>();
    List<Curve> curves = new ArrayList<>();
    for (int c = 0; c < CONDITIONS.length; c++) {
      double condition = CONDITIONS[c];
      String told = setting.quick() ? "" : DAMPED[c];
      String at = String.format(Locale.ROOT, "κ = %.0f", condition);
      setting.progress().accept("unknown rank, " + at);
      PlantedSensing planted = PlantedSensing.exact(size, 3, count, condition, 8);
      UnknownRankOptions options =
          UnknownRankOptions.defaults().withRankCap(6).withTolerance(1e-15);
      UnknownRankOptions damped = options.withoutRefining();
      add(rows, curves, setting, planted, "residual damping alone", at, damped, told);
      add(rows, curves, setting, planted, "and the rank once clear (ours)", at, options, "");
    }
    return Findings.ofErrors(rows, curves);
  }

  private static void add(
      List<Row> rows,
      List<Curve> curves,
      Setting setting,
      PlantedSensing planted,
      String method,
      String at,
      UnknownRankOptions options,
      String told) {
    double[] errors =
        planted.errors(
            new UnknownRankSensing(options),
            SensingEstimate::factors,
            TOLERANCE,
            MOST,
            setting.parallel());
    rows.add(Row.of(method, at, errors, TOLERANCE, told));
    curves.add(Curve.ofErrors(method + ", " + at, errors));
  }
}
