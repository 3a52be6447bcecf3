package org.eckart.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eckart.core.run.Algorithm;
import org.eckart.core.run.Cancellation;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.Run;
import org.eckart.core.run.RunStatus;
import org.eckart.core.run.StopReason;
import org.jspecify.annotations.Nullable;

/** Drives a run as the common options say: progress, time limit, checkpoints, interruption. */
final class TensorRun {
  private final Session session;
  private final Path target;
  private final String fingerprint;

  TensorRun(Session session, Path target, String fingerprint) {
    this.session = session;
    this.target = target;
    this.fingerprint = fingerprint;
  }

  /** The run's outcome; null if it was interrupted, its state kept. */
  <P, S, E> @Nullable Outcome<S, E> drive(Algorithm<P, S, E> algorithm, P problem)
      throws IOException {
    CommonOptions common = session.options();
    Cancellation cancellation = new Cancellation();
    session.interrupts().onFirst(cancellation::cancel);
    Path file = checkpoints().resolve(algorithm.name() + ".safetensors");
    Run<P, S, E> run =
        Run.of(algorithm)
            .listener(status -> session.console().progress(line(status)))
            .cancelledBy(cancellation)
            .seed(common.seed)
            .data(fingerprint);
    if (common.maxTime != null) {
      run = run.timeLimit(common.maxTime);
    }
    if (common.checkpoint != null) {
      Files.createDirectories(checkpoints());
      run = run.checkpoint(file);
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
      if (common.checkpoint == null) {
        Files.createDirectories(checkpoints());
        keep(algorithm, problem, outcome, file);
      }
      session.interrupted(resumeCommand());
      return null;
    }
    if (outcome.reason() == StopReason.DEADLINE) {
      session.warn(
          "Stopped by --max-time after %d steps, before it settled".formatted(outcome.steps()));
    } else if (outcome.reason() == StopReason.STEPS) {
      session.warn(
          "Stopped at the limit of %d steps, before it settled".formatted(outcome.steps()));
    }
    return outcome;
  }

  /** Keeps the state of a run that was stopped and had not been told where to keep it. */
  private <P, S, E> void keep(
      Algorithm<P, S, E> algorithm, P problem, Outcome<S, E> outcome, Path file) {
    Cancellation already = new Cancellation();
    already.cancel();
    Run.of(new Resumed<>(algorithm, outcome.state()))
        .seed(session.options().seed)
        .data(fingerprint)
        .cancelledBy(already)
        .checkpoint(file)
        .start(problem);
  }

  private Path checkpoints() {
    Path named = session.options().checkpoint;
    return named != null ? named : target.resolveSibling(target.getFileName() + "-checkpoint");
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

  private static String line(RunStatus status) {
    StringBuilder line = new StringBuilder("Step " + status.progress().steps());
    status
        .progress()
        .measures()
        .forEach((name, value) ->
            line.append(String.format(Locale.ROOT, ", %s %.4g", words(name), value)));
    return line.append(", ").append(status.elapsed().toSeconds()).append(" s").toString();
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
