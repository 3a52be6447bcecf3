package org.eckart.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.eckart.data.table.TableOptions;
import org.eckart.data.table.TableSource;
import org.eckart.recovery.completion.CompletionOptions;
import picocli.CommandLine.Command;

/** {@code eckart demo}. */
@Command(
    name = "demo",
    description = {
      "Completes real ratings that come with the program, and shows what there is to see:",
      "100,836 ratings of films by 610 people (MovieLens, GroupLens Research), a tenth of them held"
          + " out."
    },
    footer = {"", "Example:", "  eckart demo"})
final class DemoCommand extends Verb {
  private static final double HELD_OUT = 0.1;
  private static final double LEVEL = 0.9;
  private static final int SHOWN = 5;

  @Override
  boolean isRun() {
    return true;
  }

  @Override
  void run(Session session) throws Exception {
    Path folder = Files.createTempDirectory("eckart-demo");
    Path ratings = folder.resolve("ratings.csv.gz");
    try {
      try (InputStream in = bundled("ratings.csv.gz")) {
        Files.write(ratings, in.readAllBytes());
      }
      Titles titles;
      try (InputStream in = bundled("movies.csv.gz")) {
        titles = Titles.read(in, "movies.csv.gz");
      }
      TableOptions options =
          TableOptions.defaults()
              .withColumns("userId", "movieId", "rating")
              .withTime("timestamp")
              .withThreads(common.threadCount());
      CompletionTask task =
          new CompletionTask(
              "MovieLens, small",
              "demo",
              new EntrySource.OfTable(TableSource.file(ratings), options),
              options,
              new FactorMethod("auto", CompletionOptions.defaults().withSeed(common.seed)),
              null,
              OptionalDouble.of(HELD_OUT),
              LEVEL,
              false,
              titles,
              "film",
              null);
      new CompletionWork(session, task).showing(SHOWN).run();
    } finally {
      OutputFolder.deleteQuietly(folder);
    }
  }

  private static InputStream bundled(String name) throws IOException {
    InputStream in = DemoCommand.class.getResourceAsStream("movielens/" + name);
    if (in == null) {
      throw new IOException("The program is incomplete: '" + name + "' is missing from it");
    }
    return in;
  }
}
