package org.eckart.bench.scaledgd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eckart.recovery.factored.FactoredMethod;
import org.eckart.recovery.factored.FactoredOptions;

/** Completion of noisy entries: down to the floor that no method can pass; figure 3. */
final class NoiseFigure implements Figure {
  private static final double CONDITION = 10;
  private static final int[] DECIBELS = {40, 60, 80};
  private static final String[] SCALED = {"16", "23", "31"};
  private static final String[] VANILLA = {"174", "234", "298"};

  /** A run is at the floor within this factor of where it ends. */
  private static final double AT_FLOOR = 1.05;

  @Override
  public String name() {
    return "noise";
  }

  @Override
  public String title() {
    return "Figure 3: noisy entries, n = 400, rank 5, 25 % observed, κ = 10, to 1.05 of the floor";
  }

  @Override
  public Findings run(Setting setting) {
    int size = setting.quick() ? 100 : 400;
    int rank = setting.quick() ? 2 : 5;
    double share = setting.quick() ? 0.4 : 0.25;
    List<Row> rows = new ArrayList<>();
    List<Curve> curves = new ArrayList<>();
    for (int d = 0; d < DECIBELS.length; d++) {
      String at = "%d dB".formatted(DECIBELS[d]);
      double signal = PlantedCompletion.of(size, rank, CONDITION, share, 0, 1).truth().norm();
      double noise = signal / size / Math.pow(10, DECIBELS[d] / 20.0);
      PlantedCompletion planted = PlantedCompletion.of(size, rank, CONDITION, share, noise, 1);
      double floor = noise * Math.sqrt((2.0 * size - rank) * rank / share) / signal;
      for (FactoredMethod method : List.of(FactoredMethod.SCALED, FactoredMethod.VANILLA)) {
        boolean scaled = method == FactoredMethod.SCALED;
        setting.progress().accept("noise: " + method.name().toLowerCase(Locale.ROOT) + ", " + at);
        double[] errors =
            planted.errors(FactoredOptions.of(method), 0, scaled ? 80 : 500, setting.parallel());
        double reached = errors[errors.length - 1];
        String expected =
            setting.quick()
                ? ""
                : "%s, floor %.3e".formatted(scaled ? SCALED[d] : VANILLA[d], floor);
        rows.add(
            Row.of(
                scaled ? "ScaledGD" : "gradient descent",
                at,
                errors,
                AT_FLOOR * reached,
                expected));
        curves.add(Curve.ofErrors((scaled ? "ScaledGD, " : "gradient descent, ") + at, errors));
      }
    }
    return Findings.ofErrors(rows, curves);
  }
}
