package org.eckart.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eckart.linalg.LanczosOptions;
import org.eckart.linalg.LinearOperator;
import org.eckart.linalg.Matrix;
import org.eckart.linalg.Parallel;
import org.eckart.linalg.RandomStream;
import org.eckart.linalg.SparseMatrix;
import org.eckart.linalg.TruncatedSvd;
import tools.jackson.databind.JsonNode;

/**
 * Leading singular triplets: Eckart's block Lanczos beside SciPy's and scikit-learn's solvers, and
 * a matrix product beside a direct call of OpenBLAS.
 *
 * <p>Every solver gets the loosest setting that brings the relative residual of all triplets to the
 * tolerance; Eckart's residual and theirs are computed here, by the same code, before a time
 * counts.
 */
final class SvdBenchmark {
  private static final double TOLERANCE = 1e-8;
  private static final int REPETITIONS = 3;

  private final BenchOptions options;
  private final Sheet sheet;
  private final Consumer<String> progress;
  private final int rank;

  SvdBenchmark(BenchOptions options, Sheet sheet, Consumer<String> progress) {
    this.options = options;
    this.sheet = sheet;
    this.progress = progress;
    this.rank = options.quick() ? 10 : 50;
  }

  Map<String, Object> run() throws IOException {
    int shrink = options.quick() ? 10 : 1;
    Path folder = Files.createTempDirectory("eckart-bench");
    Map<String, Object> input = new LinkedHashMap<>();
    try (Parallel parallel = Parallel.of(options.threads())) {
      progress.accept("drawing the matrices");
      SparseMatrix sparse =
          SvdInputs.sparse(
              20_000 / shrink, 10_000 / shrink, 5_000_000 / shrink / shrink, options.seed());
      Matrix dense = SvdInputs.dense(4_000 / shrink, 2_000 / shrink, options.seed());
      input.put("rank", rank);
      input.put("tolerance", TOLERANCE);
      input.put("sparse", List.of(sparse.rows(), sparse.columns(), sparse.entries()));
      input.put("dense", List.of(dense.rows(), dense.columns()));
      NpyArray.write(folder.resolve("values.npy"), sparse.values(), sparse.entries());
      NpyArray.write(folder.resolve("indices.npy"), sparse.indices());
      NpyArray.write(folder.resolve("starts.npy"), sparse.starts());
      NpyArray.write(folder.resolve("shape.npy"), new int[] {sparse.rows(), sparse.columns()});
      NpyArray.write(folder.resolve("dense.npy"), dense.array(), dense.rows(), dense.columns());
      Optional<PythonPeer> python = PythonPeer.start(folder, options.threads());
      try {
        if (python.isEmpty()) {
          sheet.absent("SciPy, scikit-learn", "there is no python3 with NumPy on the PATH");
        }
        compare("sparse", sparse, folder, python, parallel);
        compare("dense", dense, folder, python, parallel);
        products(2_000 / shrink, folder, python);
      } finally {
        if (python.isPresent()) {
          python.get().close();
        }
      }
      return input;
    } finally {
      CompletionBenchmark.delete(folder);
    }
  }

  /** A solver of a peer, and how it must be set to reach the tolerance. */
  private record Solver(String name, String program, String setting) {}

  private void compare(
      String kind, LinearOperator a, Path folder, Optional<PythonPeer> python, Parallel parallel)
      throws IOException {
    String task =
        "%d leading triplets of a %s %d × %d matrix, residual ≤ %.0e"
            .formatted(rank, kind, a.rows(), a.columns(), TOLERANCE);
    List<Solver> solvers = new ArrayList<>();
    if (python.isPresent()) {
      calibrate(kind, python.get(), solvers);
    }
    LanczosOptions lanczos = LanczosOptions.rank(rank).withTolerance(TOLERANCE);
    List<Double> own = new ArrayList<>();
    List<List<Double>> theirs = new ArrayList<>();
    List<List<Double>> theirCpu = new ArrayList<>();
    double[] worst = new double[solvers.size() + 1];
    for (int p = 0; p < solvers.size(); p++) {
      theirs.add(new ArrayList<>());
      theirCpu.add(new ArrayList<>());
    }
    for (int k = -1; k < REPETITIONS; k++) { // −1 is thrown away: compilation, page faults
      progress.accept("%s: repetition %d of %d".formatted(kind, k + 1, REPETITIONS));
      settle();
      long start = System.nanoTime();
      TruncatedSvd found = TruncatedSvd.lanczos(a, lanczos, parallel);
      double seconds = (System.nanoTime() - start) * 1e-9;
      worst[0] = Math.max(worst[0], verified(a, found, "Eckart"));
      if (k >= 0) {
        own.add(seconds);
      }
      for (int p = 0; p < solvers.size() && python.isPresent(); p++) {
        Solver solver = solvers.get(p);
        settle();
        JsonNode answer =
            python.get().ask("run " + solver.name + " " + rank + " " + solver.setting);
        if (k < 0) {
          worst[p + 1] = verified(a, folder, solver.program);
        } else {
          theirs.get(p).add(answer.get("seconds").asDouble());
          theirCpu.get(p).add(answer.get("cpu").asDouble());
        }
      }
    }
    sheet.seconds(task, Sheet.ECKART + " TruncatedSvd.lanczos", "solve", values(own));
    sheet.add(task, Sheet.ECKART + " TruncatedSvd.lanczos", "largest residual", "", worst[0]);
    for (int p = 0; p < solvers.size(); p++) {
      sheet.seconds(task, solvers.get(p).program, "solve", values(theirs.get(p)));
      sheet.cpuSeconds(task, solvers.get(p).program, "solve", values(theirCpu.get(p)));
      sheet.add(task, solvers.get(p).program, "largest residual", "", worst[p + 1]);
    }
  }

