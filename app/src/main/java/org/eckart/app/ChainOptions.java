package org.eckart.app;

import java.util.OptionalInt;
import org.eckart.bayes.chain.Schedule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long chains run, for the verbs that draw. */
final class ChainOptions {
  /** Bytes of whole draws that are kept unless said otherwise. */
  private static final long STORED_BYTES = 64L << 20;

  private static final int MOST_STORED = 1000;
  private static final int MOST_NUMBERS = Integer.MAX_VALUE - 8;
  private static final int LEAST_DRAWS = 4;

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "draws of each chain (default: what the engine needs)")
  @Nullable Integer draws;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "iterations of each chain before its draws count (default: by engine)")
  @Nullable Integer warmup;

  @Option(
      names = "--chains",
      paramLabel = "N",
      defaultValue = "" + Schedule.CHAINS,
      description = "chains, started apart to see whether they agree (${DEFAULT-VALUE})")
  int chains = Schedule.CHAINS;

  @Option(
      names = "--ess",
      paramLabel = "N",
      description =
          "end once every traced number and every watched entry (all up to 2000, of more 1000 at"
              + " random) has so many effective draws, before --draws")
  @Nullable Integer ess;

  @Option(
      names = "--store",
      paramLabel = "N",
      description =
          "whole draws of each chain to write, evenly spaced (default: up to 1000 within 64 MiB)")
  @Nullable Integer store;

  Schedule schedule(int defaultWarmup, int defaultDraws, long entries, long seed) {
    int length = draws == null ? defaultDraws : draws;
    long fit = STORED_BYTES / (8 * Math.max(1, entries) * Math.max(1, chains));
    if (length < LEAST_DRAWS) {
      throw new UsageException(
          "--draws is %d; it must be at least %d, so that halves of chains can be compared",
          length, LEAST_DRAWS);
    }
    int stored =
        store == null ? (int) Math.min(Math.max(0, length), Math.min(MOST_STORED, fit)) : store;
    long numbers = entries * chains * stored;
    if (numbers > MOST_NUMBERS) {
      throw new UsageException(
          "--store %d of %d chains are %d numbers, and a file of draws can hold %d; store fewer",
          stored, chains, numbers, MOST_NUMBERS);
    }
    return new Schedule(
        chains,
        warmup == null ? defaultWarmup : warmup,
        length,
        1,
        ess == null ? OptionalInt.empty() : OptionalInt.of(ess),
        stored,
        seed);
  }
}
