package org.eckart.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.eckart.core.run.Run;
import org.eckart.data.image.IdxImages;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.Svd;
import org.eckart.linalg.Vector;
import org.eckart.recovery.sensing.DenseMeasurements;
import org.eckart.recovery.sensing.Measurements;
import org.eckart.recovery.spectralnet.LeastSquares;
import org.eckart.recovery.spectralnet.NuclearEstimate;
import org.eckart.recovery.spectralnet.NuclearMinimisation;
import org.eckart.recovery.spectralnet.NuclearOptions;
import org.eckart.recovery.spectralnet.SensingProblem;
import org.eckart.recovery.spectralnet.SpectralNet;
import org.eckart.recovery.spectralnet.SpectralNetEstimate;
import org.eckart.recovery.spectralnet.SpectralNetOptions;
import org.eckart.recovery.spectralnet.SpectralNetState;

/**
 * Spectral neural networks beside least squares, nuclear-norm minimisation and linear factorisation
 * of depth 3, on the signals and measurements of the paper: 10 × 10 with 75 Gaussian measurements,
 * and a digit of MNIST with 470 where its file is given by the system property {@code
 * eckart.bench.mnist} or lies in {@code ../shared/data/mnist}; and the time of a training step.
 */
final class SpectralNetBenchmark {
  private static final double NOISE = 1e-2;

  /** Programs whose median errors differ by less than this factor are compared by time. */
  private static final double SAME_ERROR = 1.5;

  private final BenchOptions options;
  private final Sheet sheet;
  private final Consumer<String> progress;

  SpectralNetBenchmark(BenchOptions options, Sheet sheet, Consumer<String> progress) {
    this.options = options;
    this.sheet = sheet;
    this.progress = progress;
  }

  Map<String, Object> run() {
    int signals = options.quick() ? 2 : 10;
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("signals", signals);
    try (Parallel parallel = Parallel.of(options.threads())) {
      small(signals, parallel);
      digit(parallel, input);
      step(parallel);
    }
    return input;
  }

  /** Errors and times by signal, of one program. */
  private static final class Column {
    private final double[] errors;
    private final double[] nuclear;
    private final double[] seconds;

    Column(int signals) {
      errors = new double[signals];
      nuclear = new double[signals];
      seconds = new double[signals];
    }

    void put(int k, Matrix found, Matrix truth, long startNanos) {
      seconds[k] = (System.nanoTime() - startNanos) * 1e-9;
      errors[k] = found.minus(truth).frobeniusNorm() / truth.frobeniusNorm();
      Vector s = Svd.of(found).s();
      for (int i = 0; i < s.size(); i++) {
        nuclear[k] += s.get(i);
      }
    }
  }

