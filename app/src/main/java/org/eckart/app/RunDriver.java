package org.eckart.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Cancellation;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.Run;
import org.eckart.core.run.RunStatus;
import org.eckart.core.run.StopReason;
import org.jspecify.annotations.Nullable;

/**
 * Drives a run as the common options say: progress, time limit, checkpoints, interruption. Each
 * setting gives a new driver.
 *
 * @param target folder of the results; a checkpoint that nobody named lies beside it
 * @param fingerprint of all that is fitted and is not among the algorithm's options
 * @param state name of the checkpoint's file; empty for the algorithm's own name
 * @param unit what the run counts, for people
 * @param remark behind the warning that a run did not settle
 * @param line shown while it runs
 * @param heap bound to keep to between steps, or null
 */
record RunDriver(
    Session session,
    Path target,
    String fingerprint,
    String state,
    String unit,
    String remark,
    Function<RunStatus, String> line,
    @Nullable HeapBound heap) {

  static RunDriver of(Session session, Path target, String fingerprint) {
    return new RunDriver(session, target, fingerprint, "", "steps", "", RunDriver::measures, null);
  }

  /** Keeps checkpoints in a file of this name. */
  RunDriver keptAs(String name) {
    return new RunDriver(session, target, fingerprint, name, unit, remark, line, heap);
  }

  /** Counts sweeps, or whatever a step of the method is called. */
  RunDriver counting(String steps) {
    return new RunDriver(session, target, fingerprint, state, steps, remark, line, heap);
  }

  /** Adds this to the warning that a run ended before it settled. */
  RunDriver remarking(String consequence) {
    return new RunDriver(session, target, fingerprint, state, unit, consequence, line, heap);
  }

  /** Shows this of a running method. */
  RunDriver showing(Function<RunStatus, String> progress) {
    return new RunDriver(session, target, fingerprint, state, unit, remark, progress, heap);
  }

  /** Keeps to a bound of memory between steps. */
  RunDriver within(HeapBound bound) {
    return new RunDriver(session, target, fingerprint, state, unit, remark, line, bound);
  }

  /**
   * The run's outcome, with a warning if it did not settle; null if it was interrupted, its state
   * kept.
   */
  <P, S, E> @Nullable Outcome<S, E> drive(Algorithm<P, S, E> algorithm, P problem)
      throws IOException {
    Outcome<S, E> outcome = toItsEnd(algorithm, problem);
    if (outcome != null
        && (outcome.reason() == StopReason.DEADLINE || outcome.reason() == StopReason.STEPS)) {
      session.warn(
          "Stopped %s after %d %s, before it settled%s"
              .formatted(
                  outcome.reason() == StopReason.DEADLINE ? "by --max-time" : "at the limit",
                  outcome.steps(),
                  unit,
                  remark));
    }
    return outcome;
  }

  /** The same without a word, for runs whose last step is as good an end as another. */
  <P, S, E> @Nullable Outcome<S, E> toItsEnd(Algorithm<P, S, E> algorithm, P problem)
      throws IOException {
    CommonOptions common = session.options();
    Cancellation cancellation = new Cancellation();
    session.interrupts().onFirst(cancellation::cancel);
    HeapBound bound = heap;
    Run<P, S, E> run =
        Run.of(algorithm)
            .listener(status -> {
              session.console().progress(line.apply(status));
              if (bound != null) {
                bound.check();
              }
            })
            .cancelledBy(cancellation)
            .seed(common.seed)
            .data(fingerprint);
    if (common.maxTime != null) {
      run = run.timeLimit(common.maxTime);
    }
    if (common.checkpoint != null) {
      Files.createDirectories(checkpoints());
      run = run.checkpoint(file(algorithm));
      if (common.checkpointEvery != null) {
        run = run.checkpointEvery(common.checkpointEvery);
      }
    }
    if (common.resume) {
      run = run.resume();
    }
    Outcome<S, E> outcome = run.start(problem);
    session.interrupts().onFirst(null);
    if (outcome.reason() == StopReason.CANCELLED) {
      interrupted(algorithm, problem, outcome);
      return null;
    }
    return outcome;
  }

  /**
   * Ends the command before it has a result: keeps the state, also where nobody asked for
   * checkpoints, and tells how to go on from it.
   */
  <P, S, E> void interrupted(Algorithm<P, S, E> algorithm, P problem, Outcome<S, E> outcome)
      throws IOException {
    if (session.options().checkpoint == null) {
      Files.createDirectories(checkpoints());
      Cancellation already = new Cancellation();
      already.cancel();
      Run.of(new Resumed<>(algorithm, outcome.state()))
          .seed(session.options().seed)
          .data(fingerprint)
          .cancelledBy(already)
          .checkpoint(file(algorithm))
          .start(problem);
    }
    session.interrupted(resumeCommand());
  }

  private Path checkpoints() {
    Path named = session.options().checkpoint;
    return named != null ? named : target.resolveSibling(target.getFileName() + "-checkpoint");
  }

  private Path file(Algorithm<?, ?, ?> algorithm) {
    return checkpoints().resolve((state.isEmpty() ? algorithm.name() : state) + ".safetensors");
  }

  private String resumeCommand() {
    List<String> words = new ArrayList<>(List.of("eckart"));
    words.addAll(session.arguments());
    if (session.options().checkpoint == null) {
      words.addAll(List.of("--checkpoint", checkpoints().toString()));
    }
    if (!session.options().resume) {
      words.add("--resume");
    }
    return ShellWords.join(words);
  }

  /** How long it took, and how long it may take yet. */
  static String times(RunStatus status) {
    return time(status.elapsed())
        + status.left().map(left -> ", at most " + time(left) + " left").orElse("");
  }

  private static String time(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }

  private static String measures(RunStatus status) {
    StringBuilder text = new StringBuilder("Step " + status.progress().steps());
    status
        .progress()
        .measures()
        .forEach((name, value) ->
            text.append(String.format(Locale.ROOT, ", %s %.4g", words(name), value)));
    return text.append(", ").append(times(status)).toString();
  }

  private static String words(String name) {
    return switch (name) {
      case "trainRmse" -> "error";
      case "heldOutRmse" -> "held out";
      case "largestRank" -> "rank";
      default -> name;
    };
  }
}
