package org.eckart.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eckart.app.SensingMethod.Sensed;
import org.eckart.core.loss.Huber;
import org.eckart.core.loss.Logistic;
import org.eckart.core.loss.Loss;
import org.eckart.core.loss.Poisson;
import org.eckart.core.loss.Squared;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.robustsensing.RobustSensing;
import org.eckart.recovery.robustsensing.RobustSensingEstimate;
import org.eckart.recovery.robustsensing.RobustSensingOptions;
import org.eckart.recovery.robustsensing.StepRule;
import org.eckart.recovery.sensing.AlternatingOptions;
import org.eckart.recovery.sensing.AlternatingSensing;
import org.eckart.recovery.sensing.Measurements;
import org.eckart.recovery.sensing.RankOneMeasurements;
import org.eckart.recovery.sensing.Sensing;
import org.eckart.recovery.sensing.SensingEstimate;
import org.eckart.recovery.sensing.SensingOptions;
import org.eckart.recovery.sensing.UnknownRankOptions;
import org.eckart.recovery.sensing.UnknownRankSensing;

/** The methods of {@code eckart sense} by name; one line each. */
final class SensingMethods {
  /** Makes a method from what the command line says. */
  private interface Maker {
    SensingMethod<?, ?> of(SenseCommand asked, Measurements data, Parallel parallel);
  }

