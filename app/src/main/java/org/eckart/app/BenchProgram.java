package org.eckart.app;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eckart.core.RunException;

/**
 * The program that measures, which the {@code eckart} command of a clone builds beside its own: a
 * process of its own, so that neither its classes nor its memory are ours.
 *
 * @param image folder with {@code lib} and {@code lib/bench}
 * @param launcher the {@code eckart} command, or empty
 */
record BenchProgram(Path image, String launcher) {
  /** Where the launcher says that it is. */
  static BenchProgram find() {
    BenchProgram program =
        new BenchProgram(
            Path.of(System.getProperty("eckart.image", "")),
            System.getProperty("eckart.launcher", ""));
    if (!Files.isDirectory(program.image.resolve("lib/bench"))) {
      throw new UsageException(
          "Benchmarks run from a clone of the repository, by the command in its folder: ./eckart"
              + " bench NAME");
    }
    return program;
  }

  /**
   * Runs a benchmark to its end.
   *
   * @param words its name and options
   * @param session that hears what the program says on the way
   * @return what it printed
   */
  String run(List<String> words, Session session) throws IOException, InterruptedException {
    Path answer = Files.createTempFile("eckart-bench", ".json");
    try {
      Process process = new ProcessBuilder(command(words)).redirectOutput(answer.toFile()).start();
      session.interrupts().onFirst(process::destroy);
      process.getOutputStream().close();
      String last = "";
      try (var lines = process.errorReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!line.isBlank() && !line.startsWith("WARNING: Using incubator modules")) {
            last = line;
            if (!session.options().quiet) {
              session.console().tell(line);
            }
          }
        }
      }
      int status = process.waitFor();
      session.interrupts().onFirst(null);
      if (status == ExitStatus.USAGE.code()) {
        throw new UsageException("%s", last);
      }
      if (status != ExitStatus.DONE.code()) {
        throw new RunException(
            "The benchmark ended with status "
                + status
                + (last.isEmpty() ? "" : "; the last it said: " + last));
      }
      return Files.readString(answer);
    } finally {
      Files.deleteIfExists(answer);
    }
  }

  private List<String> command(List<String> words) {
    Path lib = image.resolve("lib");
    List<String> paths = new ArrayList<>(List.of(lib + "/*", lib.resolve("bench") + "/*"));
    if (words.getFirst().equals("jmh")) {
      paths.add(lib.resolve("bench/jmh") + "/*");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:MaxRAMPercentage=70",
            "-Deckart.openblas=" + lib.resolve("openblas")));
    if (!launcher.isEmpty()) {
      command.add("-Deckart.launcher=" + launcher);
    }
    String more = System.getenv().getOrDefault("ECKART_JAVA_OPTIONS", "").strip();
    if (!more.isEmpty()) {
      command.addAll(List.of(more.split("\\s+")));
    }
    command.addAll(List.of("-cp", String.join(File.pathSeparator, paths), "org.eckart.bench.Main"));
    command.addAll(words);
    return command;
  }
}
