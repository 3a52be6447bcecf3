package org.eckart.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.eckart.linalg.Backend;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs a benchmark: {@code NAME [--json] [--out DIR] [--seed N] [--threads N] [--quick]}.
 *
 * <p>Tables, or one JSON object, go to standard output; progress to standard error. Exit status 0
 * done, 1 failed, 2 wrong usage. Two system properties are read: {@code eckart.launcher}, the
 * {@code eckart} command, whose own time is then measured too, and {@code eckart.bench.maven}, the
 * Maven that fetches heavy peers.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // a decimal point in every language
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(List.of(arguments), out, err));
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    BenchOptions options;
    try {
      options = BenchOptions.parse(arguments);
    } catch (IllegalArgumentException usage) {
      err.println(usage.getMessage());
      return 2;
    }
    try {
      if (options.name().equals(Benchmarks.MICRO)) {
        return MicroBenchmarks.run(options, out, err);
      }
      Backend.limitThreads(options.threads());
      Map<String, Object> machine = Machine.describe();
      Sheet sheet = new Sheet();
      Consumer<String> progress = line -> err.println(line);
      long start = System.nanoTime();
      Map<String, Object> input = Benchmarks.run(options, sheet, progress);
      double seconds = (System.nanoTime() - start) * 1e-9;
      String json = json(options, machine, input, sheet, seconds);
      String text = Machine.text(machine) + sheet.text();
      if (options.out() != null) {
        Files.createDirectories(options.out());
        Files.writeString(options.out().resolve(options.name() + ".json"), json + "\n");
        Files.writeString(options.out().resolve(options.name() + ".txt"), text);
      }
      out.print(options.json() ? json + "\n" : text);
      out.flush();
      return 0;
    } catch (IOException | RuntimeException failed) {
      err.println(failed.getMessage() == null ? failed.toString() : failed.getMessage());
      return 1;
    }
  }

  static String json(
      BenchOptions options,
      Map<String, Object> machine,
      Map<String, Object> input,
      Sheet sheet,
      double seconds) {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("name", options.name());
    asked.put("quick", options.quick());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("machine", machine);
    result.putAll(sheet.json());
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("verb", "bench");
    all.put("status", "ok");
    all.put("seed", options.seed());
    all.put("threads", options.threads());
    all.put("seconds", Map.of("total", seconds));
    all.put("input", input);
    all.put("options", asked);
    all.put("result", result);
    all.put("warnings", sheet.notes());
    Map<String, String> outputs = new LinkedHashMap<>();
    if (options.out() != null) {
      outputs.put("table", options.out().resolve(options.name() + ".txt").toString());
      outputs.put("json", options.out().resolve(options.name() + ".json").toString());
    }
    all.put("outputs", outputs);
    return JsonMapper.builder().build().writeValueAsString(all);
  }
}
