package org.eckart.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs run to their end and timed from outside, as a user's stop-watch would. */
final class ChildProcess {
  private ChildProcess() {}

  /**
   * What a program came to.
   *
   * @param status its exit status
   * @param seconds from its start to its end
   * @param cpuSeconds of processor time, its threads together, to 10 ms; NaN where the system does
   *     not tell
   * @param output lines of its standard output
   * @param complaint the last line of its standard error, or empty
   */
  record Finished(
      int status, double seconds, double cpuSeconds, List<String> output, String complaint) {
    Finished {
      output = List.copyOf(output);
    }

    /** This, or the reason why it cannot be used. */
    Finished succeeded(String what) {
      if (status != 0) {
        throw new IllegalStateException(
            what + " ended with status " + status + (complaint.isEmpty() ? "" : ": " + complaint));
      }
      return this;
    }
  }

  static Finished run(List<String> command, Map<String, String> environment) throws IOException {
    Path out = Files.createTempFile("eckart-bench", ".out");
    Path err = Files.createTempFile("eckart-bench", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/null").exists() ? new File("/dev/null") : out.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      double cpu = childrenCpuSeconds();
      long start = System.nanoTime();
      Process process = builder.start();
      int status;
      try {
        status = process.waitFor();
      } catch (InterruptedException interrupted) {
        process.destroy();
        Thread.currentThread().interrupt();
        throw new IOException("The benchmark was interrupted", interrupted);
      }
      double seconds = (System.nanoTime() - start) * 1e-9;
      cpu = childrenCpuSeconds() - cpu;
      List<String> complaints = Files.readAllLines(err);
      return new Finished(
          status,
          seconds,
          cpu,
          Files.readAllLines(out),
          complaints.isEmpty() ? "" : complaints.getLast().strip());
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  /** Another JVM like this one, with its class path. */
  static List<String> java(String heap, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules");
    command.add("jdk.incubator.vector");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Xmx" + heap);
    command.add("-XX:+UseSerialGC"); // as the command runs
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(arguments);
    return command;
  }

  /** The file that a command of this name would run. */
  static Optional<Path> onPath(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator, -1)) {
      if (!folder.isEmpty()) {
        for (String file : List.of(name, name + ".exe")) {
          Path candidate = Path.of(folder, file);
          if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
            return Optional.of(candidate);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Processor time of children that have ended, in ticks of 10 ms; NaN except on Linux. */
  private static double childrenCpuSeconds() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] field = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(field[13]) + Long.parseLong(field[14])) / 100.0; // cutime, cstime
    } catch (IOException | RuntimeException untold) {
      return Double.NaN;
    }
  }
}
