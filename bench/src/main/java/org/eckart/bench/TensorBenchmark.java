package org.eckart.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eckart.core.observe.Labels;
import org.eckart.core.observe.ObservedTensor;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Tensor;
import org.eckart.recovery.tucker.CompletionLoss;
import org.eckart.recovery.tucker.ScaledTucker;
import org.eckart.recovery.tucker.ScaledTuckerOptions;
import org.eckart.recovery.tucker.ScaledTuckerState;
import org.eckart.recovery.tucker.Tucker;
import org.eckart.recovery.tucker.TuckerCompletion;
import org.eckart.recovery.tucker.TuckerCompletionOptions;
import org.eckart.recovery.tucker.TuckerCompletionProblem;
import org.eckart.recovery.tucker.TuckerCompletionState;
import tools.jackson.databind.JsonNode;

/**
 * Completion of tensors: Eckart's two methods beside TensorLy's masked Tucker on 100 × 100 × 100
 * with a tenth observed, and a step on 10,000 × 5,000 × 500 with five million entries.
 *
 * <p>TensorLy fills what is missing from its model and decomposes again; it gets a given number of
 * steps, and the error that it then has is the one to which Eckart's time is taken.
 */
final class TensorBenchmark {
  private static final int RANK = 5;
  private static final double ACCURATE = 1e-8;
  private static final int[] PEER_STEPS = {10, 30};
  private static final int MOST_STEPS = 300;

  private final BenchOptions options;
  private final Sheet sheet;
  private final Consumer<String> progress;

  TensorBenchmark(BenchOptions options, Sheet sheet, Consumer<String> progress) {
    this.options = options;
    this.sheet = sheet;
    this.progress = progress;
  }

  Map<String, Object> run() throws IOException {
    int n = options.quick() ? 30 : 100;
    Tucker truth = published(n, options.quick() ? 3 : RANK, options.seed());
    double[] values = truth.tensor().array();
    RandomStream random = RandomStream.of(options.seed(), "observed");
    double[] mask = new double[values.length];
    double[] given = values.clone();
    for (int i = 0; i < mask.length; i++) {
      mask[i] = random.nextUniform() < (options.quick() ? 0.3 : 0.1) ? 1 : 0;
      given[i] = mask[i] == 1 ? values[i] : Double.NaN;
    }
    ObservedTensor entries = ObservedTensor.ofArray(given, n, n, n);
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("shape", List.of(n, n, n));
    input.put("observed", entries.count());
    input.put("rank", truth.ranks()[0]);
    Path folder = Files.createTempDirectory("eckart-bench");
    try (Parallel parallel = Parallel.of(options.threads())) {
      NpyArray.write(folder.resolve("truth.npy"), values, n, n, n);
      NpyArray.write(folder.resolve("mask.npy"), mask, n, n, n);
      complete(truth, entries, folder, parallel);
    } finally {
      CompletionBenchmark.delete(folder);
    }
    try (Parallel parallel = Parallel.of(options.threads())) {
      large(parallel);
    }
    return input;
  }

