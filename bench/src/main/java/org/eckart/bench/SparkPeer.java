package org.eckart.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Spark's ALS in local mode, in a JVM of its own. Its 300 MB are fetched by Maven when this is
 * first run, and kept in the user's cache folder; later runs need no network.
 */
final class SparkPeer {
  static final String VERSION = "4.1.0";
  static final double PENALTY = 0.08;
  static final int ITERATIONS = 10;

  private static final String RESOURCES = "peers/spark/";

  /** What Spark's own start script opens to it on Java 17 and later. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private final Path folder;

  private SparkPeer(Path folder) {
    this.folder = folder;
  }

  /** Spark could not be had; the message says why. */
  static final class AbsentException extends Exception {
    private static final long serialVersionUID = 1;

    AbsentException(String why) {
      super(why);
    }
  }

  /** Seconds of fitting and the error on the test entries. */
  record Fit(double seconds, double rmse) {}

  /** The fits, and the whole process from start to end. */
  record Fits(List<Fit> fits, double wholeSeconds) {}

  static SparkPeer fetched() throws AbsentException, IOException {
    if (ModuleLayer.boot().findModule("jdk.compiler").isEmpty()) {
      throw new AbsentException("needs a JDK, and this Java is a run-time without a compiler");
    }
    Path folder = cache().resolve("spark-" + VERSION);
    if (!Files.exists(folder.resolve("complete"))) {
      fetch(folder);
    }
    copy("AlsTrial.java", folder);
    return new SparkPeer(folder);
  }

  private static void fetch(Path folder) throws AbsentException, IOException {
    Optional<Path> maven = maven();
    if (maven.isEmpty()) {
      throw new AbsentException(
          "no Maven was found to fetch it with; put mvn on the PATH, or name one by"
              + " -Deckart.bench.maven=PATH");
    }
    Files.createDirectories(folder);
    copy("pom.xml", folder);
    ChildProcess.Finished fetched =
        ChildProcess.run(
            List.of(
                maven.get().toString(),
                "-B",
                "-f",
                folder.resolve("pom.xml").toString(),
                "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies",
                "-DincludeScope=runtime",
                "-DoutputDirectory=" + folder.resolve("lib")),
            Map.of());
    if (fetched.status() != 0) {
      String why =
          fetched.output().stream()
              .filter(line -> line.startsWith("[ERROR]"))
              .findFirst()
              .orElse(fetched.complaint());
      throw new AbsentException("could not be fetched: " + why.replace("[ERROR] ", ""));
    }
    Files.createFile(folder.resolve("complete"));
  }

  private static void copy(String name, Path folder) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SparkPeer.class.getResourceAsStream(RESOURCES + name), name)) {
      Files.write(folder.resolve(name), in.readAllBytes());
    }
  }

  private static Path cache() {
    String named = System.getenv("XDG_CACHE_HOME");
    Path caches =
        named == null || named.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(named);
    return caches.resolve("eckart");
  }

  /** The Maven that was named, else the project's own, else the one on the path. */
  private static Optional<Path> maven() {
    String named = System.getProperty("eckart.bench.maven");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return above(Path.of("").toAbsolutePath())
        .or(SparkPeer::aboveThisJar)
        .or(() -> ChildProcess.onPath("mvn"));
  }

  private static Optional<Path> aboveThisJar() {
    try {
      return above(
          Path.of(SparkPeer.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException | RuntimeException nowhere) {
      return Optional.empty();
    }
  }

  private static Optional<Path> above(Path from) {
    return Stream.iterate(from, Objects::nonNull, Path::getParent)
        .map(folder -> folder.resolve("mvnw"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  Fits run(Path train, Path test, int rank, int threads, int repetitions) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx4g");
    for (String opened : OPENED) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(
        List.of(
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "--add-modules=jdk.incubator.vector",
            "-Djdk.reflect.useDirectMethodHandle=false",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "-cp",
            folder.resolve("lib") + "/*",
            folder.resolve("AlsTrial.java").toString(),
            train.toString(),
            test.toString(),
            Integer.toString(rank),
            Double.toString(PENALTY),
            Integer.toString(ITERATIONS),
            Integer.toString(threads),
            Integer.toString(repetitions)));
    ChildProcess.Finished ended = ChildProcess.run(command, Map.of()).succeeded("Spark");
    return new Fits(fits(ended.output()), ended.seconds());
  }

  /** The lines "fit SECONDS rmse ERROR" among what Spark prints. */
  static List<Fit> fits(List<String> output) {
    return output.stream()
        .filter(line -> line.startsWith("fit "))
        .map(line -> line.split(" ", -1))
        .map(field -> new Fit(Double.parseDouble(field[1]), Double.parseDouble(field[3])))
        .toList();
  }
}
