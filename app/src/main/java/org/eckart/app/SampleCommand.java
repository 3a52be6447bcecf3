package org.eckart.app;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Chart;
import org.eckart.app.report.Chart.Axis;
import org.eckart.app.report.Figure.Width;
import org.eckart.app.report.Picture;
import org.eckart.app.report.Report;
import org.eckart.app.report.Report.Fact;
import org.eckart.app.report.Report.Headline;
import org.eckart.app.report.Section;
import org.eckart.bayes.chain.Chains;
import org.eckart.bayes.chain.ChainsState;
import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.bayes.nuclear.NuclearNormDistribution;
import org.eckart.bayes.nuclear.PriorOptions;
import org.eckart.bayes.nuclear.PriorSampler;
import org.eckart.core.run.Outcome;
import org.eckart.core.store.NamedArrays;
import org.eckart.linalg.Backend;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code eckart sample}. */
@Command(
    name = "sample",
    description = {
      "Draws matrices from the nuclear norm distribution, of density ∝ exp(−λ‖X‖_*).",
      "Writes draws.safetensors, and says what is known of the distribution exactly."
    },
    footer = {"", "Example:", "  eckart sample --rows 30 --columns 20 --lambda 2 --draws 500"})
final class SampleCommand extends Verb {
  private static final int EXACT_UP_TO = 100;

  @Option(names = "--rows", paramLabel = "N", required = true, description = "rows of a draw")
  int rows;

  @Option(names = "--columns", paramLabel = "N", required = true, description = "columns of a draw")
  int columns;

  @Option(
      names = "--lambda",
      paramLabel = "L",
      defaultValue = "1",
      description = "rate, above 0, in one over the units of an entry (${DEFAULT-VALUE})")
  double lambda = 1;

  @Mixin ChainOptions chains = new ChainOptions();

  @Override
  boolean isRun() {
    return true;
  }

  @Override
  void run(Session session) throws Exception {
    CommonOptions common = session.options();
    Path target = OutputFolder.choose(common, "sample-%d-by-%d".formatted(rows, columns));
    Backend.limitThreads(common.threadCount());
    NuclearNormDistribution nuclear = NuclearNormDistribution.of(rows, columns, lambda);
    PriorSampler.Shape shape = new PriorSampler.Shape(rows, columns);
    int entries = shape.entries();
    Schedule schedule = chains.schedule(PriorOptions.WARMUP, 1000, entries, common.seed);
    PriorSampler sampler = new PriorSampler(new PriorOptions(lambda, schedule));
    Map<String, @Nullable Object> options = session.envelope().options();
    options.put("rows", rows);
    options.put("columns", columns);
    options.put("lambda", lambda);
    options.put("chains", schedule.chains());
    options.put("draws", schedule.draws());
    options.put("stored", schedule.stored());
    long bytes =
        Chains.bytes(schedule, Math.min(rows, columns) + 2, entries)
            + 8L * entries * schedule.chains() * schedule.stored();
    if (common.explain) {
      try (Parallel parallel = Parallel.of(common.threadCount())) {
        Plan plan = Plan.ofRun(bytes, new Chains<>(sampler, parallel), shape, Integer.MAX_VALUE);
        plan.fill(session.envelope().result());
        session
            .console()
            .say(
                "Would draw %d chains of %d matrices of %d × %d, with %s"
                    .formatted(schedule.chains(), schedule.draws(), rows, columns, plan.words()));
      }
      return;
    }
    try (Parallel parallel = Parallel.of(common.threadCount());
        OutputFolder folder = OutputFolder.open(target, common.force)) {
      Outcome<ChainsState<NamedArrays>, Posterior> outcome =
          session.timed(
              "fit",
              () ->
                  new ChainsRun(session, target)
                      .drive(sampler, shape, "%d × %d".formatted(rows, columns), parallel));
      if (outcome == null) {
        return;
      }
      Posterior draws = outcome.estimate();
      fill(session, nuclear, draws, outcome.seconds(), parallel);
      session.timed(
          "write",
          () -> {
            DrawsFile.write(folder.resolve("draws.safetensors"), draws, rows, columns, null);
            session.envelope().output("draws", folder.published("draws.safetensors"));
            ModelFolder writing = new ModelFolder(session, folder);
            writing.page(page(session, nuclear, draws));
            writing.publish();
            return folder;
          });
    }
  }

