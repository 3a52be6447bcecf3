package org.eckart.bench.scaledgd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eckart.recovery.factored.FactoredMethod;
import org.eckart.recovery.factored.FactoredOptions;

/** Completion at condition numbers from 1 to 20: JMLR 22(150), figure 2c. */
final class CompletionFigure implements Figure {
  private static final double TOLERANCE = 1e-10;
  private static final int MOST = 599;
  private static final double[] CONDITIONS = {1, 5, 10, 20};

  @Override
  public String name() {
    return "completion";
  }

  @Override
  public String title() {
    return "Figure 2c: matrix completion, n = 1000, rank 10, 20 % observed, to 1e-10";
  }

  @Override
  public Findings run(Setting setting) {
    int size = setting.quick() ? 150 : 1000;
    int rank = setting.quick() ? 3 : 10;
    double share = setting.quick() ? 0.4 : 0.2;
    List<Row> rows = new ArrayList<>();
    List<Curve> curves = new ArrayList<>();
    record Told(String name, FactoredOptions options, String... iterations) {}
    List<Told> methods =
        List.of(
            new Told("ScaledGD", FactoredOptions.of(FactoredMethod.SCALED), "74", "74", "73", "73"),
            new Told(
                "gradient descent",
                FactoredOptions.of(FactoredMethod.VANILLA),
                "74",
                "267",
                "566",
                "above 599 (2.7e-6)"),
            new Told(
                "alternating minimisation",
                FactoredOptions.of(FactoredMethod.ALTERNATING),
                "11",
                "11",
                "",
                "11"),
            new Told(
                "row by row, 2 inner steps",
                FactoredOptions.of(FactoredMethod.ROWS).withInnerSteps(2),
                "11",
                "11",
                "11",
                "11"));
    for (int c = 0; c < CONDITIONS.length; c++) {
      String at = String.format(Locale.ROOT, "κ = %.0f", CONDITIONS[c]);
      PlantedCompletion planted = PlantedCompletion.of(size, rank, CONDITIONS[c], share, 0, 1);
      for (Told told : methods) {
        setting.progress().accept("completion: " + told.name + ", " + at);
        double[] errors = planted.errors(told.options, TOLERANCE, MOST, setting.parallel());
        String expected = setting.quick() ? "" : told.iterations[c];
        rows.add(Row.of(told.name, at, errors, TOLERANCE, expected));
        curves.add(Curve.ofErrors(told.name + ", " + at, errors));
      }
    }
    return Findings.ofErrors(rows, curves);
  }
}
