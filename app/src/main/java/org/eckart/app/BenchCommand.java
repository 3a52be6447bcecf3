package org.eckart.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Report;
import org.eckart.app.report.Report.DataReport;
import org.eckart.app.report.Report.Fact;
import org.eckart.app.report.Report.Headline;
import org.eckart.app.report.Report.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code eckart bench}. */
@Command(
    name = "bench",
    description = {
      "Measures Eckart beside other software: same data, same accuracy, one run.",
      "Peers that are not installed are left out and named; Spark is fetched when it is first"
          + " measured. Without a name, lists the benchmarks. --seed draws other data, but for"
          + " scaledgd and jmh, whose data are fixed."
    },
    footer = {"", "Example:", "  eckart bench completion --out measured"})
final class BenchCommand extends Verb {
  /** Name and what is measured. */
  private static final Map<String, String> BENCHMARKS = new LinkedHashMap<>();

  static {
    BENCHMARKS.put("completion", "completing ratings, beside LIBMF and Spark ALS");
    BENCHMARKS.put("svd", "leading singular triplets, beside SciPy and scikit-learn");
    BENCHMARKS.put("scaledgd", "the figures of the scaled-gradient papers, run again");
    BENCHMARKS.put("tensors", "completing tensors, beside TensorLy's masked Tucker");
    BENCHMARKS.put("groups", "completion with labels, beside the textbook's solver");
    BENCHMARKS.put(
        "bayes", "prediction by draws from a normal product, beside NumPy and the default");
    BENCHMARKS.put("nnd", "posteriors under the nuclear norm prior, beside the paper's samplers");
    BENCHMARKS.put("dynamics", "predicted learning curves, beside simulation");
    BENCHMARKS.put("spectralnet", "sensing by spectral networks, beside convex and linear ones");
    BENCHMARKS.put("denoise", "denoising, beside hard thresholds and an oracle");
    BENCHMARKS.put("robustpca", "separating corrupted matrices, beside inexact ALM and TensorLy");
    BENCHMARKS.put("jmh", "the kernels inside, by JMH");
  }

  /** Benchmarks of fixed data. */
  private static final List<String> FIXED = List.of("scaledgd", "jmh");

