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
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Completing a table of ratings: Eckart, LIBMF and Spark's ALS on the same files.
 *
 * <p>First it is found out, untimed, how many sweeps (Eckart) or passes (LIBMF) bring the test
 * error to a target; then whole processes that do just that run in turn, from text file to stored
 * model. Last, each program runs to where it settles.
 */
final class CompletionBenchmark {
  private static final int RANK = 16;
  private static final int REPETITIONS = 5;
  private static final int QUICK_REPETITIONS = 3;

  /** Of Spark, whose fits take some twenty seconds. */
  private static final int SLOW_REPETITIONS = 3;

  /** Memory that each of Eckart's processes may use: five million ratings fit in it. */
  private static final String HEAP = "1g";

  private final BenchOptions options;
  private final Sheet sheet;
  private final Consumer<String> progress;
  private final int repetitions;

  /** Sizes of a table, and the error that makes a model useful there. */
  private record Case(int rows, int columns, int entries, int rank, double target) {
    static final Case FULL = new Case(50_000, 10_000, 5_000_000, 20, 0.7780);
    static final Case QUICK = new Case(3_000, 800, 100_000, 20, 0.88);
  }

  CompletionBenchmark(BenchOptions options, Sheet sheet, Consumer<String> progress) {
    this.options = options;
    this.sheet = sheet;
    this.progress = progress;
    this.repetitions = options.quick() ? QUICK_REPETITIONS : REPETITIONS;
  }

  Map<String, Object> run() throws IOException {
    Case size = options.quick() ? Case.QUICK : Case.FULL;
    Path folder = Files.createTempDirectory("eckart-bench");
    try {
      progress.accept("drawing " + size.entries + " ratings");
      RatingsLike ratings =
          RatingsLike.of(size.rows, size.columns, size.entries, size.rank, options.seed());
      Path train = folder.resolve("train.txt");
      Path test = folder.resolve("test.txt");
      RatingsLike.write(ratings.train(), train);
      RatingsLike.write(ratings.test(), test);
      Map<String, Object> input = new LinkedHashMap<>();
      input.put("rows", size.rows);
      input.put("columns", size.columns);
      input.put("train", ratings.train().count());
      input.put("test", ratings.test().count());
      input.put("rank", size.rank);
      input.put("noiseFloor", ratings.noiseFloor());
      input.put("target", size.target);
      sheet.note(
          "%d × %d, %d ratings to fit and %d to test; noise floor %.4f"
              .formatted(
                  size.rows,
                  size.columns,
                  ratings.train().count(),
                  ratings.test().count(),
                  ratings.noiseFloor()));
      toTarget(folder, train, test, size.target);
      settled(folder, train, test);
      spark(train, test);
      command(folder, ratings);
      return input;
    } finally {
      delete(folder);
    }
  }

  private void toTarget(Path folder, Path train, Path test, double target) throws IOException {
    String task = "Rank %d to a test RMSE of %.4f".formatted(RANK, target);
    Path model = folder.resolve("model");
    progress.accept("Eckart: finding the number of sweeps to " + target);
    JsonNode probe = trial("probe", train, test.toString(), model, RANK, 0, target).answer;
    if (!probe.has("sweeps")) {
      sheet.note("Eckart's rank " + RANK + " does not reach " + target);
      return;
    }
    int sweeps = probe.get("sweeps").asInt();
    String eckart = Sheet.ECKART + " --rank " + RANK + ", " + sweeps + " sweeps";
    JsonNode checked = trial("timed", train, test.toString(), model, RANK, sweeps, target).answer;
    double reached = checked.get("testRmse").asDouble();
    if (reached > target) {
      throw new IllegalStateException(
          "Eckart ended at %s where its probe had reached %s".formatted(reached, target));
    }

    Optional<LibmfPeer> libmf = LibmfPeer.find(RANK, options.threads());
    LibmfPeer.Setting setting = null;
    if (libmf.isPresent()) {
      progress.accept("LIBMF: choosing its settings");
      setting = libmf.get().tune(train, test, model, target);
      sheet.add(
          "Lowest test RMSE of any pass and setting tried",
          "LIBMF -k " + RANK,
          "test RMSE",
          "",
          setting.bestRmse());
      if (setting.passes() == 0) {
        sheet.absent("LIBMF to " + target, "no setting tried reaches it in 30 passes");
      }
    } else {
      sheet.absent("LIBMF", "there is no mf-train on the PATH");
    }
    Series own = new Series();
    Series ownCpu = new Series();
    Series fit = new Series();
    Series read = new Series();
    Series theirs = new Series();
    Series theirCpu = new Series();
    for (int k = 0; k < repetitions; k++) {
      progress.accept("to %s: repetition %d of %d".formatted(target, k + 1, repetitions));
      Trial timed = trial("timed", train, "-", model, RANK, sweeps, target);
      own.add(timed.ended.seconds());
      ownCpu.add(timed.ended.cpuSeconds());
      fit.add(timed.answer.get("fit").asDouble());
      read.add(timed.answer.get("read").asDouble());
      if (libmf.isPresent() && setting != null && setting.passes() > 0) {
        ChildProcess.Finished ended = libmf.get().run(train, model, setting);
        theirs.add(ended.seconds());
        theirCpu.add(ended.cpuSeconds());
      }
    }
    sheet.add(task, eckart, "test RMSE", "", reached);
    sheet.seconds(task, eckart, "fit, in a fresh JVM", fit.values());
    sheet.seconds(task, eckart, "read the text file", read.values());
    sheet.seconds(task, eckart, "whole process", own.values());
    sheet.cpuSeconds(task, eckart, "whole process", ownCpu.values());
    if (setting != null && !theirs.isEmpty()) {
      sheet.seconds(task, setting.text(RANK), "whole process", theirs.values());
      sheet.cpuSeconds(task, setting.text(RANK), "whole process", theirCpu.values());
    }
  }