  private void fill(
      Session session,
      NuclearNormDistribution nuclear,
      Posterior draws,
      double seconds,
      Parallel parallel) {
    Map<String, @Nullable Object> result = session.envelope().result();
    result.put("draws", draws.chains() * draws.draws());
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    given.put("mean", lambda);
    given.put("sd", 0.0);
    result.put("lambda", given);
    Map<String, @Nullable Object> none = new LinkedHashMap<>();
    none.put("mean", 0.0);
    none.put("sd", 0.0);
    result.put("noise", none);
    double bulk = Double.POSITIVE_INFINITY;
    double tail = Double.POSITIVE_INFINITY;
    double rhat = 0;
    String slowest = "";
    for (String name : draws.names()) {
      Diagnostic found = draws.diagnostic(name);
      if (found.bulkEss() < bulk) {
        bulk = found.bulkEss();
        slowest = name;
      }
      tail = Double.isNaN(found.tailEss()) ? tail : Math.min(tail, found.tailEss());
      rhat = Double.isNaN(found.rhat()) ? rhat : Math.max(rhat, found.rhat());
    }
    double[] entryEss =
        Arrays.stream(draws.watchedEss(parallel)).filter(Double::isFinite).sorted().toArray();
    Map<String, @Nullable Object> ess = new LinkedHashMap<>();
    ess.put("bulk", bulk);
    ess.put("tail", tail);
    ess.put("perSecond", bulk / seconds);
    ess.put("leastEntry", entryEss.length == 0 ? null : entryEss[0]);
    ess.put("slowest", slowest);
    result.put("ess", ess);
    result.put("rhat", rhat);
    result.put(
        "nuclearNorm", exact(draws.diagnostic("nuclearNorm"), (double) rows * columns / lambda));
    boolean small = Math.min(rows, columns) <= EXACT_UP_TO && (long) rows * columns <= 10_000;
    double square = small ? nuclear.meanPowerSum(2) : Double.NaN;
    result.put("square", exact(draws.diagnostic("square"), square));
    result.put("logNormaliser", small ? nuclear.logNormaliser() : null);
    result.put("entryVariance", small ? square / ((double) rows * columns) : null);
    session
        .console()
        .say(
            String.format(
                Locale.ROOT,
                "%d draws of %d × %d: nuclear norm %.5g (exactly %.5g), R-hat %.3f, least effective"
                    + " draws %.0f (%s)",
                draws.chains() * draws.draws(),
                rows,
                columns,
                draws.diagnostic("nuclearNorm").mean(),
                rows * columns / lambda,
                rhat,
                bulk,
                PosteriorPage.plain(slowest)));
    if (rhat >= Diagnostic.RHAT) {
      session.warn(
          String.format(
              Locale.ROOT, "The chains do not agree yet (R-hat %.3f); take more draws", rhat));
    }
  }

  private static Map<String, @Nullable Object> exact(Diagnostic found, double expected) {
    Map<String, @Nullable Object> told = PosteriorSummary.told(found);
    told.put("exact", expected);
    return told;
  }

  private Report page(Session session, NuclearNormDistribution nuclear, Posterior draws) {
    double[] all =
        Arrays.stream(draws.trace("nuclearNorm"))
            .flatMapToDouble(Arrays::stream)
            .sorted()
            .toArray();
    int points = 60;
    double[] at = new double[points];
    double[] seen = new double[points];
    double[] exact = new double[points];
    for (int k = 0; k < points; k++) {
      at[k] = all[0] + (all[all.length - 1] - all[0]) * k / (points - 1);
      int below = Arrays.binarySearch(all, at[k]);
      seen[k] = (below < 0 ? -below - 1 : below) / (double) all.length;
      exact[k] = nuclear.nuclearNorm().cumulativeProbability(at[k]);
    }
    int n = Math.min(rows, columns);
    double[] place = new double[n];
    double[] low = new double[n];
    double[] middle = new double[n];
    double[] high = new double[n];
    for (int k = 0; k < n; k++) {
      Diagnostic found = draws.diagnostic("s" + (k + 1));
      place[k] = k + 1.0;
      low[k] = found.q05();
      middle[k] = found.median();
      high[k] = found.q95();
    }
    List<Section> sections = new java.util.ArrayList<>();
    sections.add(
        new Section(
            "The law of the nuclear norm",
            "The nuclear norm is gamma distributed, exactly.",
            Chart.of(
                    "Distribution of the nuclear norm",
                    "Share of draws below, and the gamma law.",
                    Width.HALF,
                    Axis.linear("nuclear norm"),
                    Axis.linear("share below"))
                .line("draws", at, seen)
                .dashed("gamma law", at, exact),
            Chart.of(
                    "Singular values",
                    "Median and 90 % interval over draws.",
                    Width.HALF,
                    Axis.linear("place"),
                    Axis.linear("singular value"))
                .band("90 %", place, low, high)
                .line("90 %", place, middle)));
    if (draws.stored() > 0) {
      sections.add(
          new Section(
              "A draw",
              "",
              Picture.signed(
                  "The last draw stored of the first chain",
                  "",
                  Width.HALF,
                  Matrix.wrap(rows, columns, draws.stored(0, draws.stored() - 1)))));
    }
    return Report.ofSections(
        "draws",
        "%d × %d".formatted(rows, columns),
        "Matrices from the nuclear norm distribution with lambda %s."
            .formatted(Binning.text(lambda)),
        List.of(
            new Headline("draws", CompletionPage.count((long) draws.chains() * draws.draws()), ""),
            new Headline(
                "nuclear norm",
                Binning.text(draws.diagnostic("nuclearNorm").mean()),
                "exactly " + Binning.text(rows * columns / lambda))),
        sections,
        List.of(
            new Fact("rows", CompletionPage.count(rows)),
            new Fact("columns", CompletionPage.count(columns))),
        DenoisePage.options(session),
        DenoisePage.provenance(session),
        session.envelope().warnings());
  }
}
