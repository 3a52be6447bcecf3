package org.eckart.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eckart.bayes.chain.Chains;
import org.eckart.bayes.chain.ChainsState;
import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.nuclear.Engine;
import org.eckart.bayes.nuclear.NuclearChain;
import org.eckart.bayes.nuclear.NuclearEvidence;
import org.eckart.bayes.nuclear.NuclearOptions;
import org.eckart.bayes.nuclear.NuclearPosterior;
import org.eckart.bayes.nuclear.NuclearProblem;
import org.eckart.bayes.nuclear.NuclearSampler;
import org.eckart.bayes.nuclear.Penalty;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.Cancellation;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.Run;
import org.eckart.data.array.LabelledMatrix;
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
  private static final int EVIDENCE_WARMUP = 100;
  private static final int EVIDENCE_DRAWS = 300;
  private static final double MOSTLY_MEAN = 0.5;

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
    PosteriorInput input = session.timed("read", () -> PosteriorInput.read(task));
    LabelledMatrix read = input.seen();
    Matrix y = read.values();
    describe(input);
    Double given = task.noiseLevel();
    double noise = given != null ? given : session.timed("fit", () -> estimatedNoise(y, read));
    NuclearProblem problem = NuclearProblem.of(y, noise);
    NuclearOptions asked = options(y);
    NuclearSampler sampler = session.timed("fit", () -> sampler(problem, asked, y));
    tellOptions(sampler, noise);
    if (task.evidence().length > 0) {
      if (task.learnsNoise()) {
        throw new UsageException(
            "--evidence compares lambdas at a known noise level, and --noise is learn; give a"
                + " number");
      }
      NuclearEvidence.refuse(problem, task.evidence());
    }
    Schedule schedule = sampler.schedule();
    long bytes =
        Chains.bytes(schedule, sampler.traced(problem).size(), y.array().length)
            + 8L * y.array().length * (6 + (long) schedule.chains() * schedule.stored());
    if (session.options().explain) {
      Plan plan = Plan.ofRun(bytes, new Chains<>(sampler, parallel), problem, Integer.MAX_VALUE);
      plan.fill(session.envelope().result());
      session
          .console()
          .say(
              "Would draw %d chains of %d + %d iterations by '%s' for a %d × %d matrix, with %s"
                  .formatted(
                      schedule.chains(),
                      schedule.warmup(),
                      schedule.draws(),
                      sampler.engine().word(),
                      y.rows(),
                      y.columns(),
                      plan.words()));
      return;
    }
    try (OutputFolder folder = OutputFolder.open(target, session.options().force)) {
      Outcome<ChainsState<NuclearChain>, Posterior> outcome =
          session.timed(
              "fit",
              () ->
                  new ChainsRun(session, target)
                      .drive(
                          sampler, problem, Fingerprint.of(y) + " with noise " + noise, parallel));
      if (outcome == null) {
        return;
      }
      NuclearPosterior found =
          session.timed(
              "fit", () -> NuclearPosterior.of(problem, sampler, outcome.estimate(), parallel));
      found.warnings().forEach(session::warn);
      warnOfOffset(input);
      PosteriorSummary summary = new PosteriorSummary(session, task);
      summary.fill(found, noise, outcome.seconds());
      Matrix mean = input.restored(found.mean());
      Matrix known = input.truth();
      PosteriorTruth truth =
          known == null ? null : PosteriorTruth.of(input, known, mean, found, task.level());
      if (truth != null) {
        summary.truth(truth);
      }
      List<NuclearEvidence> evidence = List.of();
      if (task.evidence().length > 0) {
        evidence = session.timed("evidence", () -> evidence(problem, schedule));
        summary.evidence(evidence);
      }
      List<NuclearEvidence> compared = evidence;
      session.timed(
          "write",
          () -> {
            new PosteriorFolder(session, task, folder).write(input, mean, found, truth, compared);
            return folder;
          });
    }
  }

  /** At each λ asked for, with shorter chains than the posterior's own. */
  private List<NuclearEvidence> evidence(NuclearProblem problem, Schedule schedule) {
    Cancellation cancellation = new Cancellation();
    session.interrupts().onFirst(cancellation::cancel);
    Schedule each =
        Schedule.of(EVIDENCE_WARMUP, Math.min(schedule.draws(), EVIDENCE_DRAWS))
            .withChains(schedule.chains())
            .withSeed(schedule.seed());
    List<NuclearEvidence> found =
        NuclearEvidence.of(problem, task.evidence(), each, parallel, cancellation);
    session.interrupts().onFirst(null);
    if (found.size() < task.evidence().length) {
      session.warn(
          "Interrupted after the evidence of %d of %d lambdas"
              .formatted(found.size(), task.evidence().length));
    }
    return found;
  }

  /** A picture has a mean, and nobody is told so. */
  private void warnOfOffset(PosteriorInput input) {
    if (!PosteriorTask.isImage(task.matrix()) && input.offsetShare() > MOSTLY_MEAN) {
      session.warn(
          "%.0f %% of the sum of squares of the entries is their mean, which this prior draws towards 0;"
                  .formatted(100 * input.offsetShare())
              + " take it out first with --center both");
    }
  }

  private void describe(PosteriorInput input) {
    Map<String, @Nullable Object> told = session.envelope().input();
    told.put("source", task.matrix());
    told.put("rows", input.given().rows());
    told.put("columns", input.given().columns());
    told.put("missing", input.seen().missing());
    if (input.given().array().length == 0) {
      throw new UsageException("%s is empty, so there is no posterior of it", task.matrix());
    }
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
    options.put("center", task.center().toString());
    options.put("observed", task.observed());
    options.put("truth", task.truth());
  }
}