  private static final Map<String, Maker> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put(
        "scaledgd", (asked, data, _) -> descent(asked, data, SensingOptions.Direction.SCALED));
    BY_NAME.put("gd", (asked, data, _) -> descent(asked, data, SensingOptions.Direction.PLAIN));
    BY_NAME.put("altmin", (asked, _, _) -> alternating(asked));
    BY_NAME.put("robust", (asked, data, _) -> robust(asked, data));
    BY_NAME.put("quadratic", (asked, data, _) -> robust(asked, data));
    BY_NAME.put("spectral-net", (asked, _, parallel) -> NetMethods.spectralNet(asked, parallel));
    BY_NAME.put("nuclear", (asked, _, parallel) -> NetMethods.nuclear(asked, parallel));
  }

  private SensingMethods() {}

  /** Refuses a method that is not known, and what it does not understand, before data are read. */
  static void check(SenseCommand asked) {
    if (!BY_NAME.containsKey(asked.method)) {
      throw new UsageException(
          "--method is '%s'; it must be one of %s",
          asked.method, String.join(", ", BY_NAME.keySet()));
    }
    MethodOptions.SENSE.refuseIdle(
        asked.method,
        asked.given("--method") ? "--method " + asked.method : null,
        option -> asked.given(option) && !(option.equals("--rank") && asked.rank().isEmpty()));
  }

  static SensingMethod<?, ?> of(SenseCommand asked, Measurements data, Parallel parallel) {
    return java.util.Objects.requireNonNull(BY_NAME.get(asked.method)).of(asked, data, parallel);
  }

  private static int givenRank(SenseCommand asked) {
    return asked
        .rank()
        .orElseThrow(() ->
            new UsageException(
                "--rank auto is found by --method scaledgd alone; give %s a number, or leave"
                    + " --method out",
                asked.method));
  }

  private static boolean isQuadratic(Measurements data) {
    return data.operator() instanceof RankOneMeasurements one && one.isQuadratic();
  }

  private static SensingMethod<?, ?> descent(
      SenseCommand asked, Measurements data, SensingOptions.Direction direction) {
    boolean symmetric = asked.symmetric || isQuadratic(data);
    if (asked.rank().isEmpty() && direction == SensingOptions.Direction.SCALED) {
      return unknownRank(asked, symmetric);
    }
    SensingOptions options =
        SensingOptions.rank(givenRank(asked))
            .withDirection(direction)
            .withSymmetric(symmetric)
            .withLoss(loss(asked.loss))
            .withSeed(asked.common.seed);
    options = asked.stepSize == null ? options : options.withStepSize(asked.stepSize);
    options = asked.tolerance == null ? options : options.withTolerance(asked.tolerance);
    options = asked.maxSteps == null ? options : options.withMaxSteps(asked.maxSteps);
    return new SensingMethod<>(asked.method, new Sensing(options), SensingMethods::descended);
  }

  private static SensingMethod<?, ?> unknownRank(SenseCommand asked, boolean symmetric) {
    if (!asked.loss.equals("squared")) {
      throw new UsageException(
          "--loss %s needs the rank; give it with --rank, or leave --loss out", asked.loss);
    }
    UnknownRankOptions options =
        UnknownRankOptions.defaults().withSymmetric(symmetric).withSeed(asked.common.seed);
    options = asked.stepSize == null ? options : options.withStepSize(asked.stepSize);
    options = asked.tolerance == null ? options : options.withTolerance(asked.tolerance);
    options = asked.maxSteps == null ? options : options.withMaxSteps(asked.maxSteps);
    return new SensingMethod<>(
        asked.method, new UnknownRankSensing(options), SensingMethods::descended);
  }

  private static Sensed descended(SensingEstimate estimate) {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("stepSize", estimate.stepSize());
    more.put("halvings", estimate.halvings());
    more.put("dampedSteps", estimate.damped());
    List<String> warnings = new ArrayList<>();
    if (estimate.halvings() > 0) {
      warnings.add(
          "The step size diverged and was halved %d times, to %s; too few measurements can be"
                  .formatted(estimate.halvings(), estimate.stepSize())
              + " the reason");
    }
    if (estimate.damped() > 0) {
      warnings.add(
          "The factors were singular in %d steps, which were damped; the matrix seems to have a rank"
                  .formatted(estimate.damped())
              + " below %d".formatted(estimate.rank()));
    }
    return new Sensed(estimate.factors(), estimate.residual(), more, warnings);
  }

  private static SensingMethod<?, ?> alternating(SenseCommand asked) {
    AlternatingOptions options =
        AlternatingOptions.rank(givenRank(asked)).withSeed(asked.common.seed);
    options = asked.tolerance == null ? options : options.withTolerance(asked.tolerance);
    options = asked.maxSteps == null ? options : options.withMaxSteps(asked.maxSteps);
    return new SensingMethod<>(
        asked.method,
        new AlternatingSensing(options),
        estimate -> new Sensed(estimate.factors(), estimate.residual(), Map.of(), List.of()));
  }

  private static SensingMethod<?, ?> robust(SenseCommand asked, Measurements data) {
    if (asked.method.equals("quadratic") && !isQuadratic(data)) {
      throw new UsageException(
          "--method quadratic needs measurements aᵀXa: an --operator file .npz with one array named"
              + " a, whose row k is aₖ");
    }
    RobustSensingOptions options =
        RobustSensingOptions.rank(givenRank(asked))
            .withSymmetric(asked.symmetric || isQuadratic(data))
            .withRule(rule(asked.stepRule))
            .withSeed(asked.common.seed);
    options = asked.outliers == null ? options : options.withOutliers(asked.outliers);
    options = asked.tolerance == null ? options : options.withTolerance(asked.tolerance);
    options = asked.maxSteps == null ? options : options.withMaxSteps(asked.maxSteps);
    double bound = options.outliers();
    return new SensingMethod<>(
        asked.method, new RobustSensing(options), estimate -> withOutliers(estimate, bound));
  }

  private static Sensed withOutliers(RobustSensingEstimate estimate, double bound) {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("outliers", estimate.outlierCount());
    more.put("outlierBound", estimate.bound());
    return new Sensed(
        estimate.found().factors(),
        estimate.found().residual(),
        more,
        estimate.bound() > bound
            ? List.of(
                "With at most %s outliers the residual did not fall; the bound was raised to %s"
                    .formatted(bound, estimate.bound()))
            : List.of());
  }

  private static Loss loss(String text) {
    try {
      return switch (text) {
        case "squared" -> new Squared();
        case "logistic" -> new Logistic();
        case "poisson" -> new Poisson();
        default -> {
          if (text.startsWith("huber:")) {
            yield new Huber(Double.parseDouble(text.substring(6)));
          }
          throw new NumberFormatException();
        }
      };
    } catch (NumberFormatException e) {
      throw new UsageException(
          "--loss is '%s'; it must be squared, huber:BEND such as huber:1.5, logistic or poisson",
          text);
    }
  }

  private static StepRule rule(String text) {
    try {
      String[] parts = text.split("[:,]", -1);
      if (text.equals("trimmed")) {
        return new StepRule.TrimmedPolyak(StepRule.TrimmedPolyak.FACTOR);
      }
      if (text.equals("geometric")) {
        return new StepRule.Geometric(StepRule.Geometric.FIRST, StepRule.Geometric.DECAY);
      }
      if (parts[0].equals("geometric") && parts.length == 3) {
        return new StepRule.Geometric(Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
      }
      if (parts[0].equals("polyak") && parts.length == 2) {
        return new StepRule.Polyak(Double.parseDouble(parts[1]));
      }
      throw new NumberFormatException();
    } catch (NumberFormatException e) {
      throw new UsageException(
          "--step-rule is '%s'; it must be trimmed, geometric, geometric:FIRST,DECAY such as"
              + " geometric:0.7,0.96, or polyak:LEAST",
          text);
    }
  }
}
