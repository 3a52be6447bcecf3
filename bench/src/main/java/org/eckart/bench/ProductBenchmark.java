package org.eckart.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eckart.bayes.chain.Chains;
import org.eckart.bayes.chain.ChainsState;
import org.eckart.bayes.chain.Schedule;
import org.eckart.bayes.normalproduct.Interval;
import org.eckart.bayes.normalproduct.Noise;
import org.eckart.bayes.normalproduct.ProductChain;
import org.eckart.bayes.normalproduct.ProductCompletion;
import org.eckart.bayes.normalproduct.ProductModel;
import org.eckart.bayes.normalproduct.ProductOptions;
import org.eckart.bayes.normalproduct.ProductProblem;
import org.eckart.bayes.normalproduct.ProductSampler;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.recovery.completion.Completion;
import org.eckart.recovery.completion.CompletionModel;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.completion.CompletionProblem;
import tools.jackson.databind.JsonNode;

/**
 * Draws from a normal product: time of a Gibbs iteration beside the same in NumPy, of one on ten
 * million entries, and the error and coverage on ratings beside the default completion.
 */
final class ProductBenchmark {
  private static final String PEER = "NumPy, batched Cholesky";
  private static final double NOISE = 0.5;
  private static final int RANK = 10;
  private static final int LARGE_RANK = 16;

  private final BenchOptions options;
  private final Sheet sheet;
  private final Consumer<String> progress;

  ProductBenchmark(BenchOptions options, Sheet sheet, Consumer<String> progress) {
    this.options = options;
    this.sheet = sheet;
    this.progress = progress;
  }

  Map<String, Object> run() throws IOException {
    int shrink = options.quick() ? 10 : 1;
    try (Parallel parallel = Parallel.of(options.threads())) {
      half(500 / shrink, 400 / shrink, parallel);
      large(10_000_000 / (shrink * shrink), parallel);
      ratings(options.quick() ? 20_000 : 1_000_000, parallel);
    }
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("rank", RANK);
    input.put("noise", NOISE);
    return input;
  }

  private void half(int rows, int columns, Parallel parallel) throws IOException {
    RandomStream random = RandomStream.of(options.seed(), "product benchmark");
    Matrix y =
        random
            .gaussian(rows, 5)
            .timesTranspose(random.gaussian(columns, 5))
            .plus(random.gaussian(rows, columns).scaled(NOISE));
    for (int k = 0; k < y.array().length; k++) {
      y.array()[k] = random.nextUniform() < 0.5 ? Double.NaN : y.array()[k];
    }
    String task = "%d × %d, half missing, d = %d".formatted(rows, columns, RANK);
    int sweeps = options.quick() ? 10 : 60;
    progress.accept(task);
    ProductOptions settings = ProductOptions.plain(new Noise.Known(NOISE)).withRank(RANK);
    double[] own = timed(ProductProblem.of(y, settings, parallel), settings, 20, sweeps, parallel);
    sheet.seconds(task, Sheet.ECKART, "an iteration", own);
    Path folder = Files.createTempDirectory("gibbs");
    NpyArray.write(folder.resolve("y.npy"), y.array(), rows, columns);
    Optional<PythonPeer> peer = PythonPeer.start(folder, options.threads(), "gibbs_peer.py");
    if (peer.isEmpty()) {
      sheet.absent(PEER, "there is no python3 with NumPy on the path");
      return;
    }
    try (PythonPeer python = peer.get()) {
      JsonNode answer = python.ask("sweep %d %s %d".formatted(RANK, NOISE, sweeps));
      double residual = answer.get("residual").asDouble();
      if (!(residual > 0.5 * NOISE && residual < 2 * NOISE)) {
        throw new IllegalStateException("the peer leaves a residual of " + residual);
      }
      double[] seconds = new double[sweeps];
      Arrays.setAll(seconds, k -> answer.get("seconds").get(k).asDouble());
      sheet.seconds(task, PEER, "an iteration", seconds);
    }
  }

