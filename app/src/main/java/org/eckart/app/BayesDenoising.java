package org.eckart.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Figure;
import org.eckart.app.report.Figure.Width;
import org.eckart.app.report.Picture;
import org.eckart.app.report.Report;
import org.eckart.app.report.Report.Headline;
import org.eckart.app.report.Section;
import org.eckart.bayes.chain.ChainsState;
import org.eckart.bayes.chain.Posterior;
import org.eckart.bayes.normalproduct.Interval;
import org.eckart.bayes.normalproduct.Noise;
import org.eckart.bayes.normalproduct.ProductChain;
import org.eckart.bayes.normalproduct.ProductCompletion;
import org.eckart.bayes.normalproduct.ProductModel;
import org.eckart.bayes.normalproduct.ProductOptions;
import org.eckart.bayes.normalproduct.ProductPosterior;
import org.eckart.bayes.normalproduct.ProductProblem;
import org.eckart.bayes.normalproduct.ProductSampler;
import org.eckart.core.observe.ObservedEntries;
import org.eckart.core.provenance.Fingerprint;
import org.eckart.core.provenance.Provenance;
import org.eckart.core.run.Outcome;
import org.eckart.core.store.RecordJson;
import org.eckart.data.array.DenseArray;
import org.eckart.data.array.LabelledMatrix;
import org.eckart.data.array.Npy;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.recovery.denoising.DenoisedMatrix;
import org.eckart.recovery.denoising.Denoising;
import org.eckart.recovery.denoising.DenoisingOptions;
import org.eckart.recovery.denoising.StoredMatrix;
import org.jspecify.annotations.Nullable;

/**
 * {@code denoise --method bayes}: the posterior mean of a low-rank signal under white noise, with
 * an interval for each entry. How many directions stand out, and the noise level unless it is
 * given, are those that shrinkage finds; the chains get some directions more than that.
 */
final class BayesDenoising {
  /** Directions beyond those that stand out of the noise. */
  private static final int SPARE = 10;

  private final Session session;
  private final String source;
  private final Path target;
  private final double level;
  private final Parallel parallel;

  /**
   * @param level of the intervals
   */
  BayesDenoising(Session session, String source, Path target, double level, Parallel parallel) {
    this.session = session;
    this.source = source;
    this.target = target;
    this.level = level;
    this.parallel = parallel;
  }

  /**
   * @param read NaN where missing
   * @param shrinkage how rank and noise are found
   * @param offsets whether rows and columns have offsets
   */
  void run(LabelledMatrix read, boolean image, DenoisingOptions shrinkage, boolean offsets)
      throws Exception {
    Matrix y = read.values();
    boolean holes = read.missing() > 0;
    Denoising denoising = new Denoising(shrinkage, parallel);
    DenoisedMatrix first =
        session.timed("fit", () -> holes ? denoising.ofObserved(y) : denoising.of(y));
    ProductOptions options = options(first, y, shrinkage, offsets);
    ProductProblem problem = ProductProblem.of(y, options, parallel);
    try (OutputFolder folder = OutputFolder.open(target, session.options().force)) {
      Outcome<ChainsState<ProductChain>, Posterior> outcome =
          session.timed(
              "fit",
              () ->
                  new ChainsRun(session, target)
                      .drive(
                          new ProductSampler(options),
                          problem,
                          Fingerprint.of(y).toString(),
                          parallel));
      if (outcome == null) {
        return;
      }
      ProductPosterior found = new ProductCompletion(options).estimate(problem, outcome.state());
      BayesMethod.warnings(found).forEach(session::warn);
      Entries entries = session.timed("fit", () -> entries(found.model(), y));
      tell(found, entries, y);
      session.timed(
          "write",
          () -> {
            write(folder, entries, image);
            ModelFolder writing = new ModelFolder(session, folder);
            writing.model(
                BayesModel.of(found.model(), observed(read), null), provenance(options, outcome));
            writing.page(page(found, entries, y, image));
            writing.publish();
            return folder;
          });
    }
  }

  private static ObservedEntries observed(LabelledMatrix read) {
    double[] all = read.values().array();
    int n = read.values().columns();
    int[] seen = IntStream.range(0, all.length).filter(k -> !Double.isNaN(all[k])).toArray();
    return ObservedEntries.of(
        read.rows(),
        read.columns(),
        Arrays.stream(seen).map(k -> k / n).toArray(),
        Arrays.stream(seen).map(k -> k % n).toArray(),
        Arrays.stream(seen).mapToDouble(k -> all[k]).toArray());
  }

  private String provenance(ProductOptions options, Outcome<?, ?> outcome) {
    return RecordJson.write(
        Provenance.begin(BayesMethod.NAME, options)
            .withSeed(session.options().seed)
            .withThreads(session.options().threadCount())
            .withSeconds(outcome.seconds()));
  }

  private ProductOptions options(
      DenoisedMatrix first, Matrix y, DenoisingOptions shrinkage, boolean offsets) {
    int most = Math.min(y.rows(), y.columns());
    int rank = shrinkage.rank().orElse(Math.min(most, first.rank() + SPARE));
    Noise noise =
        first.noiseLevel() > 0 ? new Noise.Known(first.noiseLevel()) : new Noise.Learned();
    ProductOptions options =
        ProductOptions.plain(noise).withRank(Math.max(1, rank)).withOffsets(offsets);
    return options.withSchedule(options.schedule().withSeed(session.options().seed));
  }

