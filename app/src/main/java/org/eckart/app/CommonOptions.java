package org.eckart.app;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every verb understands. */
final class CommonOptions {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      order = 900,
      description =
          "where results go; appears complete or not at all (default: a new eckart-… folder here)")
  @Nullable Path out;

  @Option(names = "--force", order = 901, description = "replace what is in --out")
  boolean force;

  @Option(
      names = "--json",
      order = 902,
      description = "one JSON object on standard output, and nothing else there")
  boolean json;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      order = 903,
      description = "of every random choice; same seed, same result (${DEFAULT-VALUE})")
  long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      order = 904,
      description = "at work at once (default: all cores)")
  @Nullable Integer threads;

  @Option(
      names = "--max-time",
      paramLabel = "TIME",
      order = 905,
      converter = DurationConverter.class,
      description = "stop in time and keep the best so far, such as 90s, 10m or 2h")
  @Nullable Duration maxTime;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      order = 906,
      description = "keep the state of the run here while it goes on")
  @Nullable Path checkpoint;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      order = 906,
      converter = DurationConverter.class,
      description = "how often it is kept (default: 30s)")
  @Nullable Duration checkpointEvery;

  @Option(names = "--resume", order = 907, description = "go on from the state in --checkpoint")
  boolean resume;

  @Option(
      names = "--explain",
      order = 908,
      description = "say what would be done, with the memory and time it needs, and do nothing")
  boolean explain;

  @Option(names = "--quiet", order = 909, description = "no progress and no summary")
  boolean quiet;

  @Option(
      names = "--no-color",
      order = 910,
      description = "no colour; NO_COLOR in the environment does the same")
  boolean noColor;

  @Option(names = "--debug", order = 911, description = "a stack trace with an error")
  boolean debug;

  /** Threads to work with: as asked for, or one a core. */
  int threadCount() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** Refuses what no verb can obey. */
  void validate() {
    if (checkpointEvery != null && checkpoint == null) {
      throw new UsageException("--checkpoint-every needs a place; add --checkpoint with a folder");
    }
    if (threads != null && threads < 1) {
      throw new UsageException("--threads is %d; it must be 1 or more", threads);
    }
    if (resume && checkpoint == null) {
      throw new UsageException(
          "--resume needs the folder to go on from; add --checkpoint with the folder of the run");
    }
  }
}