  private void large(int entries, Parallel parallel) {
    int rows = Math.max(200, entries / 140);
    int columns = Math.max(100, entries / 900);
    String task = "%,d entries of %,d × %,d, d = %d".formatted(entries, rows, columns, LARGE_RANK);
    progress.accept(task);
    RatingsLike data = RatingsLike.of(rows, columns, entries, LARGE_RANK, options.seed());
    ProductOptions settings = ProductOptions.defaults().withRank(LARGE_RANK);
    ProductProblem problem = ProductProblem.of(data.train(), settings, parallel);
    double[] own = timed(problem, settings, 1, 3, parallel);
    sheet.seconds(task, Sheet.ECKART, "an iteration", own);
  }

  /** Seconds of each of so many iterations of one chain. */
  private static double[] timed(
      ProductProblem problem,
      ProductOptions settings,
      int warmup,
      int iterations,
      Parallel parallel) {
    Schedule schedule = Schedule.of(Schedule.LEAST_WARMUP, 1).withChains(1);
    ProductSampler sampler = new ProductSampler(settings.withSchedule(schedule));
    Chains<ProductProblem, ProductChain> chains = new Chains<>(sampler, parallel);
    ChainsState<ProductChain> state = chains.start(problem);
    double[] seconds = new double[iterations];
    ProductChain at = state.chains().getFirst();
    for (int k = -warmup; k < iterations; k++) {
      long start = System.nanoTime();
      at = sampler.iterated(problem, at, RandomStream.of(k, "benchmark"));
      if (k >= 0) {
        seconds[k] = (System.nanoTime() - start) * 1e-9;
      }
    }
    return seconds;
  }

  /** Error and coverage of held-out ratings. */
  private void ratings(int entries, Parallel parallel) {
    String task = "%,d ratings, some held out".formatted(entries);
    progress.accept(task);
    RatingsLike data =
        RatingsLike.of(entries / 100, entries / 200, entries, LARGE_RANK, options.seed());
    CompletionOptions defaults = CompletionOptions.defaults();
    long start = System.nanoTime();
    CompletionModel completed =
        Run.of(new Completion(defaults))
            .start(CompletionProblem.of(data.train(), defaults, parallel))
            .estimate()
            .model();
    double seconds = (System.nanoTime() - start) * 1e-9;
    ProductOptions settings =
        ProductOptions.defaults()
            .withRank(LARGE_RANK)
            .withSchedule(Schedule.of(options.quick() ? 40 : 60, 60).withChains(2));
    start = System.nanoTime();
    ProductModel drawn =
        Run.of(new ProductCompletion(settings))
            .start(ProductProblem.of(data.train(), settings, parallel))
            .estimate()
            .model();
    double own = (System.nanoTime() - start) * 1e-9;
    double[] errors = new double[2];
    int inside = 0;
    int count = data.test().count();
    for (int k = 0; k < count; k++) {
      int i = data.test().row(k);
      int j = data.test().column(k);
      double value = data.test().value(k);
      Interval interval = drawn.predict(i, j, 0.9);
      double e = value - interval.value();
      double f = value - completed.predict(i, j);
      errors[0] += e * e / count;
      errors[1] += f * f / count;
      inside += interval.lower() <= value && value <= interval.upper() ? 1 : 0;
    }
    String drawing = Sheet.ECKART + " --method bayes";
    String plain = Sheet.ECKART + " default completion";
    sheet.add(task, drawing, "held-out error", "RMSE", Math.sqrt(errors[0]));
    sheet.add(task, plain, "held-out error", "RMSE", Math.sqrt(errors[1]));
    sheet.add(task, drawing, "coverage of 90 % intervals", "part", (double) inside / count);
    sheet.add(task, drawing, "whole fit", "s", own);
    sheet.add(task, plain, "whole fit", "s", seconds);
  }
}
