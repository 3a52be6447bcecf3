package org.eckart.bench.scaledgd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eckart.recovery.sensing.SensingEstimate;
import org.eckart.recovery.sensing.UnknownRankOptions;
import org.eckart.recovery.sensing.UnknownRankSensing;

/** Twice as many columns as the rank, and the rank found on the way. */
final class UnknownRankFigure implements Figure {
  private static final double TOLERANCE = 1e-9;
  private static final int MOST = 399;
  private static final double[] CONDITIONS = {1, 10, 100};

  @Override
  public String name() {
    return "unknown-rank";
  }

  @Override
  public String title() {
    return "Unknown rank: sensing, n = 50, rank 3, 6 columns, 1500 measurements, to 1e-9";
  }

  @Override
  public Findings run(Setting setting) {
    int size = setting.quick() ? 20 : 50;
    int count = setting.quick() ? 500 : 1500;
    List<Row> rows = new ArrayList<>();
    List<Curve> curves = new ArrayList<>();
    for (double condition : CONDITIONS) {
      String at = String.format(Locale.ROOT, "κ = %.0f", condition);
      setting.progress().accept("unknown rank, " + at);
      PlantedSensing planted = PlantedSensing.exact(size, 3, count, condition, 8);
      UnknownRankOptions options =
          UnknownRankOptions.defaults().withRankCap(6).withTolerance(1e-15);
      add(rows, curves, setting, planted, "residual damping alone", at, options.withoutRefining());
      add(rows, curves, setting, planted, "and the rank once clear (ours)", at, options);
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
      UnknownRankOptions options) {
    double[] errors =
        planted.errors(
            new UnknownRankSensing(options),
            SensingEstimate::factors,
            TOLERANCE,
            MOST,
            setting.parallel());
    rows.add(Row.of(method, at, errors, TOLERANCE, ""));
    curves.add(Curve.ofErrors(method + ", " + at, errors));
  }
}