  /** The truth of the published figures at κ = 1. */
  private static Tucker published(int n, int r, long seed) {
    Tensor core = Tensor.zeros(r, r, r);
    for (int a = 0; a < r; a++) {
      for (int b = 0; b < r; b++) {
        core.set(1 / Math.sqrt(r), a, b, (2 * r - a - b) % r);
      }
    }
    RandomStream random = RandomStream.of(seed, "truth");
    List<Matrix> factors = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      Matrix signs = random.gaussian(n, r);
      for (int i = 0; i < signs.array().length; i++) {
        signs.array()[i] = Math.signum(signs.array()[i]);
      }
      factors.add(Svd.of(signs).u());
    }
    return new Tucker(core, factors);
  }

  /** Seconds and error after each step. */
  private record Curve(List<Double> seconds, List<Double> errors) {
    double secondsTo(double error) {
      for (int step = 0; step < errors.size(); step++) {
        if (errors.get(step) <= error) {
          return seconds.get(step);
        }
      }
      return Double.NaN;
    }
  }

  private void complete(Tucker truth, ObservedTensor entries, Path folder, Parallel parallel)
      throws IOException {
    String task =
        "completing a %s tensor of rank %d from %.0f %% of its entries"
            .formatted(entries.shapeText(), truth.ranks()[0], 100 * entries.density());
    gaussNewton(truth, entries, parallel); // compilation
    Curve fast = gaussNewton(truth, entries, parallel);
    Curve slow = scaled(truth, entries, parallel);
    sheet.seconds(task, Sheet.ECKART + " tucker", "to 1e-8", fast.secondsTo(ACCURATE));
    sheet.seconds(task, Sheet.ECKART + " scaledgd", "to 1e-8", slow.secondsTo(ACCURATE));
    sheet.add(task, Sheet.ECKART + " tucker", "steps", "", fast.errors().size() - 1);
    sheet.add(task, Sheet.ECKART + " scaledgd", "steps", "", slow.errors().size() - 1);
    Optional<PythonPeer> python = PythonPeer.start(folder, options.threads(), "tensor_peers.py");
    if (python.isEmpty()) {
      sheet.absent("TensorLy", "there is no python3 with NumPy on the PATH");
      return;
    }
    try (PythonPeer peer = python.get()) {
      JsonNode versions = peer.ask("peers").get("versions");
      if (!versions.has("tensorly")) {
        sheet.absent("TensorLy", "python3 does not find it; put it on PYTHONPATH");
        return;
      }
      peer.ask("load");
      for (int steps : PEER_STEPS) {
        progress.accept("TensorLy, " + steps + " steps");
        JsonNode answer = peer.ask("run " + truth.ranks()[0] + " " + steps);
        if (answer.has("failed")) {
          sheet.absent("TensorLy", answer.get("failed").asString());
          return;
        }
        double error = answer.get("error").asDouble();
        String quantity = "to the error of %d TensorLy steps".formatted(steps);
        String program = "TensorLy " + versions.get("tensorly").asString() + " masked Tucker";
        sheet.seconds(task, Sheet.ECKART + " tucker", quantity, fast.secondsTo(error));
        sheet.seconds(task, program, quantity, answer.get("seconds").asDouble());
        sheet.add(task, program, "error after %d steps".formatted(steps), "", error);
      }
    }
  }

  private Curve gaussNewton(Tucker truth, ObservedTensor entries, Parallel parallel) {
    progress.accept("Eckart tucker");
    TuckerCompletion algorithm =
        new TuckerCompletion(TuckerCompletionOptions.defaults().withRanks(truth.ranks()));
    TuckerCompletionProblem problem = TuckerCompletionProblem.of(entries, parallel);
    Curve curve = new Curve(new ArrayList<>(), new ArrayList<>());
    long begin = System.nanoTime();
    TuckerCompletionState state = algorithm.start(problem);
    note(curve, begin, algorithm.estimate(problem, state).model(), truth);
    double spent = curve.seconds().getLast();
    while (curve.errors().getLast() > ACCURATE / 100
        && algorithm.progress(problem, state).end().isEmpty()) {
      long start = System.nanoTime();
      state = algorithm.step(problem, state);
      spent += (System.nanoTime() - start) * 1e-9; // measuring the error takes no part
      curve.seconds().add(spent);
      curve.errors().add(algorithm.estimate(problem, state).model().relativeError(truth));
    }
    return curve;
  }

  private Curve scaled(Tucker truth, ObservedTensor entries, Parallel parallel) {
    progress.accept("Eckart scaledgd");
    ScaledTucker algorithm = new ScaledTucker(ScaledTuckerOptions.ranks(truth.ranks()));
    CompletionLoss loss = CompletionLoss.of(entries, parallel);
    Curve curve = new Curve(new ArrayList<>(), new ArrayList<>());
    long begin = System.nanoTime();
    ScaledTuckerState state = algorithm.start(loss);
    note(curve, begin, state.x(), truth);
    double spent = curve.seconds().getLast();
    while (curve.errors().getLast() > ACCURATE / 100 && curve.errors().size() < MOST_STEPS) {
      long start = System.nanoTime();
      state = algorithm.step(loss, state);
      spent += (System.nanoTime() - start) * 1e-9;
      curve.seconds().add(spent);
      curve.errors().add(state.x().relativeError(truth));
    }
    return curve;
  }

  private static void note(Curve curve, long begin, Tucker x, Tucker truth) {
    curve.seconds().add((System.nanoTime() - begin) * 1e-9);
    curve.errors().add(x.relativeError(truth));
  }

  /** A sparse tensor that no program could hold dense: 25 thousand million entries. */
  private void large(Parallel parallel) {
    int shrink = options.quick() ? 100 : 1;
    int[] shape = {10_000 / shrink, 5_000 / shrink, 500 / Math.min(shrink, 10)};
    int count = 5_000_000 / shrink;
    int rank = options.quick() ? 3 : 10;
    progress.accept("drawing %,d entries".formatted(count));
    RandomStream random = RandomStream.of(options.seed(), "large");
    int[][] index = new int[3][count];
    double[] value = new double[count];
    Matrix[] factors = new Matrix[3];
    for (int k = 0; k < 3; k++) {
      factors[k] = random.gaussian(shape[k], rank);
    }
    for (int e = 0; e < count; e++) {
      for (int k = 0; k < 3; k++) {
        index[k][e] = random.nextInt(shape[k]);
      }
      for (int t = 0; t < rank; t++) {
        double product = 1;
        for (int k = 0; k < 3; k++) {
          product *= factors[k].get(index[k][e], t);
        }
        value[e] += product / Math.sqrt(rank);
      }
      value[e] += 0.1 * random.nextGaussian();
    }
    List<Labels> labels = new ArrayList<>();
    for (int n : shape) {
      labels.add(Labels.numbered(n));
    }
    ObservedTensor entries = ObservedTensor.of(labels, index, value);
    String task =
        "one step on a %s tensor, %,d entries, rank %d".formatted(entries.shapeText(), count, rank);
    ScaledTucker scaled = new ScaledTucker(ScaledTuckerOptions.ranks(rank, rank, rank));
    CompletionLoss loss = CompletionLoss.of(entries, parallel);
    progress.accept("large: start");
    long begin = System.nanoTime();
    ScaledTuckerState state = scaled.start(loss);
    sheet.seconds(task, Sheet.ECKART + " scaledgd", "start", (System.nanoTime() - begin) * 1e-9);
    double[] seconds = new double[3];
    for (int k = -1; k < seconds.length; k++) {
      begin = System.nanoTime();
      state = scaled.step(loss, state);
      if (k >= 0) {
        seconds[k] = (System.nanoTime() - begin) * 1e-9;
      }
    }
    sheet.seconds(task, Sheet.ECKART + " scaledgd", "step", seconds);
    TuckerCompletion algorithm =
        new TuckerCompletion(TuckerCompletionOptions.defaults().withRanks(rank, rank, rank));
    TuckerCompletionProblem problem = TuckerCompletionProblem.of(entries, parallel);
    TuckerCompletionState next = algorithm.start(problem);
    for (int k = -1; k < seconds.length; k++) {
      progress.accept("large: step " + (k + 2));
      begin = System.nanoTime();
      next = algorithm.step(problem, next);
      if (k >= 0) {
        seconds[k] = (System.nanoTime() - begin) * 1e-9;
      }
    }
    sheet.seconds(task, Sheet.ECKART + " tucker", "step, with its inner iterations", seconds);
    sheet.add(
        task,
        Sheet.ECKART + " tucker",
        "heap allowed",
        "MiB",
        (double) (Runtime.getRuntime().maxMemory() >> 20));
  }
}
