package org.eckart.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eckart.app.PosteriorCommand.PosteriorTask;
import org.eckart.bayes.chain.Chains;
import org.eckart.bayes.chain.ChainsState;
import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.bayes.nuclear.Engine;
import org.eckart.bayes.nuclear.NuclearChain;
import org.eckart.bayes.nuclear.NuclearOptions;
import org.eckart.bayes.nuclear.NuclearPosterior;
import org.eckart.bayes.nuclear.NuclearProblem;
import org.eckart.bayes.nuclear.NuclearSampler;
import org.eckart.bayes.nuclear.Penalty;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.Run;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.LabelledMatrix;
import org.eckart.data.array.MatrixOptions;
import org.eckart.data.array.MatrixReader;
import org.eckart.data.array.Npy;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.recovery.completion.Completion;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.completion.CompletionProblem;
import org.eckart.recovery.spectrum.Spectrum;
import org.jspecify.annotations.Nullable;

/** A posterior from the file to the report. */
final class PosteriorWork {
  private final Session session;
  private final PosteriorTask task;
  private final Path target;
  private final Parallel parallel;

  PosteriorWork(Session session, PosteriorTask task, Path target, Parallel parallel) {
    this.session = session;
    this.task = task;
    this.target = target;
    this.parallel = parallel;
  }

  void run() throws Exception {
    LabelledMatrix read =
        session.timed(
            "read",
            () ->
                MatrixReader.read(
                    task.matrix(),
                    new MatrixOptions(
                        MatrixOptions.Names.DETECT,
                        MatrixOptions.Names.DETECT,
                        task.decimal(),
                        List.of(),
                        false)));
    Matrix y = read.values();
    describe(y, read.missing());
    Double given = task.noiseLevel();
    double noise = given != null ? given : session.timed("fit", () -> estimatedNoise(y, read));
    NuclearProblem problem = NuclearProblem.of(y, noise);
    NuclearOptions asked = options(y);
    NuclearSampler sampler = session.timed("fit", () -> sampler(problem, asked, y));
    tellOptions(sampler, noise);
    Schedule schedule = sampler.schedule();
    long bytes =
        Chains.bytes(schedule, sampler.traced(problem).size(), y.array().length)
            + 8L * y.array().length * (6 + (long) schedule.chains() * schedule.stored());
    if (session.options().explain) {
      session.envelope().result().put("memoryMiB", bytes >> 20);
      session
          .console()
          .say(
              "Would draw %d chains of %d + %d iterations by '%s' for a %d × %d matrix, with about %d MiB"
                  .formatted(
                      schedule.chains(),
                      schedule.warmup(),
                      schedule.draws(),
                      sampler.engine().word(),
                      y.rows(),
                      y.columns(),
                      bytes >> 20));
      return;
    }
    try (OutputFolder folder = OutputFolder.open(target, session.options().force)) {
      Outcome<ChainsState<NuclearChain>, Posterior> outcome =
          session.timed(
              "fit",
              () ->
                  new ChainsRun(session, target)
                      .drive(sampler, problem, Fingerprint.of(y) + " with noise " + noise, parallel));
      if (outcome == null) {
        return;
      }
      NuclearPosterior found =
          session.timed(
              "fit", () -> NuclearPosterior.of(problem, sampler, outcome.estimate(), parallel));
      found.warnings().forEach(session::warn);
      fill(found, noise, outcome.seconds());
      session.timed(
          "write",
          () -> {
            write(folder, y, found);
            return folder;
          });
    }
  }

  private void describe(Matrix y, long missing) {
    Map<String, @Nullable Object> input = session.envelope().input();
    input.put("source", task.matrix());
    input.put("rows", y.rows());
    input.put("columns", y.columns());
    input.put("missing", missing);
  }

  /**
   * The spectrum's median against that of white noise, or what denoising of the seen part leaves.
   */
  private double estimatedNoise(Matrix y, LabelledMatrix read) {
    double noise;
    if (read.missing() == 0) {
      noise = Spectrum.of(Svd.of(y).s(), y.rows(), y.columns()).noiseLevel();
    } else {
      noise = completedNoise(read);
    }
    if (!(noise > 0)) {
      throw new UsageException(
          "The noise level cannot be told from %s (the estimate is %s); say it with --noise",
          task.matrix(), noise);
    }
    if (Math.min(y.rows(), y.columns()) < 10) {
      session.warn(
          "The noise level %s is read off %d singular values, which is a rough guess; say it with --noise"
              .formatted(CompletionSummary.number(noise), Math.min(y.rows(), y.columns())));
    }
    return noise;
  }

