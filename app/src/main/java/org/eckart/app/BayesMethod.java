package org.eckart.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.eckart.bayes.chain.ChainsState;
import org.eckart.bayes.diagnose.Diagnostic;
import org.eckart.bayes.normalproduct.Noise;
import org.eckart.bayes.normalproduct.Output;
import org.eckart.bayes.normalproduct.ProductChain;
import org.eckart.bayes.normalproduct.ProductCompletion;
import org.eckart.bayes.normalproduct.ProductOptions;
import org.eckart.bayes.normalproduct.ProductPosterior;
import org.eckart.bayes.normalproduct.ProductProblem;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.run.Algorithm;
import org.eckart.linalg.Parallel;
import org.eckart.recovery.completion.CompletionOptions;
import org.jspecify.annotations.Nullable;

/**
 * {@code --method bayes}: draws from the posterior of a normal product.
 *
 * @param rowFeatures what else is known of rows; null for nothing
 * @param columnFeatures likewise of columns
 */
record BayesMethod(
    ProductOptions options,
    @Nullable FeatureTable rowFeatures,
    @Nullable FeatureTable columnFeatures)
    implements CompletionMethod<ProductProblem, ChainsState<ProductChain>, ProductPosterior> {
  static final String NAME = "bayes";

  /** Chains that agree less than this have not come to the same answer. */
  private static final double DISAGREE = 1.05;

  private static final int BLOCK = 4096;

  /** Training errors are of this many entries at most, evenly spaced. */
  private static final int MOST_JUDGED = 200_000;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Algorithm<ProductProblem, ChainsState<ProductChain>, ProductPosterior> algorithm() {
    return new ProductCompletion(options);
  }

  @Override
  public boolean runsToItsEnd() {
    return true;
  }

  @Override
  public boolean isTooEarly(ProductPosterior found) {
    return !found.hasModel();
  }

  @Override
  public String fingerprint(ObservedEntries entries) {
    String features =
        (rowFeatures == null ? "" : rowFeatures.fingerprint(entries.rowLabels()))
            + (columnFeatures == null ? "" : columnFeatures.fingerprint(entries.columnLabels()));
    return Fingerprint.of(entries) + features;
  }

  /** Rows and columns that only their features are known of, behind those with entries. */
  @Override
  public ObservedEntries withLabelled(ObservedEntries entries) {
    Labels rows =
        rowFeatures == null ? entries.rowLabels() : rowFeatures.extended(entries.rowLabels());
    Labels columns =
        columnFeatures == null
            ? entries.columnLabels()
            : columnFeatures.extended(entries.columnLabels());
    return rows == entries.rowLabels() && columns == entries.columnLabels()
        ? entries
        : ObservedEntries.of(
            rows, columns, entries.rowArray(), entries.columnArray(), entries.valueArray());
  }

  @Override
  public ProductProblem problem(ObservedEntries entries, Parallel parallel) {
    ProductProblem problem = ProductProblem.of(entries, options, parallel);
    if (rowFeatures != null) {
      problem = problem.withRowFeatures(rowFeatures.of(entries.rowLabels()));
    }
    return columnFeatures == null
        ? problem
        : problem.withColumnFeatures(columnFeatures.of(entries.columnLabels()));
  }

  @Override
  public Fitted fitted(ProductPosterior found, ObservedEntries entries, Parallel parallel) {
    BayesModel model =
        BayesModel.of(
            found.model(),
            entries,
            rowFeatures == null ? null : rowFeatures.coding(entries.rowLabels()));
    return new Fitted(
        model,
        found.iterations(),
        0,
        trainRmse(model, entries, parallel),
        Double.NaN,
        Double.NaN,
        found.noise(),
        List.of(),
        null,
        null,
        new Remarks(result(found), "", warnings(found), new BayesPage(found).sections()));
  }

  private static double trainRmse(Completed model, ObservedEntries entries, Parallel parallel) {
    int step = Math.max(1, entries.count() / MOST_JUDGED);
    int count = Math.ceilDiv(entries.count(), step);
    double squares =
        parallel.sum(
            Math.ceilDiv(count, BLOCK),
            block -> {
              double sum = 0;
              for (int t = block * BLOCK; t < Math.min(count, (block + 1) * BLOCK); t++) {
                int k = t * step;
                double e = entries.value(k) - model.predict(entries.row(k), entries.column(k));
                sum += e * e;
              }
              return sum;
            });
    return Math.sqrt(squares / count);
  }

  static List<String> warnings(ProductPosterior found) {
    List<String> warnings = new ArrayList<>();
    double rhat = found.largestRhat();
    if (rhat > DISAGREE) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "The chains disagree about '%s' (R-hat %.3f, wanted below 1.01); predictions average"
                  + " over them, but run longer with --draws and --warmup before you trust intervals",
              BayesPage.plain(found.slowest().orElse("")),
              rhat));
    }
    return warnings;
  }

  /** What chains came to, under keys of the envelope's result. */
  static Map<String, @Nullable Object> result(ProductPosterior found) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("chains", found.draws().chains());
    result.put("draws", found.draws().draws());
    result.put("kept", found.model().draws());
    result.put("rhat", found.largestRhat());
    Map<String, @Nullable Object> ess = new LinkedHashMap<>();
    ess.put("slowest", found.slowest().orElse(null));
    ess.put(
        "bulk", found.slowest().map(name -> found.diagnostic(name).bulkEss()).orElse(Double.NaN));
    ess.put("leastEntry", found.entryEss()[0]);
    ess.put("medianEntry", found.entryEss()[1]);
    result.put("ess", ess);
    Map<String, @Nullable Object> scalars = new LinkedHashMap<>();
    found.diagnostics().forEach((name, one) -> scalars.put(name, numbers(one)));
    result.put("posterior", scalars);
    result.put("checks", found.checks());
    if (found.model().isOrdinal()) {
      result.put("levels", found.model().levels());
    }
    return result;
  }

  private static Map<String, Object> numbers(Diagnostic one) {
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("mean", one.mean());
    numbers.put("sd", one.sd());
    numbers.put("q05", one.q05());
    numbers.put("median", one.median());
    numbers.put("q95", one.q95());
    numbers.put("rhat", one.rhat());
    numbers.put("bulkEss", one.bulkEss());
    numbers.put("tailEss", one.tailEss());
    return numbers;
  }

  @Override
  public Map<String, @Nullable Object> settings() {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    settings.put("rank", options.rank().isPresent() ? options.rank().getAsInt() : "auto");
    settings.put("outputKind", options.output().toString().toLowerCase(Locale.ROOT));
    if (options.output() == Output.GAUSSIAN) {
      settings.put(
          "noiseLevel",
          switch (options.noise()) {
            case Noise.Known known -> known.level();
            case Noise.ByRow _ -> BayesInput.NOISE_BY_ROW;
            case Noise.Learned _ -> BayesInput.NOISE_OF_ALL;
          });
    }
    settings.put("rowFeatures", rowFeatures == null ? null : rowFeatures.toString());
    settings.put("columnFeatures", columnFeatures == null ? null : columnFeatures.toString());
    settings.put("chains", options.schedule().chains());
    settings.put("warmup", options.schedule().warmup());
    settings.put("draws", options.schedule().draws());
    settings.put("kept", options.kept());
    return settings;
  }

  @Override
  public OptionalInt rank() {
    return options.rank();
  }

  @Override
  public boolean hasIntervals() {
    return true;
  }

  @Override
  public CompletionOptions offsetsAlone() {
    return FactorMethod.offsetsAlone(options.schedule().seed());
  }

  @Override
  public CompletionPlan.Cost cost(long rows, long columns, long entries) {
    return CompletionPlan.ofProduct(options, rows, columns, entries);
  }
}
