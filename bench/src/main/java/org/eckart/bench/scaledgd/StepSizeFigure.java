package org.eckart.bench.scaledgd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.eckart.recovery.factored.FactoredMethod;
import org.eckart.recovery.factored.FactoredOptions;

/** What step sizes do after 80 iterations: JMLR 22(150), figure 4. */
final class StepSizeFigure implements Figure {
  private static final int ITERATIONS = 80;
  private static final double CONDITION = 10;
  private static final double[] STEP_SIZES = {0.1, 0.3, 0.5, 2.0 / 3, 0.7, 0.8, 0.9};
  private static final List<String> EXPECTED =
      List.of("1.4e-3", "1.9e-7", "3.6e-11", "1.9e-14", "3.6e-15", "2.5e-10", "diverges");

  @Override
  public String name() {
    return "step-size";
  }

  @Override
  public String title() {
    return "Figure 4: error after 80 iterations by step size, n = 400, rank 5, 25 % observed, κ = 10";
  }

  @Override
  public Findings run(Setting setting) {
    PlantedCompletion planted =
        setting.quick()
            ? PlantedCompletion.of(100, 2, CONDITION, 0.4, 0, 1)
            : PlantedCompletion.of(400, 5, CONDITION, 0.25, 0, 1);
    List<Row> rows = new ArrayList<>();
    List<Curve> curves = new ArrayList<>();
    for (FactoredMethod method : List.of(FactoredMethod.SCALED, FactoredMethod.VANILLA)) {
      String name = method == FactoredMethod.SCALED ? "ScaledGD" : "gradient descent";
      double[] last = new double[STEP_SIZES.length];
      for (int k = 0; k < last.length; k++) {
        setting.progress().accept("step size: %s, %.3f".formatted(name, STEP_SIZES[k]));
        double[] errors =
            planted.errors(
                FactoredOptions.of(method).withStepSize(STEP_SIZES[k]),
                0,
                ITERATIONS,
                setting.parallel());
        last[k] = errors[errors.length - 1];
        rows.add(
            new Row(
                name,
                String.format(Locale.ROOT, "η = %.3f", STEP_SIZES[k]),
                OptionalInt.empty(),
                setting.quick()
                    ? ""
                    : method == FactoredMethod.SCALED ? EXPECTED.get(k) : "3.5e-3 or more",
                last[k]));
      }
      curves.add(new Curve(name, STEP_SIZES, last));
    }
    return new Findings("step size", "relative error", true, rows, curves);
  }
}