  /** What a low-rank fit of the observed entries leaves; its rank is chosen on held-out ones. */
  private double completedNoise(LabelledMatrix read) {
    CompletionOptions options = CompletionOptions.defaults().withSeed(session.options().seed);
    double noise =
        Run.of(new Completion(options))
            .start(CompletionProblem.of(read.observed(), options, parallel))
            .estimate()
            .model()
            .noiseLevel();
    session.warn(
        "Entries are missing, so the noise level %s is that of a low-rank fit; if you know it, say it with"
                .formatted(CompletionSummary.number(noise))
            + " --noise");
    return noise;
  }

  private NuclearOptions options(Matrix y) {
    Engine engine = task.engine();
    Schedule schedule = schedule(engine, y);
    return new NuclearOptions(engine, task.penalty(), task.learnsNoise(), schedule);
  }

  private Schedule schedule(Engine engine, Matrix y) {
    return task.chains()
        .schedule(engine.warmup(), engine.draws(), y.array().length, session.options().seed);
  }

  /** With the lengths that the engine chosen needs. */
  private NuclearSampler sampler(NuclearProblem problem, NuclearOptions asked, Matrix y) {
    NuclearSampler first = NuclearSampler.of(problem, asked);
    if (task.engine() != Engine.AUTO || first.engine() == Engine.SPECTRAL) {
      return first;
    }
    if (first.engine() == Engine.NORMAL_PRODUCT) {
      session.warn(
          "The matrix is large, so draws are of the calibrated normal product, whose posterior mean"
              + " is within about 1 % of the exact one; ask for --engine jg to have it exact");
    }
    return NuclearSampler.of(
        problem,
        NuclearOptions.of(first.engine(), task.penalty())
            .withSchedule(schedule(first.engine(), y)));
  }

  private void tellOptions(NuclearSampler sampler, double noise) {
    Map<String, @Nullable Object> options = session.envelope().options();
    Schedule schedule = sampler.schedule();
    options.put("engine", sampler.engine().word());
    options.put(
        "lambda", task.penalty() instanceof Penalty.Fixed fixed ? fixed.value() : "learned");
    options.put("noise", task.learnsNoise() ? "learned" : noise);
    options.put("chains", schedule.chains());
    options.put("warmup", schedule.warmup());
    options.put("draws", schedule.draws());
    options.put("ess", schedule.enough().isPresent() ? schedule.enough().getAsInt() : null);
    options.put("level", task.level());
  }

  private void fill(NuclearPosterior found, double noise, double seconds) {
    Map<String, @Nullable Object> result = session.envelope().result();
    Posterior draws = found.draws();
    result.put("draws", draws.chains() * draws.draws());
    result.put("engine", found.engine().word());
    result.put(
        "lambda",
        found
            .lambda()
            .map(PosteriorWork::told)
            .orElseGet(() -> fixed(task.penalty() instanceof Penalty.Fixed f ? f.value() : 0)));
    result.put("noise", found.noise().map(PosteriorWork::told).orElseGet(() -> fixed(noise)));
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

  private void write(OutputFolder folder, Matrix y, NuclearPosterior found) throws Exception {
    Matrix mean = found.mean();
    Matrix lower = found.quantile((1 - task.level()) / 2);
    Matrix upper = found.quantile((1 + task.level()) / 2);
    save(folder, "mean", mean);
    save(folder, "lower", lower);
    save(folder, "upper", upper);
    save(folder, "sd", found.sd());
    DrawsFile.write(folder.resolve("draws.safetensors"), found.draws(), y.rows(), y.columns());
    session.envelope().output("draws", folder.published("draws.safetensors"));
    ModelFolder writing = new ModelFolder(session, folder);
    writing.page(new PosteriorPage(session, task).of(y, mean, lower, upper, found));
    writing.publish();
  }

  private void save(OutputFolder folder, String name, Matrix values) {
    Npy.write(folder.resolve(name + ".npy"), DenseArray.of(values));
    session.envelope().output(name, folder.published(name + ".npy"));
  }
}
