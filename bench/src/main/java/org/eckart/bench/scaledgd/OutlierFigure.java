package org.eckart.bench.scaledgd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eckart.recovery.robustsensing.RobustSensing;
import org.eckart.recovery.robustsensing.RobustSensingOptions;
import org.eckart.recovery.robustsensing.StepRule;
import org.eckart.recovery.sensing.SensingOptions.Direction;

/**
 * A fifth of the measurements wild: IEEE TSP 69 (2021), linear and quadratic measurements in small.
 */
final class OutlierFigure implements Figure {
  private static final double TOLERANCE = 1e-10;
  private static final int MOST = 999;
  private static final double[] CONDITIONS = {1, 5, 20};

  private final boolean quadratic;

  OutlierFigure(boolean quadratic) {
    this.quadratic = quadratic;
  }

  @Override
  public String name() {
    return quadratic ? "quadratic-outliers" : "sensing-outliers";
  }

  @Override
  public String title() {
    return quadratic
        ? "Quadratic sensing, n = 40, rank 3, 960 measurements, 20 % outliers, to 1e-10"
        : "Robust sensing, n = 50, rank 5, 2000 measurements, 20 % outliers, to 1e-10";
  }

  @Override
  public Findings run(Setting setting) {
    int size = setting.quick() ? 20 : quadratic ? 40 : 50;
    int rank = setting.quick() ? 2 : quadratic ? 3 : 5;
    String[] scaled =
        quadratic ? new String[] {"159", "158", "156"} : new String[] {"229", "229", "230"};
    String[] plain =
        quadratic
            ? new String[] {"160", "499", "above 999"}
            : new String[] {"228", "426", "above 999 (1.6e-8)"};
    List<Row> rows = new ArrayList<>();
    List<Curve> curves = new ArrayList<>();
    for (int c = 0; c < CONDITIONS.length; c++) {
      String at = String.format(Locale.ROOT, "κ = %.0f", CONDITIONS[c]);
      setting.progress().accept(name() + ", " + at);
      PlantedSensing planted =
          PlantedSensing.withOutliers(
              size, rank, 8 * size * rank, CONDITIONS[c], 0.2, quadratic, 1);
      RobustSensingOptions trimmed =
          RobustSensingOptions.rank(rank).withSymmetric(quadratic).withTolerance(1e-15);
      RobustSensingOptions polyak =
          trimmed.withRule(new StepRule.Polyak(planted.leastLoss())).withOutliers(0.2);
      add(rows, curves, setting, planted, "scaled, Polyak", at, polyak, scaled[c]);
      add(
          rows,
          curves,
          setting,
          planted,
          "plain, Polyak",
          at,
          polyak.withDirection(Direction.PLAIN),
          plain[c]);
      add(rows, curves, setting, planted, "scaled, trimmed (ours)", at, trimmed, "");
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
      RobustSensingOptions options,
      String expected) {
    double[] errors =
        planted.errors(
            new RobustSensing(options),
            estimate -> estimate.found().factors(),
            TOLERANCE,
            MOST,
            setting.parallel());
    rows.add(Row.of(method, at, errors, TOLERANCE, setting.quick() ? "" : expected));
    curves.add(Curve.ofErrors(method + ", " + at, errors));
  }
}
