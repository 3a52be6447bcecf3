package org.eckart.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.eckart.bayes.chain.Chains;
import org.eckart.bayes.chain.ChainsState;
import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.chain.Sampler;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.RunStatus;
import org.eckart.core.run.StopReason;
import org.eckart.linalg.Parallel;
import org.jspecify.annotations.Nullable;

/** Runs chains for a verb: progress line, time limit, checkpoint, resuming, Ctrl-C. */
final class ChainsRun {
  private static final String STATE = "chains";

  /** Fewer cannot be judged. */
  private static final int LEAST_DRAWS = 4;

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
    Chains<P, C> chains = new Chains<>(sampler, parallel);
    String first = sampler.traced(problem).getFirst();
    int draws = sampler.schedule().draws();
    RunDriver driver =
        RunDriver.of(session, target, fingerprint)
            .keptAs(STATE)
            .showing(status -> line(status, first, draws));
    Outcome<ChainsState<C>, Posterior> outcome = driver.toItsEnd(chains, problem);
    if (outcome == null || outcome.reason() != StopReason.DEADLINE) {
      return outcome;
    }
    if (outcome.estimate().draws() < LEAST_DRAWS) {
      session.warn(
          "Stopped by --max-time while the chains were still warming up; nothing is written");
      driver.interrupted(chains, problem, outcome);
      return null;
    }
    session.warn(
        "Stopped by --max-time after %d of %d draws a chain"
            .formatted(outcome.estimate().draws(), draws));
    return outcome;
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
    line.append(", ").append(RunDriver.times(status));
    return line.toString();
  }
}