  /**
   * Waits until nobody spins: for some 30 ms after a product OpenBLAS's threads keep their cores
   * busy, here and in Python.
   */
  private static void settle() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void calibrate(String kind, PythonPeer python, List<Solver> solvers) throws IOException {
    JsonNode here = python.ask("peers");
    JsonNode loaded = python.ask("load " + kind);
    if (loaded.has("failed")) {
      sheet.absent("SciPy", loaded.get("failed").asString());
      return;
    }
    for (JsonNode name : here.get("solvers")) {
      String solver = name.asString();
      String library = solver.startsWith("sklearn") ? "scikit-learn" : "scipy";
      String version = here.get("versions").get(library).asString();
      progress.accept(kind + ": finding the setting of " + solver);
      JsonNode found = python.ask("calibrate " + solver + " " + rank + " " + TOLERANCE);
      String program = library + " " + version + " " + solver;
      if (found.has("failed")) {
        sheet.absent(program + ", " + kind, found.get("failed").asString());
      } else {
        String setting = found.get("setting").asString();
        String label = solver.startsWith("sklearn") ? " n_iter " : " tol ";
        solvers.add(new Solver(solver, program + label + setting, setting));
      }
    }
  }

  private double verified(LinearOperator a, TruncatedSvd found, String program) {
    return checked(
        residual(a, found.triplets().u(), found.triplets().s().toArray(), found.triplets().v()),
        program);
  }

  private double verified(LinearOperator a, Path folder, String program) throws IOException {
    Matrix u = NpyArray.matrix(folder.resolve("u.npy"), a.rows(), rank);
    Matrix s = NpyArray.matrix(folder.resolve("s.npy"), rank, 1);
    Matrix v = NpyArray.matrix(folder.resolve("v.npy"), a.columns(), rank);
    return checked(residual(a, u, s.array(), v), program);
  }

  private static double checked(double residual, String program) {
    if (!(residual <= TOLERANCE)) {
      throw new IllegalStateException(
          "%s left a residual of %.2e where %.0e was asked for; its time would mean nothing"
              .formatted(program, residual, TOLERANCE));
    }
    return residual;
  }

  /** The largest of ‖Av − su‖ and ‖Aᵀu − sv‖ over all triplets, relative to s₁. */
  static double residual(LinearOperator a, Matrix u, double[] s, Matrix v) {
    return Math.max(distance(a.times(v), u, s), distance(a.transposeTimes(u), v, s)) / s[0];
  }

  private static double distance(Matrix product, Matrix side, double[] s) {
    double largest = 0;
    for (int k = 0; k < s.length; k++) {
      double squares = 0;
      for (int i = 0; i < product.rows(); i++) {
        double e = product.get(i, k) - s[k] * side.get(i, k);
        squares += e * e;
      }
      largest = Math.max(largest, Math.sqrt(squares));
    }
    return largest;
  }

  private void products(int n, Path folder, Optional<PythonPeer> python) throws IOException {
    String task = "Product of two %d × %d matrices of doubles".formatted(n, n);
    Matrix a = RandomStream.of(options.seed(), "a").gaussian(n, n);
    Matrix b = RandomStream.of(options.seed(), "b").gaussian(n, n);
    NpyArray.write(folder.resolve("a.npy"), a.array(), n, n);
    NpyArray.write(folder.resolve("b.npy"), b.array(), n, n);
    List<Double> own = new ArrayList<>();
    List<Double> direct = new ArrayList<>();
    List<Double> numpy = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      Optional<DirectGemm> openBlas = DirectGemm.of(a, b, options.threads(), arena);
      int times = 4 * REPETITIONS;
      progress.accept("products: " + times + " repetitions");
      for (int k = -3; k < times; k++) {
        long start = System.nanoTime();
        Matrix c = a.times(b);
        double seconds = (System.nanoTime() - start) * 1e-9;
        double directSeconds = 0;
        if (openBlas.isPresent()) {
          start = System.nanoTime();
          openBlas.get().run();
          directSeconds = (System.nanoTime() - start) * 1e-9;
          if (k == -3 && c.minus(openBlas.get().result()).largestMagnitude() > 1e-9 * n) {
            throw new IllegalStateException("Matrix.times and cblas_dgemm disagree");
          }
        }
        if (k >= 0) {
          own.add(seconds);
          direct.add(directSeconds);
        }
      }
      settle();
      for (int k = -3; k < times && python.isPresent(); k++) {
        double seconds = python.get().ask("gemm").get("seconds").asDouble();
        if (k >= 0) {
          numpy.add(seconds);
        }
      }
      sheet.seconds(task, Sheet.ECKART + " Matrix.times", "product", values(own));
      sheet.add(task, Sheet.ECKART + " Matrix.times", "speed", "GFLOP/s", speeds(own, n));
      if (openBlas.isPresent()) {
        sheet.seconds(task, "OpenBLAS cblas_dgemm, called directly", "product", values(direct));
      } else {
        sheet.absent("OpenBLAS, called directly", "its library was not found in this process");
      }
      if (python.isPresent()) {
        sheet.seconds(task, "NumPy matmul into a given array", "product", values(numpy));
      }
    }
  }

  private static double[] speeds(List<Double> seconds, int n) {
    return seconds.stream().mapToDouble(s -> 2e-9 * n * n * n / s).toArray();
  }

  private static double[] values(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
