package org.eckart.app;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.dynamics.CurvePoint;
import org.eckart.recovery.dynamics.FiniteSteps;
import org.eckart.recovery.dynamics.GradientFlow;
import org.eckart.recovery.dynamics.LearningSimulation;
import org.eckart.recovery.dynamics.RankOneProblem;
import org.eckart.recovery.dynamics.SimulatedCurve;
import org.eckart.recovery.dynamics.SimulationOptions;
import org.eckart.recovery.dynamics.StepRule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code eckart dynamics}. */
@Command(
    name = "dynamics",
    description = {
      "Predicts how gradient descent learns a rank-one signal in a noisy matrix X = strength · u vᵀ"
          + " + noise · Z, entries of Z of variance 1/columns: the whole learning curve, where it"
          + " ends and when to stop; and sets a simulation beside it.",
      "Writes curve.csv and a report."
    },
    footer = {
      "",
      "Example:",
      "  eckart dynamics --rows 750 --columns 1000 --strength 1.5 --align-left 0.3 --align-right"
          + " 0.15"
    })
final class DynamicsCommand extends Verb {
  /** Unless asked for, no simulation on matrices of more entries. */
  private static final long LARGE = 2_000_000;

  /** Below it the law of large matrices is a sketch. */
  private static final int SMALL = 20;

  /** Of steps, unless said. */
  private static final int MOST_STEPS = 2000;

  /** What is followed. */
  enum Method {
    /** Steps so small that they are none. */
    FLOW,
    /** Riemannian gradient descent with steps of {@code --step}. */
    DESCENT,
    /** Alternating power iteration. */
    POWER
  }

  @Option(names = "--rows", paramLabel = "M", required = true, description = "rows of the matrix")
  int rows;

  @Option(
      names = "--columns",
      paramLabel = "N",
      required = true,
      description = "columns of the matrix")
  int columns;

  @Option(
      names = "--strength",
      paramLabel = "S",
      required = true,
      description = "singular value of the signal, in units in which noise has variance 1/columns")
  double strength;

  @Option(
      names = "--align-left",
      paramLabel = "A",
      required = true,
      description = "cosine between the left start and the signal, from -1 to 1")
  double left;

  @Option(
      names = "--align-right",
      paramLabel = "B",
      required = true,
      description = "the same on the right")
  double right;

