package org.eckart.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.eckart.recovery.dynamics.CurvePoint;
import org.eckart.recovery.dynamics.DecayRate;
import org.eckart.recovery.dynamics.GradientFlow;
import org.eckart.recovery.dynamics.OracleFilter;
import org.eckart.recovery.dynamics.RandomStart;
import org.eckart.recovery.dynamics.RankOneProblem;
import org.eckart.recovery.dynamics.SimulatedCurve;
import org.jspecify.annotations.Nullable;

/**
 * What {@code eckart dynamics} found.
 *
 * @param flow of the problem, also where steps are followed
 * @param curve as predicted
 * @param simulated at the same times; null without a simulation
 */
record DynamicsFound(
    RankOneProblem problem,
    int rows,
    int columns,
    GradientFlow flow,
    List<CurvePoint> curve,
    @Nullable SimulatedCurve simulated) {
  /** The sufficient time is that at which both overlaps have this part of their limits. */
  private static final double SUFFICIENT = 0.95;

  /** Standard errors beyond which prediction and simulation are said to differ. */
  private static final double FAR = 4;

  double sufficientLevel() {
    CurvePoint limit = problem.limit();
    return SUFFICIENT * Math.min(Math.abs(limit.left()), Math.abs(limit.right()));
  }

  OptionalDouble sufficientTime() {
    double level = sufficientLevel();
    return level > 0 ? flow.firstReaching(level) : OptionalDouble.empty();
  }

  /** Whether the strength is the threshold to rounding. */
  boolean atThreshold() {
    return !problem.detectable()
        && problem.threshold() - Math.abs(problem.strength()) <= 1e-12 * problem.threshold();
  }

  /** Puts all of it into the envelope, and the gist on the screen. */
  void fill(Session session) {
    Map<String, @Nullable Object> result = session.envelope().result();
    CurvePoint limit = problem.limit();
    CurvePoint best = flow.best();
    OracleFilter filter = OracleFilter.of(problem);
    DecayRate decay = problem.decay();
    result.put("aspectRatio", problem.aspectRatio());
    result.put("threshold", problem.threshold());
    result.put("detectable", problem.detectable());
    Map<String, @Nullable Object> ends = DynamicsCommand.point(limit);
    ends.remove("t");
    result.put("limit", ends);
    result.put("infeasibleRatio", problem.infeasibleRatio());
    result.put("infeasible", problem.infeasible());
    result.put("bulkEdge", problem.bulkEdge());
    result.put("largestValue", problem.largestValue());
    result.put("best", DynamicsCommand.point(best));
    Map<String, @Nullable Object> sufficient = new LinkedHashMap<>();
    sufficient.put("level", sufficientLevel());
    OptionalDouble enough = sufficientTime();
    sufficient.put("t", enough.isPresent() ? enough.getAsDouble() : null);
    result.put("sufficient", sufficient);
    result.put("filterBound", Map.of("left", filter.left(), "right", filter.right()));
    Map<String, @Nullable Object> rate = new LinkedHashMap<>();
    rate.put("exponential", decay.exponential());
    rate.put("power", decay.power());
    result.put("decay", rate);
    result.put(
        "randomStart",
        problem.detectable() && rows > 1 && columns > 1
            ? RandomStart.medianTime(rows, columns, problem.strength() / problem.noiseLevel(), 0.9)
                / problem.noiseLevel()
            : null);
    result.put("curve", curve.stream().map(DynamicsCommand::point).toList());
    SimulatedCurve drawn = simulated;
    if (drawn != null) {
      result.put("simulation", simulation(drawn));
      double worst = drawn.worstDeparture(curve);
      if (worst > FAR) {
        session.warn(
            ("Simulation and prediction differ by %.1f standard errors at most; the law is that of"
                    + " large matrices, and of times well below min(rows, columns)^(2/3)")
                .formatted(worst));
      }
    }
    warn(session);
    say(session, limit, best, enough);
  }

  private Map<String, @Nullable Object> simulation(SimulatedCurve drawn) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("draws", drawn.draws());
    fields.put("worstDeparture", drawn.worstDeparture(curve));
    List<Map<String, @Nullable Object>> points = new ArrayList<>();
    for (int k = 0; k < curve.size(); k++) {
      Map<String, @Nullable Object> point = DynamicsCommand.point(drawn.mean().get(k));
      point.put("leftSd", drawn.deviation().get(k).left());
      point.put("rightSd", drawn.deviation().get(k).right());
      points.add(point);
    }
    fields.put("curve", points);
    return fields;
  }

  private void warn(Session session) {
    if (atThreshold()) {
      session.warn(
          "The strength is exactly at the threshold %s: the overlaps tend to 0, as slowly as t^(-1/4)"
              .formatted(DynamicsCommand.number(problem.threshold())));
    } else if (!problem.detectable()) {
      session.warn(
          "The strength is below the threshold %s: the overlaps tend to 0, so stop at the best time"
              .formatted(DynamicsCommand.number(problem.threshold())));
    } else if (problem.left() == 0 && problem.right() == 0) {
      session.warn(
          "Both alignments are 0, so the prediction stays at 0; by chance a start of this size"
              + " leaves it, see randomStart for when");
    } else if (problem.infeasible()) {
      session.warn(
          ("The alignments are at the infeasible ratio %s: the signal is never found, though it is"
                  + " strong enough; a matrix of finite size leaves this start by chance, late")
              .formatted(DynamicsCommand.number(problem.infeasibleRatio())));
    }
    double floor = 2 / Math.sqrt(Math.min(rows, columns));
    double larger = Math.max(Math.abs(problem.left()), Math.abs(problem.right()));
    if (larger > 0 && larger < floor) {
      session.warn(
          ("Both alignments are below 2/√min(rows, columns) = %s, where chance aligns a start as"
                  + " well: single runs scatter widely about the prediction")
              .formatted(DynamicsCommand.number(floor)));
    }
  }

  private void say(Session session, CurvePoint limit, CurvePoint best, OptionalDouble enough) {
    Console console = session.console();
    console.say(
        "%s%d × %d, strength %s, threshold %s"
            .formatted(
                console.strong("dynamics "),
                rows,
                columns,
                DynamicsCommand.number(problem.strength()),
                DynamicsCommand.number(problem.threshold())));
    console.say(
        "limit: left %s, right %s; infeasible ratio %s"
            .formatted(
                DynamicsCommand.number(limit.left()),
                DynamicsCommand.number(limit.right()),
                DynamicsCommand.number(problem.infeasibleRatio())));
    console.say(
        "best at t = %s: left %s, right %s"
            .formatted(
                DynamicsCommand.number(best.time()),
                DynamicsCommand.number(best.left()),
                DynamicsCommand.number(best.right())));
    enough.ifPresent(t ->
        console.say(
            "95 %% of the limit is reached at t = %s".formatted(DynamicsCommand.number(t))));
    SimulatedCurve drawn = simulated;
    if (drawn != null) {
      console.say(
          "%d matrices drawn: the mean is within %.1f standard errors of the prediction"
              .formatted(drawn.draws(), drawn.worstDeparture(curve)));
    }
  }
}
