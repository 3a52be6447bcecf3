package org.eckart.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eckart.bayes.chain.Chains;
import org.eckart.bayes.chain.ChainsState;
import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.chain.Sampler;
import org.eckart.core.run.Cancellation;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.Run;
import org.eckart.core.run.RunStatus;
import org.eckart.core.run.StopReason;
import org.eckart.linalg.Parallel;
import org.jspecify.annotations.Nullable;

/** Runs chains for a verb: progress line, time limit, checkpoint, resuming, Ctrl-C. */
final class ChainsRun {
  private static final String STATE = "chains.safetensors";

  private final Session session;
  private final Path target;

  ChainsRun(Session session, Path target) {
    this.session = session;
    this.target = target;
  }

  /**
   * The draws, or null where the command was stopped before its end; the session then has the
   * command that goes on.
   *
   * @param fingerprint of the data
   */
  <P, C> @Nullable Outcome<ChainsState<C>, Posterior> drive(
      Sampler<P, C> sampler, P problem, String fingerprint, Parallel parallel) throws IOException {
    CommonOptions common = session.options();
    Chains<P, C> chains = new Chains<>(sampler, parallel);
    Cancellation cancellation = new Cancellation();
    session.interrupts().onFirst(cancellation::cancel);
    boolean kept = common.checkpoint != null;
    Path checkpoints = checkpoints();
    if (kept) {
      Files.createDirectories(checkpoints);
    }
    String first = sampler.traced(problem).getFirst();
    int draws = sampler.schedule().draws();
    Run<P, ChainsState<C>, Posterior> run =
        Run.of(chains)
            .listener(status -> session.console().progress(line(status, first, draws)))
            .cancelledBy(cancellation)
            .data(fingerprint);
    if (common.maxTime != null) {
      run = run.timeLimit(common.maxTime);
    }
    if (kept) {
      run = run.checkpoint(checkpoints.resolve(STATE));
      if (common.checkpointEvery != null) {
        run = run.checkpointEvery(common.checkpointEvery);
      }
    }
    if (common.resume) {
      run = run.resume();
    }
    Outcome<ChainsState<C>, Posterior> outcome = run.start(problem);
    session.interrupts().onFirst(null);
    if (outcome.reason() == StopReason.CANCELLED) {
      if (!kept) {
        Files.createDirectories(checkpoints);
        Cancellation already = new Cancellation();
        already.cancel();
        Run.of(new Resumed<>(chains, outcome.state()))
            .data(fingerprint)
            .cancelledBy(already)
            .checkpoint(checkpoints.resolve(STATE))
            .start(problem);
      }
      session.interrupted(resumeCommand());
      return null;
    }
    if (outcome.reason() == StopReason.DEADLINE) {
      if (outcome.estimate().draws() < 4) {
        throw new UsageException(
            "--max-time ended the run while the chains were still warming up; give it more time, or"
                + " add --checkpoint and go on with --resume");
      }
      session.warn(
          "Stopped by --max-time after %d of %d draws a chain"
              .formatted(outcome.estimate().draws(), draws));
    }
    return outcome;
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

  private static String line(RunStatus status, String first, int draws) {
    Map<String, Double> measures = status.progress().measures();
    StringBuilder line = new StringBuilder();
    double done = measures.getOrDefault("draws", 0.0);
    if (done == 0) {
      line.append("Warming up");
    } else {
      line.append(String.format(Locale.ROOT, "Draw %.0f of %d", done, draws));
    }
    if (measures.containsKey(first)) {
      line.append(
          String.format(Locale.ROOT, ", %s %.4g", PosteriorPage.plain(first), measures.get(first)));
    }
    if (measures.containsKey("rhat")) {
      line.append(
          String.format(
              Locale.ROOT,
              ", R-hat %.3f, least ESS %.0f",
              measures.get("rhat"),
              measures.get("leastEss")));
    }
    line.append(", ").append(time(status.elapsed()));
    status.left().ifPresent(left -> line.append(", at most ").append(time(left)).append(" left"));
    return line.toString();
  }

  private static String time(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }
}
