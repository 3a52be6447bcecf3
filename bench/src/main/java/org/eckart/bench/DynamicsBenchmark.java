package org.eckart.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.dynamics.CurvePoint;
import org.eckart.recovery.dynamics.GradientFlow;
import org.eckart.recovery.dynamics.LearningSimulation;
import org.eckart.recovery.dynamics.RankOneProblem;
import org.eckart.recovery.dynamics.SimulatedCurve;
import org.eckart.recovery.dynamics.SimulationOptions;

/**
 * The predicted learning curve beside simulations, and its time beside that of the other ways to
 * have it: one simulated matrix, and the Volterra equation in which the curve was first stated,
 * solved by the trapezoidal rule for the one overlap integral that both give.
 */
final class DynamicsBenchmark {
  /** Relative error of the Volterra equation at steps of 0.002; 1.5e-6, falling as their square. */
  private static final double VOLTERRA = 2e-6;

  private static final double[] RATIOS = {0.1, 0.5, 0.75, 1, 2};
  private static final double[] TIMES_THRESHOLD = {0.6, 1, 1.5};
  private static final double LEFT = 0.3;
  private static final double RIGHT = 0.15;
  private static final int DRAWS = 20;
  private static final int POINTS = 200;
  private static final int REPETITIONS = 9;

  private final BenchOptions options;
  private final Sheet sheet;
  private final Consumer<String> progress;

  DynamicsBenchmark(BenchOptions options, Sheet sheet, Consumer<String> progress) {
    this.options = options;
    this.sheet = sheet;
    this.progress = progress;
  }

  Map<String, Object> run() {
    int columns = options.quick() ? 200 : 2000;
    try (Parallel parallel = Parallel.of(options.threads())) {
      agreement(columns, parallel);
      times(columns, parallel);
    }
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("columns", columns);
    input.put("draws", DRAWS);
    input.put("alignments", List.of(LEFT, RIGHT));
    return input;
  }

  /** The mean of the draws against the prediction, at 20 times up to 10. */
  private void agreement(int columns, Parallel parallel) {
    double[] times = evenly(10, 21);
    for (double ratio : RATIOS) {
      int rows = (int) Math.round(ratio * columns);
      String task =
          "Mean of %d draws of %d × %d from the prediction, times to 10"
              .formatted(DRAWS, rows, columns);
      for (double factor : TIMES_THRESHOLD) {
        double strength = factor * Math.sqrt(Math.sqrt((double) rows / columns));
        progress.accept(task + ", " + factor + " thresholds");
        SimulationOptions asked =
            SimulationOptions.of(rows, columns, strength, LEFT, RIGHT)
                .withDraws(DRAWS)
                .withSeed(options.seed());
        SimulatedCurve drawn = LearningSimulation.of(asked).flow(parallel, times);
        List<CurvePoint> predicted = GradientFlow.of(asked.problem()).curve(times);
        sheet.add(
            task,
            Sheet.ECKART + ", strength " + factor + " thresholds",
            "largest departure",
            "standard errors",
            drawn.worstDeparture(predicted));
      }
    }
  }

  private void times(int columns, Parallel parallel) {
    RankOneProblem problem = RankOneProblem.of(columns * 3 / 4, columns, 1.5, LEFT, RIGHT);
    double[] times = evenly(20, POINTS);
    String task =
        "The curve at %d times to 20, %d × %d".formatted(POINTS, columns * 3 / 4, columns);
    double[] own = new double[REPETITIONS];
    double[] drawn = new double[REPETITIONS];
    double[] volterra = new double[REPETITIONS];
    for (int k = -1; k < REPETITIONS; k++) { // −1 is thrown away: compilation
      progress.accept("times: repetition %d of %d".formatted(k + 1, REPETITIONS));
      int repetition = k;
      double predicted = seconds(() -> GradientFlow.of(problem).curve(times));
      SimulationOptions two =
          new SimulationOptions(problem, columns * 3 / 4, columns, 2, options.seed() + k);
      double simulated = seconds(() -> LearningSimulation.of(two).flow(parallel, times)) / 2;
      double[] value = new double[1];
      double solved = seconds(() -> value[0] = Volterra.overlap(0.75, 1.5, 4, 0.002));
      if (Math.abs(value[0] / 1367.1609373 - 1) > VOLTERRA) {
        throw new IllegalStateException("The Volterra equation gave " + value[0]);
      }
      if (repetition >= 0) {
        own[repetition] = predicted;
        drawn[repetition] = simulated;
        volterra[repetition] = solved;
      }
    }
    sheet.seconds(task, Sheet.ECKART + " GradientFlow, both overlaps", "curve", own);
    sheet.seconds(task, "one simulated matrix, by Lanczos", "curve", drawn);
    sheet.seconds(task, "Volterra equation to 4, one integral, error 2e-6", "curve", volterra);
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) * 1e-9;
  }

  private static double[] evenly(double until, int count) {
    double[] times = new double[count];
    for (int k = 0; k < count; k++) {
      times[k] = until * k / (count - 1);
    }
    return times;
  }
}
