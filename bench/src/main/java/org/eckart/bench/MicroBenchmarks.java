package org.eckart.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Hands over to JMH, which is in the build folder but never in an installed Eckart. */
final class MicroBenchmarks {
  private static final String JMH = "org.openjdk.jmh.Main";

  private MicroBenchmarks() {}

  static int run(BenchOptions options, PrintStream out, PrintStream err) throws IOException {
    try {
      Class.forName(JMH, false, MicroBenchmarks.class.getClassLoader());
    } catch (ClassNotFoundException absent) {
      err.println(
          "JMH is not on the class path; from a built source folder run: java -cp"
              + " 'bench/target/lib-bench/*:bench/target/lib-jmh/*:app/target/eckart/lib/*'"
              + " org.eckart.bench.Main jmh");
      return 1;
    }
    Path results = Files.createTempFile("eckart-bench", ".json");
    try {
      List<String> arguments = new ArrayList<>(options.further());
      arguments.addAll(List.of("-rf", "json", "-rff", results.toString()));
      if (options.quick()) {
        arguments.addAll(List.of("-f", "1", "-wi", "1", "-i", "1", "-r", "200ms", "-w", "200ms"));
      }
      Process jmh =
          new ProcessBuilder(ChildProcess.java("3g", JMH, arguments))
              .redirectErrorStream(true)
              .start();
      jmh.getOutputStream().close();
      try (var lines = jmh.inputReader(StandardCharsets.UTF_8)) {
        PrintStream to = options.json() ? err : out;
        lines.lines().forEach(to::println);
      }
      int status = jmh.waitFor();
      if (status == 0 && options.json()) {
        out.println(json(options, Files.readString(results)));
      }
      return status == 0 ? 0 : 1;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      Files.deleteIfExists(results);
    }
  }

  private static String json(BenchOptions options, String results) {
    JsonMapper mapper = JsonMapper.builder().build();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("verb", "bench");
    all.put("status", "ok");
    all.put("options", Map.of("name", options.name(), "quick", options.quick()));
    all.put("result", Map.of("machine", Machine.describe(), "jmh", mapper.readTree(results)));
    return mapper.writeValueAsString(all);
  }
}