  @Option(
      names = "--noise",
      paramLabel = "SIGMA",
      defaultValue = "1",
      description = "noise level, above 0 (${DEFAULT-VALUE})")
  double noise = 1;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "flow",
      description = "flow, descent (with --step) or power (${DEFAULT-VALUE})")
  Method method = Method.FLOW;

  @Option(
      names = "--step",
      paramLabel = "ETA",
      description = "step size of descent (default: half of the largest stable one)")
  @Nullable Double step;

  @Option(
      names = "--until",
      paramLabel = "T",
      description = "time, or number of steps, to follow it to (default: until it is at its limit)")
  @Nullable Double until;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "200",
      description = "of the flow's curve, 2 or more (${DEFAULT-VALUE})")
  int points = 200;

  @Option(
      names = "--simulate",
      paramLabel = "DRAWS",
      description =
          "matrices to draw beside the prediction, 0 for none (default: 20, none beyond 2 million"
              + " entries)")
  @Nullable Integer simulate;

  @Override
  void run(Session session) throws Exception {
    CommonOptions common = session.options();
    if (rows < 1 || columns < 1) {
      throw new UsageException(
          "--rows is %d and --columns %d; a matrix needs at least one of each", rows, columns);
    }
    if (points < 2 || points > 1_000_000) {
      throw new UsageException("--points is %d; it must be from 2 to 1000000", points);
    }
    String named = method.toString().toLowerCase(Locale.ROOT);
    MethodOptions.DYNAMICS.refuseIdle(
        named, given("--method") ? "--method " + named : null, this::given);
    RankOneProblem problem = problem();
    Path target = OutputFolder.choose(common, "dynamics-" + rows + "x" + columns);
    Backend.limitThreads(common.threadCount());
    GradientFlow flow = GradientFlow.of(problem);
    StepRule rule = rule(problem, session);
    double horizon = until == null ? horizon(flow, rule) : until;
    if (!(horizon >= 0 && horizon <= 1e100) || (rule != null && horizon > 1e6)) {
      throw new UsageException(
          "--until is %s; it must be a time from 0 to 1e100, or up to a million steps", horizon);
    }
    int draws = draws(session);
    describe(session, horizon, draws);
    if (common.explain) {
      explain(session, draws);
      return;
    }
    try (OutputFolder folder = OutputFolder.open(target, common.force);
        Parallel parallel = Parallel.of(common.threadCount())) {
      double[] times = times(horizon, rule != null);
      List<CurvePoint> curve =
          session.timed(
              "fit",
              () ->
                  rule == null
                      ? flow.curve(times)
                      : FiniteSteps.of(problem, rule).curve(times.length - 1));
      SimulatedCurve simulated =
          draws == 0
              ? null
              : session.timed(
                  "simulate",
                  () -> {
                    LearningSimulation drawn =
                        LearningSimulation.of(
                            new SimulationOptions(problem, rows, columns, draws, common.seed));
                    return rule == null
                        ? drawn.flow(parallel, times)
                        : drawn.steps(parallel, rule, times.length - 1);
                  });
      DynamicsFound found = new DynamicsFound(problem, rows, columns, flow, curve, simulated);
      found.fill(session);
      session.timed(
          "write",
          () -> {
            writeCurve(found, folder.resolve("curve.csv"));
            session.envelope().output("curve", folder.published("curve.csv"));
            ModelFolder writing = new ModelFolder(session, folder);
            writing.page(new DynamicsPage(session, found, rule == null).report());
            writing.publish();
            return folder;
          });
    }
  }

  private RankOneProblem problem() {
    check(left, "--align-left");
    check(right, "--align-right");
    if (!(noise > 0 && Double.isFinite(noise))) {
      throw new UsageException(
          "--noise is %s; it must be above 0, since without noise there is nothing to predict",
          noise);
    }
    if (!(Math.abs(strength / noise) <= 1e70)) {
      throw new UsageException(
          "--strength is %s at --noise %s; it must be a number of at most 1e70 noise levels",
          strength, noise);
    }
    return RankOneProblem.of(rows, columns, strength, left, right).withNoiseLevel(noise);
  }

  private static void check(double cosine, String option) {
    if (!(Math.abs(cosine) <= 1)) {
      throw new UsageException(
          "%s is %s; it is the cosine between start and signal, from -1 to 1", option, cosine);
    }
  }

  private @Nullable StepRule rule(RankOneProblem problem, Session session) {
    return switch (method) {
      case FLOW -> null;
      case POWER -> new StepRule.Power();
      case DESCENT -> {
        double limit = StepRule.Descent.limit(problem);
        double size = step == null ? limit / 2 : step;
        if (!(size > 0 && Double.isFinite(size))) {
          throw new UsageException("--step is %s; it must be above 0, say %.3g", size, limit / 2);
        }
        if (size >= limit) {
          session.warn(
              "--step %s is not below the largest stable step %s, so descent does not settle"
                  .formatted(number(size), number(limit)));
        }
        session.envelope().options().put("step", size);
        yield new StepRule.Descent(size);
      }
    };
  }

  private static double horizon(GradientFlow flow, @Nullable StepRule rule) {
    return switch (rule) {
      case null -> rounded(flow.horizon());
      case StepRule.Power _ -> Math.min(MOST_STEPS, Math.ceil(flow.horizon()));
      case StepRule.Descent descent ->
          Math.min(MOST_STEPS, Math.ceil(flow.horizon() / descent.stepSize()));
    };
  }

  /** Up to two digits. */
  private static double rounded(double time) {
    double unit = Math.pow(10, 1 - Math.floor(Math.log10(time)));
    return Math.ceil(time * unit) / unit;
  }

  private double[] times(double horizon, boolean steps) {
    int count = steps ? (int) Math.floor(horizon) + 1 : points;
    double[] times = new double[count];
    for (int k = 0; k < count; k++) {
      times[k] = steps ? k : horizon * k / (count - 1);
    }
    return times;
  }

  private int draws(Session session) {
    if (simulate != null) {
      if (simulate < 0 || simulate == 1) {
        throw new UsageException(
            "--simulate is %d; a spread needs 2 draws or more, and 0 is no simulation", simulate);
      }
      return simulate;
    }
    if ((long) rows * columns > LARGE) {
      session.warn(
          "No simulation at %d × %d unless asked for; add --simulate 20, or take a smaller size of"
                  .formatted(rows, columns)
              + " the same shape");
      return 0;
    }
    boolean fixed = (rows == 1 && Math.abs(left) != 1) || (columns == 1 && Math.abs(right) != 1);
    if (fixed) {
      session.warn(
          "With one row or column a start is the signal or its opposite, so nothing is simulated;"
              + " give 1 or -1 as its alignment");
      return 0;
    }
    return SimulationOptions.DRAWS;
  }

  private void describe(Session session, double horizon, int draws) {
    Map<String, @Nullable Object> input = session.envelope().input();
    input.put("rows", rows);
    input.put("columns", columns);
    Map<String, @Nullable Object> options = session.envelope().options();
    options.put("method", method.toString().toLowerCase(Locale.ROOT));
    options.put("strength", strength);
    options.put("alignLeft", left);
    options.put("alignRight", right);
    options.put("noise", noise);
    options.put("until", horizon);
    options.put("points", points);
    options.put("simulate", draws);
    if (Math.min(rows, columns) < SMALL) {
      session.warn(
          "The law is that of large matrices; with %d × %d take it as a sketch"
              .formatted(rows, columns));
    }
  }

  private void explain(Session session, int draws) {
    long bytes =
        draws == 0
            ? 1 << 20
            : 8L * rows * columns * Math.min(draws, session.options().threadCount());
    session.envelope().result().put("memoryMiB", bytes >> 20);
    session
        .console()
        .say(
            "Would predict the curve in milliseconds%s"
                .formatted(
                    draws == 0
                        ? ", without a simulation"
                        : " and draw %d matrices of %d × %d beside it, with about %d MiB"
                            .formatted(draws, rows, columns, bytes >> 20)));
  }

  private static void writeCurve(DynamicsFound found, Path file) throws IOException {
    SimulatedCurve simulated = found.simulated();
    try (Writer to = Files.newBufferedWriter(file)) {
      to.write("t,left,right,rayleigh");
      if (simulated != null) {
        to.write(",simulatedLeft,simulatedLeftSd,simulatedRight,simulatedRightSd");
      }
      to.write('\n');
      for (int k = 0; k < found.curve().size(); k++) {
        CurvePoint p = found.curve().get(k);
        List<Double> row = new ArrayList<>(List.of(p.time(), p.left(), p.right(), p.rayleigh()));
        if (simulated != null) {
          CurvePoint mean = simulated.mean().get(k);
          CurvePoint sd = simulated.deviation().get(k);
          row.addAll(List.of(mean.left(), sd.left(), mean.right(), sd.right()));
        }
        to.write(String.join(",", row.stream().map(String::valueOf).toList()));
        to.write('\n');
      }
    }
  }

  static Map<String, @Nullable Object> point(CurvePoint p) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("t", p.time());
    fields.put("left", p.left());
    fields.put("right", p.right());
    fields.put("rayleigh", p.rayleigh());
    return fields;
  }

  static String number(double value) {
    return CompletionSummary.number(value);
  }
}