  /** Posterior mean of each entry, the ends of its interval, and the sum of variances. */
  private record Entries(Matrix mean, Matrix lower, Matrix upper) {}

  private Entries entries(ProductModel model, Matrix y) {
    int n = y.columns();
    Matrix mean = Matrix.zeros(y.rows(), n);
    Matrix lower = Matrix.zeros(y.rows(), n);
    Matrix upper = Matrix.zeros(y.rows(), n);
    parallel.forEachBlock(
        y.rows(),
        i -> {
          for (int j = 0; j < n; j++) {
            Interval found = model.expected(i, j, level);
            mean.set(i, j, found.value());
            lower.set(i, j, found.lower());
            upper.set(i, j, found.upper());
          }
        });
    return new Entries(mean, lower, upper);
  }

  private void tell(ProductPosterior found, Entries entries, Matrix y) {
    Map<String, @Nullable Object> result = session.envelope().result();
    int rank = (int) Math.round(found.diagnostic("aboveNoise").median());
    double loss =
        parallel.sum(
            y.rows(),
            i ->
                IntStream.range(0, y.columns())
                    .mapToDouble(j -> found.model().variance(i, j))
                    .sum());
    result.put("rows", y.rows());
    result.put("columns", y.columns());
    result.put("rank", rank);
    result.put("sigma", found.noise());
    result.put("components", components(found.model().directions()));
    result.put("predictedLoss", loss);
    result.put("predictedRmse", Math.sqrt(loss / y.array().length));
    result.put("meanIntervalWidth", meanWidth(entries));
    result.putAll(BayesMethod.result(found));
    Console console = session.console();
    console.say("%s, %d × %d".formatted(console.strong(source), y.rows(), y.columns()));
    console.say(
        "%d %s out of noise of level %s; expected error of an entry %s; intervals of %.0f %% are %s wide on average"
            .formatted(
                rank,
                rank == 1 ? "direction stands" : "directions stand",
                CompletionSummary.number(found.noise()),
                CompletionSummary.number(Math.sqrt(loss / y.array().length)),
                100 * level,
                CompletionSummary.number(meanWidth(entries))));
  }

  /** Of the posterior mean. */
  private static List<Map<String, Object>> components(Svd directions) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (int k = 0; k < directions.s().size(); k++) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("shrunk", directions.s().get(k));
      list.add(one);
    }
    return list;
  }

  private static double meanWidth(Entries entries) {
    double sum = 0;
    for (int k = 0; k < entries.mean().array().length; k++) {
      sum += entries.upper().array()[k] - entries.lower().array()[k];
    }
    return sum / entries.mean().array().length;
  }

  private void write(OutputFolder folder, Entries entries, boolean image) {
    Npy.write(folder.resolve("denoised.npy"), DenseArray.of(entries.mean()));
    session.envelope().output("denoised", folder.published("denoised.npy"));
    Npy.write(folder.resolve("lower.npy"), DenseArray.of(entries.lower()));
    session.envelope().output("lower", folder.published("lower.npy"));
    Npy.write(folder.resolve("upper.npy"), DenseArray.of(entries.upper()));
    session.envelope().output("upper", folder.published("upper.npy"));
    if (image) {
      DenoiseWork.writeImage(session, folder, source, entries.mean());
    }
  }

  private Report page(ProductPosterior found, Entries entries, Matrix y, boolean image) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        new Section(
            "Before and after",
            "Matrices of more than 512 rows or columns are shown by evenly spaced ones.",
            MatrixPictures.of(StoredMatrix.of(filled(y)), StoredMatrix.of(entries.mean()), image)));
    List<Figure> width =
        List.of(
            Picture.grey(
                "Width of the intervals",
                "Dark means uncertain: from lower to upper, each holding %s %% of the posterior."
                    .formatted(Binning.text(100 * level)),
                Width.HALF,
                entries.upper().minus(entries.lower()).scaled(-1)));
    sections.add(new Section("How sure each entry is", "", width));
    sections.addAll(new BayesPage(found).sections());
    return Report.ofSections(
        "denoising",
        source,
        "%s × %s matrix, posterior mean of a low-rank signal."
            .formatted(CompletionPage.count(y.rows()), CompletionPage.count(y.columns())),
        List.of(
            new Headline(
                "directions",
                "%.0f".formatted(found.diagnostic("aboveNoise").median()),
                "stand out of the noise"),
            new Headline("noise", Binning.text(found.noise()), "standard deviation"),
            new Headline(
                "effective rank",
                "%.1f".formatted(found.diagnostic("effectiveRank").median()),
                "median over draws"),
            new Headline(
                "largest R-hat", "%.3f".formatted(found.largestRhat()), "below 1.01 chains agree")),
        sections,
        DenoisePage.facts(y.rows(), y.columns()),
        DenoisePage.options(session),
        DenoisePage.provenance(session),
        session.envelope().warnings());
  }

  /** For pictures, holes are shown as 0. */
  private static Matrix filled(Matrix y) {
    Matrix filled = y.copy();
    for (int k = 0; k < filled.array().length; k++) {
      filled.array()[k] = Double.isNaN(filled.array()[k]) ? 0 : filled.array()[k];
    }
    return filled;
  }
}
