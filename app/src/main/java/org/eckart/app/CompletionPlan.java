package org.eckart.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eckart.data.table.Table;
import org.eckart.recovery.completion.CompletionOptions;
import org.eckart.recovery.softimpute.SoftImputeOptions;
import org.jspecify.annotations.Nullable;

/** What a completion would do, and what it would take, for {@code --explain}. */
final class CompletionPlan {
  /** The JVM with its classes, compiled code and libraries, bytes: 270 MB at 100,000 entries. */
  private static final long BASE = 250L << 20;

  /**
   * The entries, those fitted, both groupings, and what the collector leaves for later; measured as
   * 864 MB of resident memory at 4.5 million entries and rank 16.
   */
  private static final long PER_ENTRY = 126;

  /** Means and variances before and after a sweep, for a row or column and direction. */
  private static final long PER_NUMBER = 24;

  /** As {@link org.eckart.recovery.softimpute.SoftImpute} says, beside the entries themselves. */
  private static final long CONVEX_PER_ENTRY = 60 + 44;

  private static final long CONVEX_PER_NUMBER = 50;
  private static final long CONVEX_PER_LABEL = 16 * 24;

  private final Session session;
  private final CompletionTask task;

  CompletionPlan(Session session, CompletionTask task) {
    this.session = session;
    this.task = task;
  }

  /**
   * What a method would take.
   *
   * @param rank in words
   * @param least peak memory of the whole process at the lowest rank that it may end at, bytes
   * @param most likewise at the highest
   */
  record Cost(String rank, long least, long most) {
    /** With so many bytes more. */
    Cost with(long more) {
      return new Cost(rank, least + more, most + more);
    }

    static Cost ofFactors(CompletionOptions options, long rows, long columns, long entries) {
      long highest =
          options.rank().isPresent()
              ? options.rank().getAsInt()
              : Math.min(CompletionOptions.LARGEST_AUTOMATIC_RANK, Math.min(rows, columns));
      long lowest = options.rank().isPresent() ? highest : Math.min(16, highest);
      return new Cost(
          options.rank().isPresent()
              ? "at rank %d".formatted(highest)
              : "at a rank from %d, doubled up to %d while held-out entries gain by it"
                  .formatted(lowest, highest),
          bytes(rows, columns, entries, lowest),
          bytes(rows, columns, entries, highest));
    }

    static Cost ofConvex(SoftImputeOptions options, long rows, long columns, long entries) {
      long cap =
          Math.min(options.rankCap().orElse(SoftImputeOptions.RANK_CAP), Math.min(rows, columns));
      long fixed = BASE + CONVEX_PER_ENTRY * entries + CONVEX_PER_LABEL * (rows + columns);
      return new Cost(
          "by soft-impute at a rank up to %d, %s"
              .formatted(
                  cap,
                  options.penalty().isPresent()
                      ? "with the penalty " + options.penalty().getAsDouble()
                      : "with the penalty that suits held-out entries"),
          fixed,
          fixed + CONVEX_PER_NUMBER * (rows + columns) * cap);
    }
  }

  void tell(Table table) {
    long rows = table.report().rows();
    long columns = table.report().columns();
    long entries = table.report().entries();
    Cost cost = task.method().cost(rows, columns, entries);
    if (task.source().isMatrix()) {
      cost = cost.with(MatrixSource.bytes(rows, columns, task.bounds()));
    }
    long limit = Runtime.getRuntime().maxMemory();
    Map<String, @Nullable Object> result = session.envelope().result();
    Map<String, Object> memory = new LinkedHashMap<>();
    memory.put("leastMiB", mebibytes(cost.least()));
    memory.put("mostMiB", mebibytes(cost.most()));
    memory.put("limitMiB", mebibytes(limit));
    result.put("rows", rows);
    result.put("columns", columns);
    result.put("observed", entries);
    result.put("memory", memory);
    Console console = session.console();
    console.say(
        "Would complete a %,d × %,d matrix from %,d entries".formatted(rows, columns, entries));
    console.say(cost.rank());
    console.say(
        cost.least() == cost.most()
            ? "with %,d MiB of memory; %,d MiB are allowed"
                .formatted(mebibytes(cost.least()), mebibytes(limit))
            : "with %,d MiB of memory, at the largest rank %,d MiB; %,d MiB are allowed"
                .formatted(mebibytes(cost.least()), mebibytes(cost.most()), mebibytes(limit)));
  }

  /** Peak memory of the whole process. */
  static long bytes(long rows, long columns, long entries, long rank) {
    long stride = Math.max(16, (rank + 15) / 16 * 16); // factors fill whole registers
    return BASE + PER_ENTRY * entries + PER_NUMBER * (rows + columns) * stride;
  }

  private static long mebibytes(long bytes) {
    return bytes >> 20;
  }
}
