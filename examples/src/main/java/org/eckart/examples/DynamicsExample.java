package org.eckart.examples;

import java.util.Locale;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.dynamics.CurvePoint;
import org.eckart.recovery.dynamics.GradientFlow;
import org.eckart.recovery.dynamics.LearningSimulation;
import org.eckart.recovery.dynamics.RankOneProblem;
import org.eckart.recovery.dynamics.SimulatedCurve;
import org.eckart.recovery.dynamics.SimulationOptions;

/** Predicts how gradient descent learns a signal in noise, and looks whether it does. */
public final class DynamicsExample {
  private DynamicsExample() {}

  /** Prints where the curve ends, when to stop, and how far a simulation is from it. */
  public static void main(String[] arguments) {
    // @start region=curve
    RankOneProblem problem = RankOneProblem.of(300, 400, 1.5, 0.3, 0.15);
    GradientFlow flow = GradientFlow.of(problem);
    CurvePoint limit = problem.limit();
    CurvePoint best = flow.best();
    System.out.printf(Locale.ROOT, "threshold %.4f%n", problem.threshold());
    System.out.printf(Locale.ROOT, "limit     %.4f left, %.4f right%n", limit.left(), limit.right());
    System.out.printf(
          Locale.ROOT,
        "best      %.4f left, %.4f right, at t = %.2f%n", best.left(), best.right(), best.time());
    for (CurvePoint p : flow.curve(0, 1, 2, 5)) {
      System.out.printf(Locale.ROOT, "t = %.0f     %.4f left, %.4f right%n", p.time(), p.left(), p.right());
    }
    // @end

    // @start region=simulation
    SimulationOptions options = SimulationOptions.of(300, 400, 1.5, 0.3, 0.15);
    try (Parallel parallel = Parallel.ofAllCores()) {
      SimulatedCurve drawn = LearningSimulation.of(options).flow(parallel, 0, 1, 2, 5);
      System.out.printf(
          Locale.ROOT,
          "20 matrices differ from it by %.1f standard errors at most%n",
          drawn.worstDeparture(flow.curve(0, 1, 2, 5)));
    }
    // @end
  }
}