  private void settled(Path folder, Path train, Path test) throws IOException {
    for (String rank : List.of(Integer.toString(RANK), "auto")) {
      Series fit = new Series();
      Series error = new Series();
      Series whole = new Series();
      int sweeps = 0;
      int chosen = 0;
      for (int k = 0; k < QUICK_REPETITIONS; k++) {
        progress.accept("rank %s until settled: repetition %d".formatted(rank, k + 1));
        Trial ended = trial("settled", train, test.toString(), folder.resolve("model"), rank, 0, 0);
        fit.add(ended.answer.get("fit").asDouble());
        error.add(ended.answer.get("testRmse").asDouble());
        whole.add(ended.ended.seconds());
        sweeps = ended.answer.get("sweeps").asInt();
        chosen = ended.answer.get("rank").asInt();
      }
      String task = "Until settled, hold-out, refit and intervals included";
      String eckart =
          Sheet.ECKART + " --rank " + rank + ": rank " + chosen + ", " + sweeps + " sweeps";
      sheet.add(task, eckart, "test RMSE", "", error.values());
      sheet.seconds(task, eckart, "fit, in a fresh JVM", fit.values());
      sheet.seconds(task, eckart, "whole process, testing too", whole.values());
    }
  }

  private void spark(Path train, Path test) throws IOException {
    String task = "Until settled, hold-out, refit and intervals included";
    try {
      progress.accept("Spark: fetching it if need be, then " + SLOW_REPETITIONS + " fits");
      SparkPeer.Fits fits =
          SparkPeer.fetched().run(train, test, RANK, options.threads(), SLOW_REPETITIONS);
      String spark =
          "Spark %s ALS, rank %d, λ %s, %d iterations"
              .formatted(SparkPeer.VERSION, RANK, SparkPeer.PENALTY, SparkPeer.ITERATIONS);
      double[] seconds = fits.fits().stream().mapToDouble(SparkPeer.Fit::seconds).toArray();
      double[] errors = fits.fits().stream().mapToDouble(SparkPeer.Fit::rmse).toArray();
      sheet.add(task, spark, "test RMSE", "", errors);
      sheet.seconds(task, spark, "fit, in a fresh JVM", seconds);
      sheet.note("Spark's second and third fits run in a JVM that is warm; Eckart's never do.");
    } catch (SparkPeer.AbsentException absent) {
      sheet.absent("Spark " + SparkPeer.VERSION + " ALS", String.valueOf(absent.getMessage()));
    } catch (IllegalStateException failed) {
      sheet.absent("Spark " + SparkPeer.VERSION + " ALS", String.valueOf(failed.getMessage()));
    }
  }

  /** The command itself, from CSV to report, where the launcher said which it is. */
  private void command(Path folder, RatingsLike ratings) throws IOException {
    String launcher = System.getProperty("eckart.launcher");
    if (launcher == null) {
      return;
    }
    Path csv = folder.resolve("train.csv");
    RatingsLike.write(ratings.train(), csv, ',', "user,item,rating");
    Series whole = new Series();
    for (int k = 0; k < QUICK_REPETITIONS; k++) {
      progress.accept("eckart complete: repetition " + (k + 1));
      whole.add(
          ChildProcess.run(
                  List.of(
                      launcher,
                      "complete",
                      csv.toString(),
                      "--rank",
                      Integer.toString(RANK),
                      "--threads",
                      Integer.toString(options.threads()),
                      "--out",
                      folder.resolve("command-" + k).toString(),
                      "--quiet"),
                  Map.of())
              .succeeded("eckart complete")
              .seconds());
    }
    sheet.seconds(
        "The command, from CSV to model and report",
        Sheet.ECKART + " complete --rank " + RANK,
        "whole process",
        whole.values());
  }

  private record Trial(JsonNode answer, ChildProcess.Finished ended) {}

  private Trial trial(
      String mode, Path train, String test, Path model, Object rank, int sweeps, double target)
      throws IOException {
    ChildProcess.Finished ended =
        ChildProcess.run(
                ChildProcess.java(
                    HEAP,
                    CompletionTrial.class.getName(),
                    List.of(
                        mode,
                        train.toString(),
                        test,
                        model.toString(),
                        rank.toString(),
                        Integer.toString(sweeps),
                        Double.toString(target),
                        Integer.toString(options.threads()))),
                Map.of())
            .succeeded("Eckart's own process");
    return new Trial(JsonMapper.builder().build().readTree(ended.output().getLast()), ended);
  }

  /** Values by repetition. */
  private static final class Series {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
      values.add(value);
    }

    boolean isEmpty() {
      return values.isEmpty();
    }

    double[] values() {
      return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  static void delete(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(folder)) {
      inside = walk.sorted(java.util.Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      Files.deleteIfExists(path);
    }
  }
}
