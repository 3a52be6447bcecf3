package org.eckart.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.RunStatus;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.robustpca.OutlierTable;
import org.eckart.recovery.robustpca.RobustPcaProblem;
import org.eckart.recovery.robustpca.Separation;
import org.jspecify.annotations.Nullable;

/** A separation from the file to the report: reads, takes apart, judges, writes. */
final class SeparationWork {
  private static final String STATE = "separation";

  /** Of a run that settles soon. */
  private static final int USUAL_STEPS = 40;

  /** With fewer rows or columns a direction and the noise cannot be told apart. */
  private static final int SMALL = 10;

  private final Session session;
  private final SeparationMethod<?> method;
  private final int listed;

  /**
   * @param listed outliers to list at most
   */
  SeparationWork(Session session, SeparationMethod<?> method, int listed) {
    this.session = session;
    this.method = method;
    this.listed = listed;
  }

  /** Everything that was found, for the folder and the report. */
  record Found(
      SeparationInput input,
      RobustPcaProblem problem,
      Outcome<?, Separation> outcome,
      OutlierTable outliers) {
    Separation separation() {
      return outcome.estimate();
    }
  }

  void run(String stem, Callable<SeparationInput> reading) throws Exception {
    CommonOptions common = session.options();
    int threads = common.threadCount();
    Path target = OutputFolder.choose(common, "separate-" + stem);
    Backend.limitThreads(threads);
    try (Parallel parallel = Parallel.of(threads)) {
      SeparationInput input = session.timed("read", reading);
      session.envelope().input().putAll(input.facts());
      session.envelope().options().put("method", method.name());
      session.envelope().options().putAll(method.settings());
      RobustPcaProblem problem = RobustPcaProblem.of(input.matrix().values(), parallel);
      if (common.explain) {
        explain(input, problem);
        return;
      }
      try (OutputFolder folder = OutputFolder.open(target, common.force)) {
        Outcome<?, Separation> outcome =
            session.timed("fit", () -> drive(method, problem, input, target));
        if (outcome == null) {
          return;
        }
        Separation separation = outcome.estimate();
        Found found =
            session.timed(
                "write",
                () ->
                    new Found(
                        input, problem, outcome, OutlierTable.of(problem, separation, listed)));
        judge(found);
        fill(found);
        session.timed(
            "write",
            () -> {
              new SeparationFolder(session, method, folder).write(found, parallel);
              return folder;
            });
      }
    }
  }

  private void explain(SeparationInput input, RobustPcaProblem problem) {
    long cells = (long) input.rows() * input.columns();
    Plan plan = Plan.ofRun(bytes(input), method.algorithm(), problem, USUAL_STEPS);
    plan.fill(session.envelope().result());
    session
        .console()
        .say(
            "Would separate a %d × %d matrix by the method '%s' with %s: %d MiB for the matrix, as much"
                    .formatted(
                        input.rows(), input.columns(), method.name(), plan.words(), 8 * cells >> 20)
                + " again while a part is written, the rest for factors; a step reads the matrix"
                + " once, and a run takes 40 to 150 steps");
  }

  /** Of the whole process, but for the virtual machine itself. */
  private long bytes(SeparationInput input) {
    long cells = (long) input.rows() * input.columns();
    int rank = Math.min(method.mostRank(), Math.min(input.rows(), input.columns()));
    return 16 * cells + cells / 2 + 120L * (input.rows() + input.columns()) * (rank + 8);
  }

  private <S> @Nullable Outcome<S, Separation> drive(
      SeparationMethod<S> by, RobustPcaProblem problem, SeparationInput input, Path target)
      throws IOException {
    return RunDriver.of(session, target, Fingerprint.of(input.matrix().values()).toString())
        .keptAs(STATE)
        .remarking(": neither part can be trusted as it is")
        .showing(SeparationWork::line)
        .within(new HeapBound(bytes(input) + (400L << 20)))
        .drive(by.algorithm(), problem);
  }

  private static String line(RunStatus status) {
    Map<String, Double> measures = status.progress().measures();
    return String.format(
        Locale.ROOT,
        "Step %d, rank %d, residual %.1e, %.2f %% outliers, %s",
        status.progress().steps(),
        Math.round(measures.getOrDefault("rank", 0.0)),
        measures.getOrDefault("residual", Double.NaN),
        100 * measures.getOrDefault("corrupted", 0.0),
        RunDriver.times(status));
  }

  /** What the user must know before using the parts. */
  private void judge(Found found) {
    Separation separation = found.separation();
    for (Separation.Doubt doubt : separation.doubts()) {
      session.warn(doubt.sentence());
    }
    Matrix values = found.input().matrix().values();
    if (Math.min(values.rows(), values.columns()) < SMALL) {
      session.warn(
          "With only %d rows or columns, directions and noise can hardly be told apart"
              .formatted(Math.min(values.rows(), values.columns())));
    }
    warnOfFullLines(separation.corruptedInRow(), values.columns(), "rows");
    warnOfFullLines(separation.corruptedInColumn(), values.rows(), "columns");
    if (method instanceof SeparationMethod.Staged staged && !Double.isNaN(staged.expected())) {
      session.warn(
          "--corruption %s is not needed to find the rank and was only compared with what was found (%s);"
                  .formatted(staged.expected(), CompletionSummary.number(share(separation)))
              + " give --rank too for the published algorithm");
    }
    if (found.outliers().count() < found.outliers().all()) {
      session.warn(
          "The list holds the %d largest of %d outliers; --list takes more"
              .formatted(found.outliers().count(), found.outliers().all()));
    }
  }

  private void warnOfFullLines(int[] counts, int length, String what) {
    int full = 0;
    for (int count : counts) {
      full += 2 * count > length ? 1 : 0;
    }
    if (full > 0) {
      session.warn(
          "%d %s are outliers for more than half; what lies below them is a guess"
              .formatted(full, what));
    }
  }

  static double share(Separation separation) {
    return (double) separation.corrupted() / Math.max(1, separation.observed());
  }

  private void fill(Found found) {
    Separation separation = found.separation();
    Map<String, @Nullable Object> result = session.envelope().result();
    result.put("rows", separation.rows());
    result.put("columns", separation.columns());
    result.put("observed", separation.observed());
    result.put("rank", separation.rank());
    result.put("corrupted", separation.corrupted());
    result.put("corruptedShare", share(separation));
    result.put("residual", separation.residual());
    result.put("iterations", found.outcome().steps());
    result.put("noiseLevel", separation.noiseLevel());
    result.put("threshold", separation.threshold());
    result.put("settled", separation.settled());
    result.put("stopReason", found.outcome().reason().toString().toLowerCase(Locale.ROOT));
    result.put("values", separation.factors().s().toArray());
    result.put(
        "doubts",
        separation.doubts().stream().map(d -> d.toString().toLowerCase(Locale.ROOT)).toList());
    Console console = session.console();
    console.say(
        "%s, %d × %d: rank %d, %d outliers (%.2f %%), noise level %s"
            .formatted(
                console.strong(found.input().name()),
                separation.rows(),
                separation.columns(),
                separation.rank(),
                separation.corrupted(),
                100 * share(separation),
                CompletionSummary.number(separation.noiseLevel())));
    console.say(
        "%d steps, %.2f s; what neither part holds is %.1e of the low-rank part"
            .formatted(
                found.outcome().steps(), session.envelope().seconds("fit"), separation.residual()));
  }
}