  private void small(int signals, Parallel parallel) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (String program :
        new String[] {
          Sheet.ECKART + " SpectralNet [4]",
          Sheet.ECKART + " SpectralNet [2, 2, 2, 2]",
          Sheet.ECKART + " NuclearMinimisation",
          "least squares",
          "depth 3, orthogonal start 0.1",
          "depth 3, identity start 1e-4"
        }) {
      columns.put(program, new Column(signals));
    }
    int count = 75;
    for (int k = 0; k < signals; k++) {
      progress.accept("10 × 10: signal %d of %d".formatted(k + 1, signals));
      RandomStream random = RandomStream.of(options.seed(), "signals").split(k);
      Matrix truth = decaying(10, random);
      DenseMeasurements operator =
          DenseMeasurements.of(10, 10, random.gaussian(count, 100).scaled(10));
      Measurements measured = measured(operator, truth, NOISE, random);
      SensingProblem problem = SensingProblem.of(measured, parallel);
      SpectralNetOptions net =
          SpectralNetOptions.defaults().withNoiseLevel(NOISE).withSeed(options.seed() + k);
      long start = System.nanoTime();
      Matrix found = Run.of(new SpectralNet(net)).start(problem).estimate().matrix();
      put(columns, Sheet.ECKART + " SpectralNet [4]", k, found, truth, start);
      start = System.nanoTime();
      found =
          Run.of(new SpectralNet(net.withWidths(2, 2, 2, 2).withInitialScale(1e-3)))
              .start(problem)
              .estimate()
              .matrix();
      put(columns, Sheet.ECKART + " SpectralNet [2, 2, 2, 2]", k, found, truth, start);
      start = System.nanoTime();
      found =
          Run.of(new NuclearMinimisation(NuclearOptions.defaults().withNoiseLevel(NOISE)))
              .start(problem)
              .estimate()
              .matrix();
      put(columns, Sheet.ECKART + " NuclearMinimisation", k, found, truth, start);
      start = System.nanoTime();
      found = LeastSquares.minimumNorm(measured);
      put(columns, "least squares", k, found, truth, start);
      start = System.nanoTime();
      DeepFactorisation deep = DeepFactorisation.fromOrthogonal(measured, 0.1, options.seed());
      for (double rate = 5e-3; !deep.descend(rate, 10_000); rate /= 3) {
        deep = DeepFactorisation.fromOrthogonal(measured, 0.1, options.seed());
      }
      put(columns, "depth 3, orthogonal start 0.1", k, deep.matrix(), truth, start);
      start = System.nanoTime();
      deep = DeepFactorisation.fromIdentity(measured, 1e-4, options.seed());
      deep.descend(5e-3, 20_000);
      put(columns, "depth 3, identity start 1e-4", k, deep.matrix(), truth, start);
    }
    String task = "10 × 10, %d measurements, noise %s".formatted(count, NOISE);
    columns.forEach((program, c) -> {
      sheet.add(task, program, "relative error", "", c.errors);
      sheet.add(task, program, "nuclear norm (truth 1)", "", c.nuclear);
    });
    Column net = Objects.requireNonNull(columns.get(Sheet.ECKART + " SpectralNet [4]"));
    double own = Spread.of(net.errors).median();
    columns.forEach((program, c) -> sheet.seconds(task, program, solved(c, own), c.seconds));
  }

  /** What a time is of: only programs that come near the same error are compared by it. */
  private static String solved(Column column, double error) {
    return Spread.of(column.errors).median() <= SAME_ERROR * error ? "solve" : "end far off";
  }

  private static void put(
      Map<String, Column> columns, String program, int k, Matrix found, Matrix truth, long start) {
    Column column = columns.get(program);
    if (column != null) {
      column.put(k, found, truth, start);
    }
  }

  /** UUᵀ with U uniform n × 6, of nuclear norm 1. */
  private static Matrix decaying(int n, RandomStream random) {
    Matrix u = Matrix.zeros(n, 6);
    for (int i = 0; i < u.array().length; i++) {
      u.array()[i] = random.nextUniform();
    }
    Matrix x = u.timesTranspose(u);
    double trace = 0;
    for (int i = 0; i < n; i++) {
      trace += x.get(i, i);
    }
    return x.scaled(1 / trace);
  }

  private static Measurements measured(
      DenseMeasurements operator, Matrix truth, double noise, RandomStream random) {
    double[] y = operator.measure(truth);
    for (int k = 0; k < y.length; k++) {
      y[k] += noise * random.nextGaussian();
    }
    return new Measurements(operator, Vector.wrap(y));
  }

  private void digit(Parallel parallel, Map<String, Object> input) {
    Path file =
        Path.of(
            System.getProperty(
                "eckart.bench.mnist", "../shared/data/mnist/t10k-images-idx3-ubyte.gz"));
    if (!Files.exists(file) || options.quick()) {
      if (!options.quick()) {
        sheet.absent("MNIST digit", "there is no file " + file);
      }
      return;
    }
    progress.accept("a digit, 28 × 28");
    Matrix image = IdxImages.read(file, 0, 1).getFirst();
    Vector s = Svd.of(image).s();
    double nuclear = 0;
    for (int k = 0; k < s.size(); k++) {
      nuclear += s.get(k);
    }
    Matrix truth = image.scaled(1 / nuclear);
    int count = 470;
    RandomStream random = RandomStream.of(options.seed(), "digit");
    DenseMeasurements operator =
        DenseMeasurements.of(28, 28, random.gaussian(count, 784).scaled(28));
    Measurements measured = measured(operator, truth, NOISE, random);
    SensingProblem problem = SensingProblem.of(measured, parallel);
    String task = "MNIST test digit 0, 28 × 28, %d measurements, noise %s".formatted(count, NOISE);
    Column net = new Column(1);
    Column convex = new Column(1);
    Column least = new Column(1);
    long start = System.nanoTime();
    SpectralNetEstimate found =
        Run.of(new SpectralNet(SpectralNetOptions.defaults().withNoiseLevel(NOISE)))
            .start(problem)
            .estimate();
    net.put(0, found.matrix(), truth, start);
    start = System.nanoTime();
    NuclearEstimate minimum =
        Run.of(new NuclearMinimisation(NuclearOptions.defaults().withNoiseLevel(NOISE)))
            .start(problem)
            .estimate();
    convex.put(0, minimum.matrix(), truth, start);
    start = System.nanoTime();
    least.put(0, LeastSquares.minimumNorm(measured), truth, start);
    sheet.add(task, Sheet.ECKART + " SpectralNet [4]", "relative error", "", net.errors);
    sheet.add(task, Sheet.ECKART + " SpectralNet [4]", "nuclear norm (truth 1)", "", net.nuclear);
    sheet.add(task, Sheet.ECKART + " SpectralNet [4]", "steps", "", found.steps());
    sheet.add(task, Sheet.ECKART + " NuclearMinimisation", "relative error", "", convex.errors);
    sheet.add(task, "least squares", "relative error", "", least.errors);
    sheet.seconds(task, Sheet.ECKART + " SpectralNet [4]", "solve", net.seconds);
    sheet.seconds(task, Sheet.ECKART + " NuclearMinimisation", "solve", convex.seconds);
    input.put("digit", file.getFileName().toString());
  }

  /** A training step at 32 × 32 with five neurons. */
  private void step(Parallel parallel) {
    RandomStream random = RandomStream.of(options.seed(), "step");
    int n = 32;
    int count = 600;
    DenseMeasurements operator =
        DenseMeasurements.of(n, n, random.gaussian(count, n * n).scaled(n));
    SensingProblem problem =
        SensingProblem.of(measured(operator, decaying(n, random), NOISE, random), parallel);
    SpectralNet net =
        new SpectralNet(SpectralNetOptions.defaults().withWidths(5).withoutSharedFrame());
    SpectralNetState state = net.start(problem);
    int batch = 100;
    double[] seconds = new double[9];
    for (int k = -5; k < seconds.length; k++) { // the first ones are compiled on the way
      long start = System.nanoTime();
      for (int i = 0; i < batch; i++) {
        state = net.step(problem, state);
      }
      if (k >= 0) {
        seconds[k] = (System.nanoTime() - start) * 1e-9 / batch;
      }
    }
    sheet.add(
        "A training step, 32 × 32, 5 neurons, %d measurements".formatted(count),
        Sheet.ECKART + " SpectralNet",
        "step",
        "ms",
        java.util.Arrays.stream(seconds).map(s -> 1e3 * s).toArray());
  }
}
