package org.eckart.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.bayes.nuclear.NuclearEvidence;
import org.eckart.bayes.nuclear.NuclearPosterior;
import org.eckart.bayes.nuclear.Penalty;
import org.jspecify.annotations.Nullable;

/** What is told of a posterior: the envelope's result, and lines for people. */
final class PosteriorSummary {
  private final Session session;
  private final PosteriorTask task;

  PosteriorSummary(Session session, PosteriorTask task) {
    this.session = session;
    this.task = task;
  }

  void fill(NuclearPosterior found, double noise, double seconds) {
    Map<String, @Nullable Object> result = session.envelope().result();
    Posterior draws = found.draws();
    result.put("draws", draws.chains() * draws.draws());
    result.put("engine", found.engine().word());
    result.put(
        "lambda",
        found
            .lambda()
            .map(PosteriorSummary::told)
            .orElseGet(() -> fixed(task.penalty() instanceof Penalty.Fixed f ? f.value() : 0)));
    result.put("noise", found.noise().map(PosteriorSummary::told).orElseGet(() -> fixed(noise)));
    Diagnostic norm = found.diagnostics().sequencedValues().getFirst();
    double least = found.leastEntryEss();
    double slowest =
        found.slowest().map(name -> found.diagnostic(name).bulkEss()).orElse(Double.NaN);
    double bulk = Double.isNaN(least) ? slowest : Math.min(least, slowest);
    double tail =
        found.diagnostics().values().stream()
            .mapToDouble(Diagnostic::tailEss)
            .filter(Double::isFinite)
            .min()
            .orElse(Double.NaN);
    Map<String, @Nullable Object> ess = new LinkedHashMap<>();
    ess.put("bulk", bulk);
    ess.put("tail", tail);
    ess.put("perSecond", bulk / seconds);
    ess.put("leastEntry", least);
    ess.put("medianEntry", found.medianEntryEss());
    ess.put("slowest", found.slowest().orElse(null));
    result.put("ess", ess);
    result.put(
        "rhat",
        found.diagnostics().values().stream()
            .mapToDouble(Diagnostic::rhat)
            .filter(Double::isFinite)
            .max()
            .orElse(Double.NaN));
    result.put("nuclearNorm", told(norm));
    Map<String, @Nullable Object> ranks = new LinkedHashMap<>();
    ranks.put("effective", told(found.diagnostic("effectiveRank")));
    ranks.put("aboveNoise", told(found.diagnostic("aboveNoise")));
    ranks.put("mode", found.modeRank().isPresent() ? found.modeRank().getAsInt() : null);
    result.put("rank", ranks);
    result.put("residualCheck", found.residualCheck());
    result.put("steinScore", found.steinScore());
    Console console = session.console();
    console.say(
        "%d chains of %d draws by %s: R-hat %s, least effective draws %s (%s)"
            .formatted(
                draws.chains(),
                draws.draws(),
                found.engine().word(),
                CompletionSummary.number((Double) result.get("rhat")),
                CompletionSummary.number(bulk),
                least < slowest ? "an entry" : PosteriorPage.plain(found.slowest().orElse("-"))));
    console.say(
        "nuclear norm %s ± %s%s"
            .formatted(
                CompletionSummary.number(norm.mean()),
                CompletionSummary.number(norm.sd()),
                found
                    .lambda()
                    .map(l ->
                        ", lambda %s (90 %%: %s to %s)"
                            .formatted(
                                CompletionSummary.number(l.median()),
                                CompletionSummary.number(l.q05()),
                                CompletionSummary.number(l.q95())))
                    .orElse("")));
  }

  static Map<String, @Nullable Object> told(Diagnostic found) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("mean", found.mean());
    all.put("sd", found.sd());
    all.put("q05", found.q05());
    all.put("median", found.median());
    all.put("q95", found.q95());
    all.put("mcse", found.mcse());
    all.put("rhat", found.rhat());
    all.put("bulkEss", found.bulkEss());
    all.put("tailEss", found.tailEss());
    return all;
  }

  private static Map<String, @Nullable Object> fixed(double value) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("mean", value);
    all.put("sd", 0.0);
    return all;
  }

  void truth(PosteriorTruth truth) {
    session.envelope().result().put("truth", truth.told(task.level()));
    session.console().say(truth.sentence(task.level()));
  }

  void evidence(List<NuclearEvidence> evidence) {
    List<Map<String, @Nullable Object>> told = new java.util.ArrayList<>();
    for (NuclearEvidence one : evidence) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      all.put("lambda", one.lambda());
      all.put("logEvidence", one.log());
      all.put("mcse", one.error());
      told.add(all);
      session
          .console()
          .say(
              "log evidence %s ± %s at lambda %s"
                  .formatted(
                      CompletionSummary.number(one.log()),
                      CompletionSummary.number(one.error()),
                      CompletionSummary.number(one.lambda())));
    }
    session.envelope().result().put("evidence", told);
  }
}
