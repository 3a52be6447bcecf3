package org.eckart.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.eckart.linalg.RandomStream;
import picocli.CommandLine.Command;

/**
 * {@code eckart rehearse}, used when the program is built: runs what users run, once and small, so
 * that the JVM can keep the classes and profiles of it for later starts.
 */
@Command(name = "rehearse", hidden = true, description = "Runs what users run, for the AOT cache.")
final class RehearseCommand implements Callable<Integer> {
  private static final int LINES = 30_000;

  private final Streams nowhere;

  RehearseCommand() {
    PrintStream sink = new PrintStream(OutputStream.nullOutputStream());
    this.nowhere = new Streams(sink, sink, false, false);
  }

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("eckart-rehearsal");
    try {
      String demo = folder.resolve("demo").toString();
      String table = folder.resolve("table.txt").toString();
      String pairs = folder.resolve("pairs.csv").toString();
      Files.writeString(Path.of(table), table());
      Files.writeString(Path.of(pairs), "userId,movieId,rating\nnew,1,4\nnew,50,5\n17,1,3\n");
      int status = run("info");
      status = Math.max(status, run("info", "--json"));
      status = Math.max(status, run("help", "complete"));
      status = Math.max(status, run("demo", "--out", demo, "--json"));
      status =
          Math.max(
              status,
              run("complete", table, "--holdout", "0.1", "--out", folder.resolve("c").toString()));
      status = Math.max(status, run("recommend", demo, "--row", "17"));
      status =
          Math.max(
              status,
              run("predict", demo, pairs, "--out", folder.resolve("p").toString(), "--json"));
      status =
          Math.max(status, run("fold-in", demo, pairs, "--out", folder.resolve("f").toString()));
      return status;
    } finally {
      OutputFolder.deleteQuietly(folder);
    }
  }

  private int run(String... arguments) {
    return Eckart.run(nowhere, arguments);
  }

  /** Numbers separated by blanks, which the fast reader takes. */
  private static String table() {
    RandomStream random = RandomStream.of(1, "rehearsal");
    StringBuilder lines = new StringBuilder();
    for (int k = 0; k < LINES; k++) {
      lines
          .append(k % 600)
          .append(' ')
          .append((k / 600) * 7 + random.nextInt(7))
          .append(' ')
          .append(1 + random.nextInt(5))
          .append('\n');
    }
    return lines.toString();
  }
}
