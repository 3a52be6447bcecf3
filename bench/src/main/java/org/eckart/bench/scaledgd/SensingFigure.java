package org.eckart.bench.scaledgd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eckart.core.run.Algorithm;
import org.eckart.recovery.sensing.AlternatingOptions;
import org.eckart.recovery.sensing.AlternatingSensing;
import org.eckart.recovery.sensing.Measurements;
import org.eckart.recovery.sensing.Sensing;
import org.eckart.recovery.sensing.SensingEstimate;
import org.eckart.recovery.sensing.SensingOptions;
import org.eckart.recovery.sensing.SensingOptions.Direction;
import org.eckart.recovery.sensing.SpectralStart;

/** Normal measurements at condition numbers from 1 to 20: JMLR 22(150), figure 2a in small. */
final class SensingFigure implements Figure {
  private static final double TOLERANCE = 1e-10;
  private static final int MOST = 599;
  private static final double[] CONDITIONS = {1, 5, 20};
  private static final String[] SCALED = {"254", "255", "247"};
  private static final String[] PLAIN = {"256", "above 599 (2e-8)", "above 599 (6e-3)"};

  @Override
  public String name() {
    return "sensing";
  }

  @Override
  public String title() {
    return "Figure 2a in small: matrix sensing, n = 60, rank 5, 1500 measurements, to 1e-10";
  }

  @Override
  public Findings run(Setting setting) {
    int size = setting.quick() ? 20 : 60;
    int rank = setting.quick() ? 2 : 5;
    int count = setting.quick() ? 300 : 1500;
    List<Row> rows = new ArrayList<>();
    List<Curve> curves = new ArrayList<>();
    for (int c = 0; c < CONDITIONS.length; c++) {
      String at = String.format(Locale.ROOT, "κ = %.0f", CONDITIONS[c]);
      setting.progress().accept("sensing, " + at);
      PlantedSensing planted = PlantedSensing.exact(size, rank, count, CONDITIONS[c], 3);
      SensingOptions options = SensingOptions.rank(rank).withTolerance(1e-15);
      double largest =
          SpectralStart.of(
                  planted.data().operator().adjoint(planted.data().values().toArray()), 1, false, 1)
              .norm();
      SensingOptions plain =
          options.withDirection(Direction.PLAIN).withStepSize(0.5 * largest); // 0.5/σ₁ of the truth
      add(rows, curves, setting, planted, "ScaledGD", at, new Sensing(options), SCALED[c]);
      add(rows, curves, setting, planted, "gradient descent", at, new Sensing(plain), PLAIN[c]);
      add(
          rows,
          curves,
          setting,
          planted,
          "alternating minimisation",
          at,
          new AlternatingSensing(AlternatingOptions.rank(rank).withTolerance(1e-13)),
          "");
    }
    return Findings.ofErrors(rows, curves);
  }

  private static <S> void add(
      List<Row> rows,
      List<Curve> curves,
      Setting setting,
      PlantedSensing planted,
      String method,
      String at,
      Algorithm<Measurements, S, SensingEstimate> algorithm,
      String expected) {
    double[] errors =
        planted.errors(algorithm, SensingEstimate::factors, TOLERANCE, MOST, setting.parallel());
    rows.add(Row.of(method, at, errors, TOLERANCE, setting.quick() ? "" : expected));
    curves.add(Curve.ofErrors(method + ", " + at, errors));
  }
}