  private static final int HEADLINES = 5;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "which one (default: list them all)")
  @Nullable String name;

  @Option(
      names = "--quick",
      description = "small data, to see that everything runs; its figures say little")
  boolean quick;

  @Override
  void run(Session session) throws Exception {
    String chosen = name;
    if (chosen == null) {
      list(session);
      return;
    }
    if (!BENCHMARKS.containsKey(chosen)) {
      throw new UsageException(
          "There is no benchmark '%s'; there are %s",
          chosen, String.join(", ", BENCHMARKS.keySet()));
    }
    if (given("--seed") && FIXED.contains(chosen)) {
      throw new UsageException(
          "--seed can do nothing with the benchmark '%s', whose data are fixed; leave it out",
          chosen);
    }
    Path target = OutputFolder.choose(common, "bench-" + chosen);
    Map<String, @Nullable Object> options = session.envelope().options();
    options.put("name", chosen);
    options.put("quick", quick);
    if (common.explain) {
      Plan plan = Plan.of(Runtime.getRuntime().maxMemory()); // the same share of the machine's
      plan.fill(session.envelope().result());
      session
          .console()
          .say(
              "Would measure %s in a JVM of its own, that may take up to %d MiB, and write %s"
                  .formatted(BENCHMARKS.get(chosen), plan.mebibytes(), target));
      return;
    }
    BenchProgram program = BenchProgram.find();
    try (OutputFolder folder = OutputFolder.open(target, common.force)) {
      List<String> words =
          new ArrayList<>(
              List.of(
                  chosen,
                  "--json",
                  "--out",
                  folder.resolve("").toString(),
                  "--threads",
                  Integer.toString(common.threadCount())));
      if (given("--seed")) { // the program has its own default, that of its published figures
        words.addAll(List.of("--seed", Long.toString(common.seed)));
      }
      if (quick) {
        words.add("--quick");
      }
      String printed = session.timed("fit", () -> program.run(words, session));
      JsonNode found = JsonMapper.shared().readTree(printed);
      fill(session, found);
      Path text = folder.resolve(chosen + ".txt");
      if (Files.exists(text)) {
        Files.readString(text).lines().forEach(session.console()::answer);
        session.envelope().output("table", folder.published(chosen + ".txt"));
      }
      Path json = folder.resolve(chosen + ".json");
      if (found instanceof ObjectNode whole) {
        whole.remove("outputs"); // named from where the folder was while it was written
      }
      Files.writeString(json, Envelope.json(JsonMapper.shared().convertValue(found, Map.class)));
      session.envelope().output("measurements", folder.published(chosen + ".json"));
      ModelFolder writing = new ModelFolder(session, folder);
      writing.page(page(session, chosen, found));
      writing.publish();
    }
  }

  private static void list(Session session) {
    session.envelope().result().put("benchmarks", BENCHMARKS);
    BENCHMARKS.forEach((name, what) -> session.console().answer("%-12s %s".formatted(name, what)));
  }

  private void fill(Session session, JsonNode found) {
    JsonMapper mapper = JsonMapper.shared();
    found
        .at("/input")
        .properties()
        .forEach(e ->
            session
                .envelope()
                .input()
                .put(e.getKey(), mapper.convertValue(e.getValue(), Object.class)));
    found
        .at("/result")
        .properties()
        .forEach(e ->
            session
                .envelope()
                .result()
                .put(e.getKey(), mapper.convertValue(e.getValue(), Object.class)));
    found.at("/warnings").forEach(note -> session.envelope().warnings().add(note.asString()));
    session.envelope().seedAndThreads(found.at("/seed").asLong(common.seed), common.threadCount());
  }

  private static Report page(Session session, String name, JsonNode found) {
    List<Headline> headlines = new ArrayList<>();
    for (JsonNode ratio : found.at("/result/ratios")) {
      if (headlines.size() < HEADLINES) {
        headlines.add(
            new Headline(
                ratio.at("/peer").asString(),
                Binning.text(ratio.at("/median").asDouble()) + " ×",
                "%s of %s, %s"
                    .formatted(
                        ratio.at("/quantity").asString(),
                        ratio.at("/eckart").asString(),
                        ratio.at("/task").asString())));
      }
    }
    List<Fact> facts = new ArrayList<>();
    for (JsonNode one : found.at("/result/measurements")) {
      facts.add(
          new Fact(
              String.join(
                  ", ",
                  one.at("/task").asString(),
                  one.at("/program").asString(),
                  one.at("/quantity").asString()),
              "%s %s (%s to %s)"
                  .formatted(
                      Binning.text(one.at("/median").asDouble()),
                      one.at("/unit").asString(),
                      Binning.text(one.at("/min").asDouble()),
                      Binning.text(one.at("/max").asDouble()))));
    }
    for (JsonNode absent : found.at("/result/absent")) {
      facts.add(
          new Fact("not measured: " + absent.at("/peer").asString(), absent.at("/why").asString()));
    }
    List<Fact> machine = new ArrayList<>();
    machine.add(new Fact("Eckart", Version.text()));
    machine.add(new Fact("command", "eckart " + ShellWords.join(session.arguments())));
    found
        .at("/result/machine")
        .properties()
        .forEach(e -> machine.add(new Fact(e.getKey(), e.getValue().asString(""))));
    Histogram none = new Histogram(List.of(), List.of());
    return new Report(
            "benchmark",
            name,
            "Measured: " + BENCHMARKS.get(name) + ". Above 1 ×, Eckart is the faster.",
            headlines,
            List.of(),
            List.of(),
            null,
            null,
            List.of(),
            List.of(),
            null,
            List.of(),
            null,
            new DataReport(facts, none, none, none),
            List.of(),
            machine,
            session.envelope().warnings())
        .withSections(BenchFigures.sections(found.at("/result/figures")));
  }
}
