package org.eckart.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eckart.core.run.Outcome;
import org.eckart.core.run.Run;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.Svd;
import org.eckart.recovery.robustpca.RobustPcaProblem;
import org.eckart.recovery.robustpca.Separation;
import org.eckart.recovery.robustpca.StagedOptions;
import org.eckart.recovery.robustpca.StagedRobustPca;
import tools.jackson.databind.JsonNode;

/**
 * Robust PCA of planted matrices of which a tenth of the entries is corrupted, to a relative error
 * of 1e-6: Eckart's staged method, which is told nothing, beside principal component pursuit by
 * inexact ALM, and TensorLy's robust_pca where Python has it, to the error that the latter reaches.
 *
 * <p>Large matrices are separated by Eckart alone.
 */
final class RobustPcaBenchmark {
  private static final String SCRIPT = "robust_pca_peer.py";
  private static final double ERROR = 1e-6;
  private static final int RANK = 10;

  /** TensorLy takes the full SVD of the matrix in each step. */
  private static final int LARGEST_FOR_PYTHON = 1000;

  private final BenchOptions options;
  private final Sheet sheet;
  private final Consumer<String> progress;

  RobustPcaBenchmark(BenchOptions options, Sheet sheet, Consumer<String> progress) {
    this.options = options;
    this.sheet = sheet;
    this.progress = progress;
  }

  Map<String, Object> run() throws IOException {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("rank", RANK);
    input.put("corrupted", CorruptedMatrix.CORRUPTED);
    input.put("relativeError", ERROR);
    try (Parallel parallel = Parallel.of(options.threads())) {
      if (options.quick()) {
        compare(400, 400, parallel);
        return input;
      }
      compare(1000, 1000, parallel);
      compare(5000, 5000, parallel);
      alone(500_000, 375, parallel);
    }
    return input;
  }

  private void compare(int m, int n, Parallel parallel) throws IOException {
    progress.accept("drawing a %d × %d matrix".formatted(m, n));
    CorruptedMatrix data = CorruptedMatrix.of(m, n, RANK, options.seed(), parallel);
    String task = task(m, n);
    separate(CorruptedMatrix.of(200, 200, RANK, 1, parallel), parallel); // compilation
    Outcome<?, Separation> found = separate(data, parallel);
    progress.accept("Eckart: " + found.steps() + " steps");
    verify(data.error(found.estimate().factors()), found.estimate().rank());
    sheet.seconds(task, Sheet.ECKART + " StagedRobustPca", "separate", found.seconds());
    sheet.add(task, Sheet.ECKART + " StagedRobustPca", "steps", "", found.steps());
    progress.accept("inexact ALM");
    InexactAlm.Result peer = InexactAlm.run(data.values(), x -> data.error(x) <= ERROR, parallel);
    String name = "principal component pursuit, inexact ALM";
    if (peer.reached()) {
      sheet.seconds(task, name, "separate", peer.seconds());
      sheet.add(task, name, "steps", "", peer.steps());
    } else {
      sheet.absent(
          name,
          "it did not reach the error in %d steps, %.1f s".formatted(peer.steps(), peer.seconds()));
    }
    if (Math.max(m, n) <= LARGEST_FOR_PYTHON) {
      tensorly(data, m, n, parallel);
    }
  }

  private void alone(int m, int n, Parallel parallel) {
    progress.accept("drawing a %d × %d matrix".formatted(m, n));
    CorruptedMatrix data = CorruptedMatrix.of(m, n, RANK, options.seed(), parallel);
    Outcome<?, Separation> found = separate(data, parallel);
    verify(data.error(found.estimate().factors()), found.estimate().rank());
    Runtime runtime = Runtime.getRuntime();
    String task = task(m, n);
    sheet.seconds(task, Sheet.ECKART + " StagedRobustPca", "separate", found.seconds());
    sheet.add(task, Sheet.ECKART + " StagedRobustPca", "steps", "", found.steps());
    sheet.add(
        task,
        Sheet.ECKART + " StagedRobustPca",
        "heap held",
        "MiB",
        (runtime.totalMemory() - runtime.freeMemory()) >> 20);
  }

  private static String task(int m, int n) {
    return "%d × %d of rank %d, a tenth corrupted, relative error ≤ %.0e"
        .formatted(m, n, RANK, ERROR);
  }

  private static Outcome<?, Separation> separate(CorruptedMatrix data, Parallel parallel) {
    return Run.of(new StagedRobustPca(StagedOptions.defaults()))
        .start(RobustPcaProblem.of(data.values(), parallel));
  }

  private static void verify(double error, int rank) {
    if (!(error <= ERROR) || rank != RANK) {
      throw new IllegalStateException(
          "Eckart found rank %d with a relative error of %.1e; its time would mean nothing"
              .formatted(rank, error));
    }
  }

  private void tensorly(CorruptedMatrix data, int m, int n, Parallel parallel) throws IOException {
    progress.accept("TensorLy");
    Path folder = Files.createTempDirectory("eckart-bench");
    try {
      Optional<PythonPeer> python = PythonPeer.start(folder, options.threads(), SCRIPT);
      if (python.isEmpty()) {
        sheet.absent("TensorLy", "there is no python3 with NumPy on the PATH");
        return;
      }
      try (PythonPeer peer = python.get()) {
        tensorly(
            peer,
            folder,
            data,
            "%d × %d of rank %d, a tenth corrupted".formatted(m, n, RANK),
            parallel);
      }
    } finally {
      CompletionBenchmark.delete(folder);
    }
  }

  private void tensorly(
      PythonPeer peer, Path folder, CorruptedMatrix data, String what, Parallel parallel)
      throws IOException {
    JsonNode versions = peer.ask("peers").get("versions");
    if (!versions.has("tensorly")) {
      sheet.absent("TensorLy", "python3 does not find it; put it on PYTHONPATH");
      return;
    }
    Matrix y = data.values();
    NpyArray.write(folder.resolve("y.npy"), y.array(), y.rows(), y.columns());
    Svd x = data.truth();
    NpyArray.write(folder.resolve("u.npy"), x.u().array(), x.u().rows(), x.rank());
    NpyArray.write(folder.resolve("s.npy"), x.s().toArray(), x.rank());
    NpyArray.write(folder.resolve("v.npy"), x.v().array(), x.v().rows(), x.rank());
    peer.ask("load");
    JsonNode answer = peer.ask("run");
    if (answer.has("failed")) {
      sheet.absent("TensorLy", answer.get("failed").asString());
      return;
    }
    double error = answer.get("error").asDouble();
    String task = what + ", to the relative error of TensorLy, %.1e".formatted(error);
    String name = "TensorLy " + versions.get("tensorly").asString() + " robust_pca";
    sheet.seconds(task, name, "separate", answer.get("seconds").asDouble());
    for (double tolerance = 1e-2; tolerance >= 1e-12; tolerance /= 10) {
      Outcome<?, Separation> found =
          Run.of(new StagedRobustPca(StagedOptions.defaults().withTolerance(tolerance)))
              .start(RobustPcaProblem.of(data.values(), parallel));
      if (data.error(found.estimate().factors()) <= error) {
        sheet.seconds(task, Sheet.ECKART + " StagedRobustPca", "separate", found.seconds());
        return;
      }
    }
    sheet.note("Eckart does not reach the error of TensorLy, %.1e".formatted(error));
  }
}
